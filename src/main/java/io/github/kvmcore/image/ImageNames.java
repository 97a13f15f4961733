package io.github.kvmcore.image;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.Os;
import io.github.kvmcore.model.OsRelease;
import io.github.kvmcore.model.Urls;
import io.github.kvmcore.settings.CatalogueSettings;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an image's file name, or its URL, says of what it is. */
final class ImageNames {
  private static final Pattern FEDORA =
      Pattern.compile("fedora-coreos-([0-9]+(?:\\.[0-9]+){3})-.*");
  private static final Pattern BOARD =
      Pattern.compile("(?:.*/)?(?:amd64|arm64)-usr/([0-9]+(?:\\.[0-9]+){2}[^/]*)/[^/]*");
  private static final List<String> ARM = List.of("aarch64", "arm64");
  private static final List<String> INTEL = List.of("x86_64", "amd64");

  private ImageNames() {}

  /**
   * The release of an image that the user names.
   *
   * @throws KvmcoreException with exit status 3 where its name says another architecture
   */
  static OsRelease release(String source, CatalogueSettings wanted) {
    boolean url = source.contains("://");
    String path = url ? source.replaceFirst("(?s)[?#].*", "") : source;
    String name = path.substring(path.lastIndexOf('/') + 1);
    String architecture = architecture(url ? path : name, wanted.architecture());
    if (!architecture.equals(wanted.architecture())) {
      throw KvmcoreException.settings(
          List.of(
              "the image "
                  + Urls.shown(source)
                  + " is for "
                  + architecture
                  + " by its name, and "
                  + wanted.architecture()
                  + " is wanted (vm_arch, else this host's architecture)"));
    }
    Os os = wanted.os() == Os.OTHER ? os(source, name) : wanted.os();
    return new OsRelease(os, "", version(path, name), architecture);
  }

  private static Os os(String source, String name) {
    if (source.equals(Sources.SMOKE)) {
      return Os.SMOKE;
    }
    return name.startsWith("flatcar_production")
        ? Os.FLATCAR
        : name.startsWith("fedora-coreos-")
            ? Os.FCOS
            : name.startsWith("coreos_production") ? Os.COREOS : Os.OTHER;
  }

  private static String version(String source, String name) {
    Matcher fedora = FEDORA.matcher(name);
    if (fedora.matches()) {
      return fedora.group(1);
    }
    Matcher board = BOARD.matcher(source);
    return board.matches() ? board.group(1) : "";
  }

  /** A name that says both, or neither, says nothing. */
  private static String architecture(String source, String wanted) {
    boolean arm = ARM.stream().anyMatch(source::contains);
    boolean intel = INTEL.stream().anyMatch(source::contains);
    return arm == intel ? wanted : arm ? "aarch64" : "x86_64";
  }
}
