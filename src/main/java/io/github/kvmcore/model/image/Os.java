package io.github.kvmcore.model.image;

import java.util.Arrays;
import java.util.Locale;

/** The operating system of an image, as far as kvmcore has to know it. */
public enum Os {
  /** Flatcar Container Linux. */
  FLATCAR,
  /** Fedora CoreOS. */
  FCOS,
  /** CoreOS Container Linux, which ended in 2020. */
  COREOS,
  /** The tiny Linux that kvmcore builds itself. */
  SMOKE,
  /** An image of which nothing is known. */
  OTHER;

  /** The system of that name, as {@link #toString} writes it; OTHER where there is none. */
  public static Os parse(String text) {
    return Arrays.stream(values())
        .filter(os -> os.toString().equals(text))
        .findFirst()
        .orElse(OTHER);
  }

  /** The system that an image's file name, URL or word says; OTHER where it says none. */
  public static Os ofImage(String source) {
    String path = source.contains("://") ? source.replaceFirst("(?s)[?#].*", "") : source;
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (source.equals(SMOKE.toString())) {
      return SMOKE;
    }
    return name.startsWith("flatcar_production")
        ? FLATCAR
        : name.startsWith("fedora-coreos-")
            ? FCOS
            : name.startsWith("coreos_production") ? COREOS : OTHER;
  }

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
