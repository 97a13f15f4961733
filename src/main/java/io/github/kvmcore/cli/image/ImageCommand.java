package io.github.kvmcore.cli.image;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import io.github.kvmcore.apply.Progress;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.cli.options.CatalogueOptions;
import io.github.kvmcore.cli.options.Flags;
import io.github.kvmcore.cli.options.OptionGroup;
import io.github.kvmcore.cli.run.ImageNews;
import io.github.kvmcore.cli.run.ProgressOutput;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.ImageStore;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.report.script.ShellScript;
import io.github.kvmcore.spec.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code kvmcore image list|pull|verify|prune}. */
@Parameters(commandDescription = "list, download, verify or remove base images")
public final class ImageCommand extends Subcommand {
  @Parameter(description = "list|pull [FILE|URL|smoke]|verify [IMAGE…]|prune")
  List<String> words = new ArrayList<>();

  @Parameter(
      names = "--image-digest",
      order = 20,
      category = OptionGroup.IMAGE,
      description = "sha256:HEX|sha512:HEX: digest that the image file must have")
  @Nullable String imageDigest;

  @Parameter(
      names = "--force-download",
      order = 21,
      category = OptionGroup.IMAGE,
      description = "download the image even if it is cached")
  boolean forceDownload;

  @Parameter(
      names = "--remote",
      order = 22,
      description = "with list: show what the publishers offer, for --os or for all")
  boolean remote;

  @Parameter(
      names = "--keep",
      order = 23,
      description =
          "NUMBER: with prune: keep so many images of each system and channel (default: 0)")
  int keep;

  @Parameter(
      names = "--older-than",
      order = 24,
      description = "TIME: with prune: keep images that are newer, for example 12h, 30d or 4w")
  @Nullable String olderThan;

  @Parameter(
      names = {"-y", "--yes"},
      order = 25,
      description = "with prune: do not ask for confirmation")
  boolean yes;

  @ParametersDelegate final CatalogueOptions catalogue = new CatalogueOptions();

  @Override
  protected List<String> words() {
    return words;
  }

  @Override
  public String synopsis() {
    return "list | pull [FILE|URL|smoke] | verify | prune";
  }

  @Override
  public Flags flags() {
    boolean pulls = words.size() == 2 && words.get(0).equals("pull");
    Flags flags =
        new Flags()
            .add("image pull", "vm_image", pulls ? words.get(1) : null)
            .add("--image-digest", "vm_image_digest", imageDigest)
            .add("--force-download", "force_download", forceDownload);
    catalogue.addTo(flags);
    return flags;
  }

  @Override
  protected boolean changesHost() {
    return !words.isEmpty() && List.of("pull", "prune").contains(words.get(0));
  }

  @Override
  protected ExitCode run(Session session) {
    String verb = words.isEmpty() ? "" : words.get(0);
    List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
    if (verb.equals("list") && rest.isEmpty()) {
      return remote
          ? new RemoteImages(session, catalogue.os() == null, catalogue.channel()).print()
          : new CachedImages(session).print();
    }
    if (verb.equals("pull") && rest.size() <= 1) {
      return pull(session, new WantedImage(session, 0).request());
    }
    if (verb.equals("verify")) {
      return new CachedImages(session).verify(rest);
    }
    if (keep < 0) {
      throw KvmcoreException.usage("--keep " + keep + " is not a number of images");
    }
    if (verb.equals("prune") && rest.isEmpty()) {
      Duration age = olderThan == null ? Duration.ZERO : ImagePrune.age("--older-than", olderThan);
      return new ImagePrune(session, keep, age, yes).run();
    }
    throw KvmcoreException.usage(
        "image takes list, pull [FILE|URL|smoke], verify [IMAGE…], or prune");
  }

  /** Brings an image into the cache, and shows it. */
  public static ExitCode pull(Session session, ImageRequest request) {
    Settings settings = session.settings();
    ImageStore images = session.images();
    Plan plan = plan(settings, request);
    if (session.options().dryRun()) {
      session.print(new ShellScript(session.smokeBuilder()).of(plan, settings.connect()));
      return ExitCode.DONE;
    }
    BaseImage image;
    try (Progress progress = ProgressOutput.open(session, plan)) {
      image = images.fetch(request, new ImageNews(progress));
    }
    if (!session.options().quiet()) {
      new CachedImages(session).print(List.of(image));
    }
    return ExitCode.DONE;
  }

  private static Plan plan(Settings settings, ImageRequest request) {
    Step step =
        new Step(
            "image",
            Phase.DOWNLOAD,
            null,
            "image " + request.shownSource(),
            List.of(new Action.FetchImage(request)),
            List.of(),
            List.of());
    return new Plan(settings.cluster(), List.of(), List.of(step), List.of());
  }
}
