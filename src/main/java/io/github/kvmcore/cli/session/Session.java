package io.github.kvmcore.cli.session;

import io.github.kvmcore.cli.options.CommonOptions;
import io.github.kvmcore.engine.Engine;
import io.github.kvmcore.engine.EngineContext;
import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.Programs;
import io.github.kvmcore.exec.process.CommandRunner;
import io.github.kvmcore.exec.process.Futures;
import io.github.kvmcore.exec.process.LimitingCommandRunner;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.failure.TerminalEscaper;
import io.github.kvmcore.image.ImageStore;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.image.Urls;
import io.github.kvmcore.render.RenderBounds;
import io.github.kvmcore.render.Renderer;
import io.github.kvmcore.render.Templates;
import io.github.kvmcore.report.text.RemoteLines;
import io.github.kvmcore.spec.Limits;
import io.github.kvmcore.spec.LoadedSettings;
import io.github.kvmcore.spec.NextCommand;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.source.SettingsSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a command has at hand: its surroundings, options, settings, and readers of the host. */
public final class Session {
  private final Environment environment;
  private final CommonOptions options;
  private final LoadedSettings loaded;
  private final HostAccess access;
  private final EngineContext.Opener opener;
  private @Nullable Engine engine;
  private @Nullable CompletableFuture<Renderer> coming;

  /**
   * A command's; its access to the host gets the settings' time limits.
   *
   * @param opener of the engine that the command works with
   */
  public Session(
      Environment environment,
      CommonOptions options,
      LoadedSettings loaded,
      HostAccess access,
      EngineContext.Opener opener) {
    this.opener = opener;
    this.environment = environment;
    this.options = options;
    this.loaded = loaded;
    this.access = limited(access, loaded.settings().limits());
  }

  private static HostAccess limited(HostAccess access, Limits limits) {
    CommandRunner commands =
        new LimitingCommandRunner(access.commands(), limits.program(), limits.disk());
    return new HostAccess(commands, access.files(), access.ports(), access.downloads());
  }

  /** The surroundings of the run. */
  public Environment environment() {
    return environment;
  }

  /** The options that every command has. */
  public CommonOptions options() {
    return options;
  }

  /** The settings, of all sources together. */
  public Settings settings() {
    return loaded.settings();
  }

  /**
   * The same for another cluster, with the settings that it has by files and environment.
   *
   * @throws KvmcoreException where that is no cluster's name
   */
  public Session ofCluster(String cluster) {
    CommonOptions own = options.ofCluster(cluster);
    SettingsReader reader = new SettingsReader(environment, access.files());
    return new Session(environment, own, reader.read(own, List.of(), false), access, opener);
  }

  /**
   * The same without the public keys of the user who called sudo: machines that are there may have
   * been made by another caller, or by a version that did not take them.
   *
   * @param flags the command's own
   * @return empty if there are no such keys
   */
  public Optional<Session> withoutCallersKeys(List<SettingsSource> flags) {
    SettingsReader reader = new SettingsReader(environment, access.files(), false);
    LoadedSettings others = reader.read(options, flags, true);
    return others.settings().sshKeys().equals(settings().sshKeys())
        ? Optional.empty()
        : Optional.of(new Session(environment, options, others, access, opener));
  }

  /** Commands about the run's cluster, for messages. */
  public NextCommand next() {
    return NextCommand.of(settings());
  }

  /** What a run uses of the host. */
  public HostAccess access() {
    return access;
  }

  /** The place where the cluster of the settings lives. */
  public Engine engine() {
    if (engine == null) {
      engine = opener.open(engineContext());
    }
    return engine;
  }

  /** What an engine works with in this session. */
  public EngineContext engineContext() {
    return new EngineContext(
        access,
        settings(),
        programs(),
        environment.architecture(),
        environment.run(),
        this::say,
        this::images,
        this::renderer);
  }

