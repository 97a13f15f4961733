package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.model.hardware.Firmware;
import io.github.kvmcore.spec.Settings;
import org.jspecify.annotations.Nullable;

/** What starts a cluster's guests. */
public final class Firmwares {
  private Firmwares() {}

  /** Never {@link Firmware#AUTO}. */
  public static Firmware of(Settings settings, String architecture) {
    Firmware wanted = settings.hardware().firmware();
    if (wanted != Firmware.AUTO) {
      return wanted;
    }
    boolean uefi = architecture.equals("aarch64") || needsUefi(settings.image());
    return uefi ? Firmware.UEFI : Firmware.BIOS;
  }

  /**
   * Whether an image's name says that it starts by UEFI alone, as Flatcar's do.
   *
   * @param image null: one of the catalogue, which the architecture's usual firmware starts
   */
  static boolean needsUefi(@Nullable String image) {
    return image != null && image.contains("_uefi_image");
  }
}
