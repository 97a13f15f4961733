package io.github.kvmcore.cluster;

import io.github.kvmcore.model.machine.DomainState;

/** What has to happen to a machine so that the cluster is as it is wanted. */
public sealed interface Change {
  /** The machine's name. */
  String machine();

  /** It does not exist. */
  record Create(String machine) implements Change {}

  /** An earlier run did not finish it, or parts of it are gone. */
  record Finish(String machine) implements Change {}

  /**
   * One of its properties differs.
   *
   * @param property in words: {@code memory}
   * @param present in words: {@code 512 MiB}
   * @param wanted in words: {@code 2 GiB}
   */
  record Modify(String machine, String property, String present, String wanted) implements Change {
    /** For messages: {@code memory: 512 MiB, wanted 2 GiB}. */
    public String text() {
      return property + ": " + present + ", wanted " + wanted;
    }
  }

  /** It does not run. */
  record Start(String machine, DomainState state) implements Change {}

  /** It is not wanted. */
  record Delete(String machine) implements Change {}
}
