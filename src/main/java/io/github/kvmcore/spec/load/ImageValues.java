package io.github.kvmcore.spec.load;

import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import org.jspecify.annotations.Nullable;

/** Which image is named: vm_image, else vm_image_url and vm_image_name, else vm_os. */
final class ImageValues {
  private static final String FLATCAR = "https://stable.release.flatcar-linux.net/";

  private ImageValues() {}

  /** A URL, an absolute path, or {@code smoke}; null: the catalogue's, by vm_os and vm_channel. */
  static @Nullable String read(Values values, PathValues paths, String architecture) {
    boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
    String url = values.readOptional("vm_image_url", UrlValues::fetchable);
    String name = values.readOptional("vm_image_name", ImageValues::name);
    String image = values.readOptional("vm_image", text -> image(text, paths));
    String os = values.readOptional("vm_os", text -> imageOrNone(text, paths));
    if (image != null) {
      return image;
    }
    if (os != null && !os.isEmpty()) {
      return os;
    }
    if (url == null && name == null) {
      return null;
    }
    String base = url == null ? FLATCAR + (arm ? "arm64" : "amd64") + "-usr/current" : url;
    String file = "flatcar_production_qemu_" + (arm ? "uefi_" : "") + "image.img.bz2";
    return base + (base.endsWith("/") ? "" : "/") + (name == null ? file : name);
  }

  /** Its own check, so that what can't be in a URL is blamed on the name. */
  private static String name(String text) {
    UrlValues.fetchable("http://host/" + checkedName(text));
    return text;
  }

  private static String checkedName(String text) {
    boolean plain = text.chars().allMatch(next -> next > ' ' && "\"<>\\^`{|}?#".indexOf(next) < 0);
    if (!plain || text.startsWith("/") || text.contains("..")) {
      throw new BadValueException(
          MessageText.quote(text) + " is not a file's name below vm_image_url");
    }
    return text;
  }

  /** Empty where it is a system's name. A slip of the pen is not taken for a file. */
  private static String imageOrNone(String text, PathValues paths) {
    if (CatalogueValues.named(text) != null) {
      return "";
    }
    boolean file = text.indexOf('/') >= 0 || text.indexOf('.') >= 0 || text.startsWith("~");
    if (!file && !text.equals("smoke")) {
      throw new BadValueException(
          MessageText.quote(text)
              + " is not one of flatcar, fcos, coreos, and no image: that is smoke, a URL or a file"
              + " (write ./"
              + MessageText.plain(text)
              + " for one here)");
    }
    return image(text, paths);
  }

  private static String image(String text, PathValues paths) {
    if (text.equals("smoke")) {
      return text;
    }
    return UrlValues.looksLikeUrl(text)
        ? UrlValues.fetchable(text)
        : paths.fromWorkingDirectory(text).toString();
  }
}
