package io.github.kvmcore.model.hardware;

/** How a guest sees its processors: all of the three numbers at least 1. */
public record CpuTopology(int sockets, int cores, int threads) {
  /** The number of logical processors. */
  public long product() {
    return (long) sockets * cores * threads;
  }

  /** As users write it: {@code 1,4,2}. */
  @Override
  public String toString() {
    return sockets + "," + cores + "," + threads;
  }
}
