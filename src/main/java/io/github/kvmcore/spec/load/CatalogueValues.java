package io.github.kvmcore.spec.load;

import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.spec.CatalogueSettings;
import io.github.kvmcore.spec.CatalogueSettings.Publisher;
import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import io.github.kvmcore.spec.text.Quantities;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@link CatalogueSettings}. */
final class CatalogueValues {
  static final String PLACEHOLDER = "{channel}";

  private static final Pattern LTS_OF_A_YEAR = Pattern.compile("lts-20[0-9]{2}");
  private static final Pattern VERSION =
      Pattern.compile("[0-9]+(\\.[0-9]+){2,4}([+-][0-9A-Za-z.-]+)?");
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9A-F]{40}|[0-9A-F]{64}");
  private static final Map<Os, String> CHANNELS =
      Map.of(
          Os.FLATCAR, "stable, beta, alpha, lts or lts-YEAR as in lts-2024",
          Os.COREOS, "stable, beta or alpha",
          Os.FCOS, "stable, testing or next");

  private CatalogueValues() {}

  static CatalogueSettings read(
      Values values, PathValues paths, SettingsContext context, @Nullable String image) {
    Os os = os(values, image);
    boolean catalogue = image == null;
    String channel = values.read("vm_channel", text -> catalogue ? channel(os, text) : text);
    String release = values.readOptional("vm_release", text -> release(os, text));
    String named = values.readOptional("vm_arch", CatalogueValues::architecture);
    String architecture = named == null ? hostArchitecture(context) : named;
    return new CatalogueSettings(
        os,
        channel,
        release,
        architecture,
        publisher(values, "flatcar"),
        publisher(values, "fcos"),
        publisher(values, "coreos"),
        values.read("verify_images", Quantities::yesNo),
        keys(values, paths),
        fingerprints(values));
  }

  /** What vm_os says, where it names a system and not an image. */
  static @Nullable Os named(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "flatcar" -> Os.FLATCAR;
      case "fcos" -> Os.FCOS;
      case "coreos" -> Os.COREOS;
      case "other" -> Os.OTHER;
      default -> null;
    };
  }

  /** Of an image that is named by itself: what the user says that it is. */
  private static Os os(Values values, @Nullable String image) {
    Os os = named(values.raw("vm_os").strip());
    if (image != null) {
      return os == null ? Os.OTHER : os;
    }
    if (os == Os.OTHER) {
      values.mistake(
          "vm_os", "'other' is for an image that vm_image names; write flatcar, fcos or coreos");
    }
    return os == null || os == Os.OTHER ? Os.FLATCAR : os;
  }

  private static String channel(Os os, String text) {
    boolean right =
        switch (os) {
          case FCOS -> List.of("stable", "testing", "next").contains(text);
          case COREOS -> List.of("stable", "beta", "alpha").contains(text);
          default ->
              List.of("stable", "beta", "alpha", "lts").contains(text)
                  || LTS_OF_A_YEAR.matcher(text).matches();
        };
    if (!right) {
      throw new BadValueException(
          MessageText.quote(text)
              + " is not a channel of "
              + os
              + ", which has "
              + String.valueOf(CHANNELS.get(os)));
    }
    return text;
  }

  /** It becomes a part of a URL, and of a file's name. */
  private static String release(Os os, String text) {
    boolean fedora = text.chars().filter(next -> next == '.').count() >= 3;
    if (!VERSION.matcher(text).matches()) {
      throw new BadValueException(
          MessageText.quote(text)
              + " is not a version; write for example "
              + (os == Os.FCOS ? "41.20250117.3.0" : "4152.2.3"));
    }
    if (fedora != (os == Os.FCOS) && os != Os.OTHER) {
      throw new BadValueException(
          MessageText.quote(text)
              + " is not a version of "
              + os
              + ", which looks like "
              + (os == Os.FCOS ? "41.20250117.3.0" : "4152.2.3"));
    }
    return text;
  }

  static String architecture(String text) {
    return switch (text) {
      case "x86_64", "amd64" -> "x86_64";
      case "aarch64", "arm64" -> "aarch64";
      default ->
          throw new BadValueException(MessageText.quote(text) + " is neither x86_64 nor aarch64");
    };
  }

  private static String hostArchitecture(SettingsContext context) {
    return List.of("aarch64", "arm64").contains(context.architecture()) ? "aarch64" : "x86_64";
  }

  private static Publisher publisher(Values values, String name) {
    return new Publisher(
        values.read(name + "_url", CatalogueValues::base),
        values.read(name + "_key_url", UrlValues::fetchable));
  }

  private static String base(String text) {
    UrlValues.fetchable(text.replace(PLACEHOLDER, "stable"));
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private static List<Path> keys(Values values, PathValues paths) {
    List<Path> keys = new ArrayList<>();
    for (String word : words(values, "image_keys")) {
      try {
        keys.add(paths.fromWorkingDirectory(word));
      } catch (BadValueException e) {
        values.mistake("image_keys", e.reason());
      }
    }
    return keys;
  }

  private static List<String> fingerprints(Values values) {
    List<String> all = new ArrayList<>();
    for (String line : values.raw("image_key_fingerprints").split("[\\n,]+", -1)) {
      String digits = line.replaceAll("[\\s:]", "").replaceFirst("^0x", "");
      String fingerprint = digits.toUpperCase(Locale.ROOT);
      if (FINGERPRINT.matcher(fingerprint).matches()) {
        all.add(fingerprint);
      } else if (!fingerprint.isEmpty()) {
        values.mistake(
            "image_key_fingerprints",
            MessageText.quote(line.strip())
                + " is not a fingerprint: 40 hexadecimal digits, with blanks or without; separate"
                + " several with commas");
      }
    }
    return all;
  }

  private static List<String> words(Values values, String name) {
    return List.of(values.raw(name).split("[\\s,]+", -1)).stream()
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
