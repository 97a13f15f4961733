package io.github.kvmcore.image;

import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.image.ImageRequest.Kind;
import io.github.kvmcore.model.image.Urls;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Understands an image's source as the user gave it. */
final class Sources {
  static final String SMOKE = "smoke";
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");
  private static final Pattern HTTP = Pattern.compile("(?i)https?://[^/].*");

  private Sources() {}

  /**
   * Which kind of source it is.
   *
   * @throws KvmcoreException with exit status 3 where it is none
   */
  static Kind kind(String source) {
    if (source.equals(SMOKE)) {
      return Kind.SMOKE;
    }
    if (HTTP.matcher(source).matches()) {
      url(source);
      return Kind.URL;
    }
    if (source.isBlank() || (URL.matcher(source).matches() && !source.startsWith("file:///"))) {
      throw wrong(source, "a URL begins with http://, https:// or file:///");
    }
    return Kind.FILE;
  }

  /** The base name of the image's cached file, without {@code .qcow2}. */
  static String baseName(
      HostFiles files,
      String source,
      Kind kind,
      Path folder,
      Path builder,
      @Nullable Digest digest) {
    String confirmed = digest == null ? "" : "\n" + digest;
    return switch (kind) {
      case URL -> {
        URI url = url(source);
        yield TargetNames.base(fileName(url), Urls.key(url) + confirmed);
      }
      case FILE -> {
        Path file = path(source, folder);
        yield TargetNames.base(String.valueOf(file.getFileName()), key(files, file) + confirmed);
      }
      case SMOKE -> TargetNames.base(SMOKE, smokeKey(files, builder));
    };
  }

  static String fileName(URI url) {
    String path = String.valueOf(url.getPath());
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The path of a local source, in the file system of another path. */
  static Path path(String source, Path sibling) {
    if (source.startsWith("file:///")) {
      String path = url(source).getPath();
      return sibling.getFileSystem().getPath(String.valueOf(path)).normalize();
    }
    return sibling.getFileSystem().getPath(source).toAbsolutePath().normalize();
  }

  private static URI url(String source) {
    try {
      URI url = URI.create(source);
      if (source.startsWith("http") && url.getHost() == null) {
        throw wrong(source, "it names no host");
      }
      return url;
    } catch (IllegalArgumentException e) {
      throw wrong(source, "it is no URL; write special characters as %20 and so on");
    }
  }

  /** A file that was changed gives another image. */
  private static String key(HostFiles files, Path file) {
    if (files.stat(file).isEmpty()) {
      throw wrong(file.toString(), "there is no such file");
    }
    Optional<FileFacts> facts = files.stat(files.real(file)).filter(FileFacts::isFile);
    return facts
        .map(found -> file + "\n" + found.bytes() + "\n" + found.modifiedMillis())
        .orElseThrow(() -> wrong(file.toString(), "it is not a file"));
  }

  /** A changed builder gives another image. */
  private static String smokeKey(HostFiles files, Path builder) {
    String init = files.read(builder.resolveSibling("init")).orElse("");
    return SMOKE
        + "\n"
        + files
            .read(builder)
            .orElseThrow(() -> KvmcoreException.host("there is no " + builder + ": reinstall"))
        + "\n"
        + init;
  }

  private static KvmcoreException wrong(String source, String why) {
    return KvmcoreException.settings(
        List.of("the image '" + Urls.shown(source) + "' can't be used: " + why));
  }
}
