package io.github.kvmcore.cli.image;

import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.ImageUsers;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.ImageCare;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.Urls;
import io.github.kvmcore.report.ConditionReport;
import io.github.kvmcore.report.ImageReport;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code kvmcore image list} and {@code verify}: the images of the cache. */
final class CachedImages {
  private final Session session;

  CachedImages(Session session) {
    this.session = session;
  }

  /** All of them, with the machines that use each. */
  ExitCode print() {
    session.images().requireTrusted();
    List<BaseImage> images = session.images().list();
    ImageReport report = new ImageReport(images, users(images), Instant.now());
    print(report);
    if (images.isEmpty() && session.format() == OutputFormat.TABLE) {
      session.say(report.emptyNote());
    }
    return ExitCode.DONE;
  }

  /** Some, that were fetched just now. */
  void print(List<BaseImage> images) {
    print(new ImageReport(images, Map.of(), Instant.now()));
  }

  private void print(ImageReport report) {
    session.print(report.text(session.format(), session.colour()));
  }

  /** Nothing is known of them where libvirt does not answer: the images are there all the same. */
  private Map<Path, List<String>> users(List<BaseImage> images) {
    Map<Path, List<String>> users = new HashMap<>();
    if (images.isEmpty()) {
      return users;
    }
    try {
      ImageUsers all = session.engine().imageUsers();
      images.forEach(image -> users.put(image.path(), all.machines(image.path())));
    } catch (KvmcoreException e) {
      users.clear();
    }
    return users;
  }

  /**
   * Looks at images again.
   *
   * @param words their files' names or paths, or their sources; none: all
   * @return STEP_FAILED where one is not as it came
   */
  ExitCode verify(List<String> words) {
    session.images().requireTrusted();
    ImageCare care = new ImageCare(session.access().files(), session.settings().imageCacheDir());
    List<ConditionReport.Line> lines =
        choose(care, words).stream()
            .map(care::look)
            .map(it -> new ConditionReport.Line(it.image(), it.state(), it.detail()))
            .toList();
    session.print(new ConditionReport(lines).text(session.format(), session.colour()));
    if (lines.isEmpty() && session.format() == OutputFormat.TABLE) {
      session.say("no images in the cache");
    }
    boolean changed = lines.stream().anyMatch(line -> line.state().equals("changed"));
    if (changed) {
      session.say(
          "a changed image is not used again: the next create fetches it again, as another file;"
              + " machines that build on it may be broken");
    }
    return changed ? ExitCode.STEP_FAILED : ExitCode.DONE;
  }

  private List<Path> choose(ImageCare care, List<String> words) {
    if (words.isEmpty()) {
      return care.images();
    }
    List<Path> chosen = new ArrayList<>();
    List<String> mistakes = new ArrayList<>();
    for (String word : words) {
      Optional<Path> found = care.images().stream().filter(it -> isNamed(it, word)).findFirst();
      found.ifPresentOrElse(
          chosen::add, () -> mistakes.add("there is no image " + word + " in the cache"));
    }
    if (!mistakes.isEmpty()) {
      throw KvmcoreException.settings(mistakes);
    }
    return chosen;
  }

  private boolean isNamed(Path image, String word) {
    return image.toString().equals(word)
        || image.endsWith(word)
        || session.images().at(image).filter(it -> Urls.same(it.source(), word)).isPresent();
  }
}
