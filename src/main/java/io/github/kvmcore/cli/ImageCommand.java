package io.github.kvmcore.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import io.github.kvmcore.apply.Progress;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.ImageStore;
import io.github.kvmcore.model.BaseImage;
import io.github.kvmcore.model.ImageRequest;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.report.ImageReport;
import io.github.kvmcore.report.ShellScript;
import io.github.kvmcore.settings.Settings;
import io.github.kvmcore.settings.SettingsSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code kvmcore image list|pull}. */
@Parameters(commandDescription = "show the base images in the cache, or fetch one")
final class ImageCommand extends Subcommand {
  @Parameter(description = "list|pull [FILE|URL|smoke]")
  List<String> words = new ArrayList<>();

  @Parameter(
      names = "--image-digest",
      order = 20,
      description = "sha256:HEX|sha512:HEX: what the image's file must have")
  @Nullable String imageDigest;

  @Parameter(
      names = "--force-download",
      order = 21,
      description = "fetch the image even where it is in the cache")
  boolean forceDownload;

  @ParametersDelegate final CatalogueOptions catalogue = new CatalogueOptions();

  @Override
  List<String> words() {
    return words;
  }

  @Override
  String synopsis() {
    return "list | pull [FILE|URL|smoke]";
  }

  @Override
  List<SettingsSource> flags(SettingsReader reader) {
    Flags flags =
        new Flags()
            .add("image pull", "vm_image", words.size() == 2 ? words.get(1) : null)
            .add("--image-digest", "vm_image_digest", imageDigest)
            .add("--force-download", "force_download", forceDownload);
    catalogue.addTo(flags);
    return flags.sources();
  }

  @Override
  boolean changesHost() {
    return !words.equals(List.of("list"));
  }

  @Override
  ExitCode run(Session session) {
    String verb = words.isEmpty() ? "" : words.get(0);
    if (verb.equals("list") && words.size() == 1) {
      print(session, session.images().list());
      return ExitCode.DONE;
    }
    if (verb.equals("pull") && words.size() <= 2) {
      return pull(session);
    }
    throw KvmcoreException.usage("image takes list, or pull [FILE|URL|smoke]");
  }

  private static void print(Session session, List<BaseImage> images) {
    ImageReport report = new ImageReport(images);
    session.print(report.text(session.format(), session.colour()));
    if (images.isEmpty() && session.format() == OutputFormat.TABLE) {
      session.say(report.emptyNote());
    }
  }

  private static ExitCode pull(Session session) {
    return pull(session, new WantedImage(session, 0).request());
  }

  /** Brings an image into the cache, and shows it. */
  static ExitCode pull(Session session, ImageRequest request) {
    Settings settings = session.settings();
    ImageStore images = session.images();
    Plan plan = plan(settings, request);
    if (session.options().dryRun) {
      session.print(new ShellScript(session.smokeBuilder()).of(plan, settings.connect()));
      return ExitCode.DONE;
    }
    BaseImage image;
    try (Progress progress = ProgressOutput.open(session, plan)) {
      image = images.fetch(request, new ImageNews(progress));
    }
    if (!session.options().quiet) {
      print(session, List.of(image));
    }
    return ExitCode.DONE;
  }

  private static Plan plan(Settings settings, ImageRequest request) {
    Step step =
        new Step(
            "image",
            Phase.DOWNLOAD,
            null,
            "image " + request.source(),
            List.of(new Action.FetchImage(request)),
            List.of(),
            List.of());
    return new Plan(settings.cluster(), List.of(), List.of(step), List.of());
  }
}
