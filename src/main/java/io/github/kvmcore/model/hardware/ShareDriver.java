package io.github.kvmcore.model.hardware;

/** How a folder of the host reaches a guest. */
public enum ShareDriver {
  /** 9p where the host's QEMU has it, else virtiofs. */
  AUTO("auto"),
  NINE_P("9p"),
  VIRTIOFS("virtiofs");

  private final String text;

  ShareDriver(String text) {
    this.text = text;
  }

  /** As users write it, and as it is the file system's type in the guest. */
  @Override
  public String toString() {
    return text;
  }
}
