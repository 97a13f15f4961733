package io.github.kvmcore.model.hardware;

/** What runs the guest's processor. */
public enum VirtType {
  AUTO("auto"),
  KVM("kvm"),
  QEMU("qemu");

  private final String text;

  VirtType(String text) {
    this.text = text;
  }

  /** The word in settings and on the command line. */
  @Override
  public String toString() {
    return text;
  }
}
