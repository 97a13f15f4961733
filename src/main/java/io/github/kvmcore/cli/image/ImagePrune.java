package io.github.kvmcore.cli.image;

import io.github.kvmcore.cli.session.Question;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.ImageUsers;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.ImageCare;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.storage.ByteSize;
import io.github.kvmcore.spec.text.DurationParser;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code kvmcore image prune}: removes the images on which nothing builds. */
public final class ImagePrune {
  private final Session session;
  private final ImageCare care;
  private final int keep;
  private final Duration age;
  private final boolean yes;

  /**
   * @param keep so many of each system, channel and architecture stay, the newest
   * @param age younger ones stay
   * @param yes whether not to ask
   */
  ImagePrune(Session session, int keep, Duration age, boolean yes) {
    this.session = session;
    this.care = new ImageCare(session.access().files(), session.settings().imageCacheDir());
    this.keep = keep;
    this.age = age;
    this.yes = yes;
  }

  ExitCode run() {
    session.images().requireTrusted();
    boolean dryRun = session.options().dryRun();
    boolean asks = !yes && !dryRun;
    if (asks && !session.environment().terminal().in()) {
      throw KvmcoreException.usage(
          "image prune asks before it removes anything, and there is no terminal to ask at: say"
              + " --yes");
    }
    if (!dryRun) {
      care.recover();
    }
    Map<BaseImage, List<String>> stay = new LinkedHashMap<>();
    List<BaseImage> go = new ArrayList<>();
    ImageUsers users = users();
    for (BaseImage image : candidates()) {
      List<String> found = all(users, image.path());
      if (found.isEmpty()) {
        go.add(image);
      } else {
        stay.put(image, found);
      }
    }
    stay.forEach((image, found) -> session.say(stays(image.path(), found)));
    if (go.isEmpty()) {
      session.say("no image to remove");
      return ExitCode.DONE;
    }
    if (dryRun) {
      go.forEach(image -> session.print("would remove " + line(image) + "\n"));
      return ExitCode.DONE;
    }
    if (asks && !Question.ask(session.environment(), question(go))) {
      session.say("nothing was removed");
      return ExitCode.STEP_FAILED;
    }
    remove(go);
    return ExitCode.DONE;
  }

  private void remove(List<BaseImage> go) {
    long freed = 0;
    for (BaseImage image : go) {
      List<String> found = care.remove(image.path(), () -> all(users(), image.path()));
      if (found.isEmpty()) {
        freed += image.fileBytes();
        session.say("removed " + line(image));
      } else {
        session.say(stays(image.path(), found));
      }
    }
    session.say(ByteSize.text(freed) + " freed in " + session.settings().imageCacheDir());
  }

  /** All but the newest of each kind, and but the young ones. */
  private List<BaseImage> candidates() {
    Map<String, List<BaseImage>> kinds =
        session.images().list().stream()
            .collect(
                Collectors.groupingBy(ImagePrune::kind, LinkedHashMap::new, Collectors.toList()));
    Instant latest = Instant.now().minus(age);
    return kinds.values().stream()
        .flatMap(
            images ->
                images.stream()
                    .sorted(Comparator.comparing(BaseImage::fetched).reversed())
                    .skip(keep))
        .filter(image -> age.isZero() || isOlder(image, latest))
        .sorted(Comparator.comparing(BaseImage::path))
        .toList();
  }

  /** One of which it is not known when it came is as old as can be. */
  private static boolean isOlder(BaseImage image, Instant latest) {
    return image.fetchedAt().map(at -> !at.isAfter(latest)).orElse(true);
  }

  private static String kind(BaseImage image) {
    OsRelease release = image.release();
    return release.channel().isEmpty()
        ? image.source()
        : release.os() + " " + release.channel() + " " + release.architecture();
  }

  /** Images that came so long ago, whether anything builds on them or not. */
  public static List<BaseImage> olderThan(Session session, Duration age) {
    return new ImagePrune(session, 0, age, true).candidates();
  }

  /**
   * Removes images of the cache, but for those on which something builds.
   *
   * @return the paths of those that are gone
   */
  public static Set<String> remove(Session session, Set<Path> images) {
    if (images.isEmpty()) {
      return Set.of();
    }
    List<BaseImage> go =
        session.images().list().stream().filter(it -> images.contains(it.path())).toList();
    ImagePrune prune = new ImagePrune(session, 0, Duration.ZERO, true);
    prune.care.recover();
    prune.remove(go);
    return go.stream()
        .map(BaseImage::path)
        .filter(path -> session.access().files().stat(path).isEmpty())
        .map(Path::toString)
        .collect(Collectors.toSet());
  }

  private ImageUsers users() {
    return session.engine().imageUsers();
  }

  private static List<String> all(ImageUsers users, Path image) {
    try {
      return users.all(image);
    } catch (UncheckedIOException e) {
      throw KvmcoreException.host(
          "nothing was removed, as it can't be seen what builds on the images: "
              + e.getMessage()
              + "\n  next: run it as a user that may read every disk");
    }
  }

  private static String stays(Path image, List<String> found) {
    return image + " stays: " + String.join(", ", found);
  }

  private static String line(BaseImage image) {
    return image.path() + " (" + ByteSize.text(image.fileBytes()) + ")";
  }

  private static String question(List<BaseImage> go) {
    long bytes = go.stream().mapToLong(BaseImage::fileBytes).sum();
    return go.stream()
            .map(ImagePrune::line)
            .collect(Collectors.joining("\n  ", "These can go:\n  ", "\n"))
        + "Remove "
        + (go.size() == 1 ? "it" : "all " + go.size())
        + ", "
        + ByteSize.text(bytes)
        + "?";
  }

  /** As 12h, 7d or 4w. */
  public static Duration age(String option, String text) {
    if (!text.matches("[0-9]{1,6}[smhdw]")) {
      throw KvmcoreException.usage(
          option + " " + text + " is not a time; write for example 12h, 30d or 4w");
    }
    long count = Long.parseLong(text.substring(0, text.length() - 1));
    return DurationParser.of(count, text.charAt(text.length() - 1));
  }
}