  /** The programs that there are, by {@code PATH}. */
  public Programs programs() {
    String path = environment.variable("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    return new Programs(access.files(), path, environment.workingDirectory());
  }

  /** Gives the place what it lacks; says so and does nothing under {@code --dry-run}. */
  public void setUpHost() {
    if (options.dryRun()) {
      say("--setup is left out: a dry run changes nothing");
    } else {
      engine().setUp(this::say);
    }
  }

  /** The cache of base images. */
  public ImageStore images() {
    List<String> mistakes = imageKeyMistakes();
    if (!mistakes.isEmpty()) {
      throw KvmcoreException.settings(mistakes);
    }
    Downloader downloads = access.downloads().stallingAfter(settings().limits().stall());
    HostAccess patient =
        new HostAccess(access.commands(), access.files(), access.ports(), downloads);
    return new ImageStore(
        patient, settings().imageCacheDir(), smokeBuilder(), settings().catalogue());
  }

  /** The program that builds the smoke guest. */
  public Path smokeBuilder() {
    return environment.installation().resolve("templates").resolve("smoke").resolve("build-image");
  }

  /** What fills in templates; the one that {@link #prepare} began, if it did. */
  public Renderer renderer() {
    return coming == null ? newRenderer() : Futures.join(coming);
  }

  private Renderer newRenderer() {
    Path own = settings().templatesDir();
    Path shipped = environment.installation().resolve("templates");
    TemplateFiles templates = new TemplateFiles(access.files(), userFiles(), own, shipped);
    RenderBounds bounds = new TimedRendering();
    RenderBounds named = own == null ? RenderBounds.NONE : bounds;
    return new Renderer(new Templates(templates::text, named, bounds));
  }

  /** Reads what the user hands to kvmcore. */
  public UserFiles userFiles() {
    return new UserFiles(environment, access.files());
  }

  /**
   * Begins to read the templates that a plan of {@code create} is made with: their engine takes
   * longer, when Java meets it for the first time, than libvirt does to answer.
   */
  public void prepare() {
    String profile = settings().profile();
    coming = CompletableFuture.supplyAsync(() -> newRenderer().prepared(profile));
  }

  /**
   * What is wrong with the folder of the user's templates and with the files of image keys. A
   * folder that is not there would silently leave the user with the shipped templates.
   */
  public List<String> fileMistakes() {
    List<String> mistakes = new ArrayList<>();
    Path own = settings().templatesDir();
    if (own != null && access.files().stat(own).filter(it -> !it.isFile()).isEmpty()) {
      mistakes.add("templates_dir: there is no folder " + own + " (--templates)");
    } else if (own != null) {
      userFiles().refusal(own).ifPresent(it -> mistakes.add("templates_dir: " + it));
    }
    mistakes.addAll(imageKeyMistakes());
    return mistakes;
  }

  /** A key that somebody else can replace would let them sign the machines' system. */
  private List<String> imageKeyMistakes() {
    return settings().catalogue().keys().stream()
        .flatMap(key -> userFiles().refusal(key).stream())
        .map(refusal -> "image_keys: " + refusal)
        .toList();
  }

  /** How results are printed. */
  public OutputFormat format() {
    return options.format();
  }

  /** Whether tables on standard output are coloured; see no-color.org for the variable. */
  public boolean colour() {
    return environment.terminal().out() && colourWanted();
  }

  /** Whether colours are welcome, where a stream is at a terminal. */
  public boolean colourWanted() {
    return !options.noColor() && environment.variable("NO_COLOR", "").isEmpty();
  }

  /**
   * For lines that machines print, each behind a name of at most this length.
   *
   * @param several whether there are several machines, of which none may forge lines of another
   */
  public RemoteLines remoteLines(int width, boolean several) {
    Environment.Terminal terminal = environment.terminal();
    boolean errColour = terminal.err() && colourWanted();
    return new RemoteLines(
        new RemoteLines.Stream(environment.out(), several || terminal.out(), colour()),
        new RemoteLines.Stream(environment.err(), several || terminal.err(), errColour),
        width);
  }

  /** Prints a result: to a pipe as it is, to a terminal without what would control it. */
  public void print(String text) {
    boolean terminal = environment.terminal().out();
    environment.out().print(terminal ? TerminalEscaper.report(text) : text);
    environment.out().flush();
  }

  /**
   * Prints what a guest wrote: to a pipe as it is, to a terminal escaped.
   *
   * @return whether somebody still reads it
   */
  public boolean printOutput(String text) {
    print(environment.terminal().out() ? TerminalEscaper.output(text) : text);
    return !environment.out().checkError();
  }

  /** Tells a person something on standard error; not with {@code -q}. */
  public void say(String text) {
    if (!options.quiet()) {
      tell(text);
    }
  }

  /** The same that all is well, of which cron would send a mail. */
  public void sayAtTerminal(String text) {
    if (environment.terminal().err()) {
      say(text);
    }
  }

  /** Tells a person on standard error what has to be seen also with {@code -q}. */
  public void tell(String text) {
    environment.err().println(TerminalEscaper.message(Urls.within(text)));
  }
}
