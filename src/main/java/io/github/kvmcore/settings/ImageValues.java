package io.github.kvmcore.settings;

/** Which image is meant: vm_image, else vm_image_url and vm_image_name. */
final class ImageValues {
  static final String DEFAULT_URL = "https://stable.release.flatcar-linux.net/amd64-usr/current";
  static final String DEFAULT_NAME = "flatcar_production_qemu_image.img.bz2";

  private static final String ARM_URL =
      "https://stable.release.flatcar-linux.net/arm64-usr/current";
  private static final String ARM_NAME = "flatcar_production_qemu_uefi_image.img.bz2";

  private ImageValues() {}

  /** A URL, an absolute path, or {@code smoke}. */
  static String read(Values values, PathValues paths, String architecture) {
    boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
    String url = values.read("vm_image_url", arm ? ARM_URL : DEFAULT_URL, UrlValues::fetchable);
    String name =
        values.read(
            "vm_image_name",
            arm ? ARM_NAME : DEFAULT_NAME,
            text -> {
              // Its own check, so that what can't be in a URL is blamed on the name.
              UrlValues.fetchable("http://host/" + checkedName(text));
              return text;
            });
    String image = values.readOptional("vm_image", text -> image(text, paths));
    return image != null ? image : url + (url.endsWith("/") ? "" : "/") + name;
  }

  private static String checkedName(String text) {
    boolean plain = text.chars().allMatch(next -> next > ' ' && "\"<>\\^`{|}?#".indexOf(next) < 0);
    if (!plain || text.startsWith("/") || text.contains("..")) {
      throw new BadValueException(Shown.quote(text) + " is not a file's name below vm_image_url");
    }
    return text;
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
