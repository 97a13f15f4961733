package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.tool.storage.IsoImage;
import java.util.List;

/** A program that kvmcore or libvirt runs on the host; any one of several names will do. */
public enum Need {
  VIRSH("virsh", true),
  LIBVIRTD("libvirt's daemon", true),
  QEMU_IMG("qemu-img", true),
  EMULATOR("QEMU", true),
  IP("ip", true),
  DNSMASQ("dnsmasq", true),
  LVM("LVM", true),
  THIN("thin_check", true),
  ISO("ISO program", true),
  OPENSSL("openssl", true),
  DECOMPRESSOR("bzip2", false),
  GPGV("gpgv", false),
  SSH("ssh", false),
  SSH_KEYGEN("ssh-keygen", false);

  private final String title;
  private final boolean required;

  Need(String title, boolean required) {
    this.title = title;
    this.required = required;
  }

  /** The check's name. */
  public String title() {
    return title;
  }

  /** Whether {@code create} can't do without it. */
  public boolean required() {
    return required;
  }

  /**
   * The names by which it is known, best first.
   *
   * @param architecture as in libvirt's domain XML; the emulator's name has it
   */
  public List<String> programs(String architecture) {
    return switch (this) {
      case LIBVIRTD -> List.of("libvirtd", "virtqemud");
      case EMULATOR -> List.of("qemu-system-" + architecture, "qemu-kvm");
      case LVM -> List.of("lvcreate");
      case ISO -> IsoImage.PROGRAMS;
      case DECOMPRESSOR -> List.of("lbzip2", "pbzip2", "bzip2");
      case GPGV -> List.of("gpgv", "gpg");
      default -> List.of(title);
    };
  }
}
