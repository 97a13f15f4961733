package io.github.kvmcore;

/** Starts kvmcore. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("kvmcore");
  }
}
