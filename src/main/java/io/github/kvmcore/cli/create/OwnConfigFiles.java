package io.github.kvmcore.cli.create;

import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.CreateView;
import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.exec.file.TextEncoding;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.failure.RefusedFileException;
import io.github.kvmcore.model.config.ConfigMistake;
import io.github.kvmcore.render.OwnConfigs;
import io.github.kvmcore.spec.ConfigSettings;
import io.github.kvmcore.spec.UserData;
import io.github.kvmcore.tool.ignition.Butane;
import io.github.kvmcore.tool.ignition.ConfigReport;
import io.github.kvmcore.tool.ignition.IgnitionConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The user's own configuration of the guests, from files: read, rendered where a file is a
 * template, translated where it is Butane's, and checked.
 */
public final class OwnConfigFiles {
  private static final String TEMPLATE = ".ftl";

  /** How gzip files begin, as {@link TextEncoding#decode} reads it. */
  private static final String GZIP = "\u001f\udc8b";

  private static final int LARGEST = 16 << 20;

  private final Session session;
  private final List<Source> sources = new ArrayList<>();
  private final Set<String> mistakes = new LinkedHashSet<>();
  private final List<String> lacking = new ArrayList<>();
  private final Set<String> notes = new LinkedHashSet<>();

  private enum Language {
    IGNITION("{\"ignition\": {\"version\": \"3.3.0\"}}\n"),
    BUTANE("variant: fcos\nversion: 1.4.0\n"),
    CLOUD_CONFIG("#cloud-config\n");

    /** What a recording has in the place of the user's own. */
    private final String instead;

    Language(String instead) {
      this.instead = instead;
    }
  }

  /**
   * A file of the user's.
   *
   * @param setting the setting that names it
   * @param config what a guest gets, where it is the same for all; null for a template
   */
  private record Source(
      String setting, Path file, Language language, String text, @Nullable String config) {
    boolean isTemplate() {
      return file.toString().endsWith(TEMPLATE);
    }
  }

  private OwnConfigFiles(Session session) {
    this.session = session;
  }

  /**
   * Reads the files that the settings name, and checks those that are no templates, besides the
   * folder of templates and the files of image keys.
   *
   * @throws KvmcoreException with all that is wrong in them, or where Butane is missing
   */
  public static OwnConfigFiles read(Session session) {
    OwnConfigFiles files = new OwnConfigFiles(session);
    files.mistakes.addAll(session.fileMistakes());
    ConfigSettings config = session.settings().config();
    files.add("ignition_file", config.ignitionFile(), Language.IGNITION);
    files.add("butane_file", config.butaneFile(), Language.BUTANE);
    files.add("user_data_file", config.userDataFile(), Language.CLOUD_CONFIG);
    files.requireNoMistake();
    return files;
  }

  private void add(String setting, @Nullable Path file, Language language) {
    if (file == null) {
      return;
    }
    Optional<String> text;
    try {
      text = session.userFiles().readAny(file, it -> secret(it, language));
      if (language == Language.CLOUD_CONFIG) {
        text = text.map(it -> unpacked(file, it));
      }
      text.ifPresent(it -> session.userFiles().requirePlain(file, it));
    } catch (RefusedFileException e) {
      mistakes.add(setting + ": " + e.text());
      return;
    }
    if (text.isEmpty()) {
      mistakes.add(setting + ": " + file + " is missing, or may not be read");
      return;
    }
    if (language == Language.BUTANE && !session.programs().has(Butane.PROGRAM)) {
      lacking.add(
          setting
              + ": butane, which reads it, is not on this host: it is a package of Fedora's"
              + " (dnf install butane), and one file to be put into /usr/local/bin from"
              + " https://github.com/coreos/butane/releases; or translate the file elsewhere and"
              + " give the result with --ignition");
      return;
    }
    Source source = new Source(setting, file, language, text.get(), null);
    String config = source.isTemplate() ? null : checked(source, null, text.get());
    sources.add(new Source(setting, file, language, text.get(), config));
  }

  private Optional<String> secret(Path file, Language language) {
    return session.access().files().secret(file, language.instead);
  }

  /**
   * What the machines that are missing are given. Templates are rendered now, as their values are
   * known only with the plan.
   *
   * @throws KvmcoreException with all that is wrong
   */
  OwnConfigs of(Goal goal, CreateView host) {
    return of(goal, host, false);
  }

  /**
   * The same.
   *
   * @param all what those that are there would be given as well
   */
  public OwnConfigs of(Goal goal, CreateView host, boolean all) {
    if (sources.isEmpty()) {
      return OwnConfigs.NONE;
    }
    Map<String, List<String>> ignition = new LinkedHashMap<>();
    Map<String, String> userData = new LinkedHashMap<>();
    for (Source source : sources) {
      texts(source, goal, host, all)
          .forEach(
              (machine, text) -> {
                if (source.language() == Language.CLOUD_CONFIG) {
                  userData.put(machine, text);
                } else {
                  ignition.computeIfAbsent(machine, name -> new ArrayList<>()).add(text);
                }
              });
    }
    requireNoMistake();
    notes.forEach(session::say);
    return new OwnConfigs(ignition, userData);
  }

  /** By the machine's name, what it gets of a file; where something is wrong, that is noted. */
  private Map<String, String> texts(Source source, Goal goal, CreateView host, boolean all) {
    Map<String, String> texts = new LinkedHashMap<>();
    try {
      Map<String, String> rendered =
          host.render(
              goal, source.file().toString(), source.isTemplate() ? source.text() : "", all);
      for (Map.Entry<String, String> entry : rendered.entrySet()) {
        String text = source.config();
        if (text == null) {
          text = checked(source, entry.getKey(), entry.getValue());
        }
        if (text != null) {
          texts.put(entry.getKey(), text);
        }
      }
    } catch (KvmcoreException e) {
      if (e.exitCode() != ExitCode.SETTINGS) {
        throw e;
      }
      mistakes.add(e.text());
    }
    return texts;
  }

  private void requireNoMistake() {
    if (!mistakes.isEmpty()) {
      throw KvmcoreException.settings(List.copyOf(mistakes));
    }
    if (!lacking.isEmpty()) {
      throw KvmcoreException.host(String.join("\n", lacking));
    }
  }

  /** The text as a guest gets it; where something is wrong, that is noted. */
  private @Nullable String checked(Source source, @Nullable String machine, String text) {
    return switch (source.language()) {
      case IGNITION -> ignition(source, machine, text, false);
      case BUTANE -> butane(source, machine, text);
      case CLOUD_CONFIG -> isRight(source, machine, UserData.mistakes(text)) ? text : null;
    };
  }

  /** Notes what is wrong; whether that is nothing. */
  private boolean isRight(Source source, @Nullable String machine, List<ConfigMistake> found) {
    found.forEach(it -> mistakes.add(place(source, machine, it.line()) + it.problem()));
    return found.isEmpty();
  }

  private static String place(Source source, @Nullable String machine, int line) {
    String place = source.setting() + ": " + source.file();
    if (machine == null) {
      return place + (line == 0 ? ": " : ":" + line + ": ");
    }
    return place + " (for " + machine + (line == 0 ? "): " : ", line " + line + " of it): ");
  }

  /**
   * Checks an Ignition config.
   *
   * @param made whether it was made of another text, so that its lines say nothing
   */
  private @Nullable String ignition(
      Source source, @Nullable String machine, String text, boolean made) {
    IgnitionConfig config = IgnitionConfig.check(source.file(), text);
    boolean right = isRight(source, machine, withoutLines(config.mistakes(), made));
    if (config.unreadBy() != null) {
      notes.add("note: " + place(source, machine, 0) + config.unreadBy());
    }
    return right && validated(source, machine, text, made) ? text : null;
  }

  private static List<ConfigMistake> withoutLines(List<ConfigMistake> found, boolean made) {
    return made ? found.stream().map(it -> new ConfigMistake(0, it.problem())).toList() : found;
  }

  /** Asks Ignition's own program, where the host has it and it knows the config's version. */
  private boolean validated(Source source, @Nullable String machine, String text, boolean made) {
    if (!session.programs().has(IgnitionConfig.VALIDATOR)) {
      return true;
    }
    CommandResult result = session.access().commands().run(IgnitionConfig.validate(text));
    List<ConfigMistake> said =
        withoutLines(ConfigReport.mistakes(result.out() + "\n" + result.err()), made);
    if (said.stream().anyMatch(it -> it.problem().contains("unsupported config version"))) {
      return true;
    }
    if (result.ok()) {
      said.forEach(it -> notes.add("note: " + place(source, machine, it.line()) + it.problem()));
      return true;
    }
    return isRight(source, machine, said);
  }

  private @Nullable String butane(Source source, @Nullable String machine, String text) {
    Butane butane = Butane.NEWEST;
    String input = machine == null ? null : text;
    CommandResult result = run(butane.translate(source.file(), input));
    for (Optional<Butane> older = butane.older(result);
        older.isPresent();
        older = butane.older(result)) {
      butane = older.get();
      result = run(butane.translate(source.file(), input));
    }
    if (!result.ok()) {
      List<ConfigMistake> said = ConfigReport.mistakes(result.err());
      isRight(source, machine, said);
      if (said.isEmpty()) {
        mistakes.add(place(source, machine, 0) + "butane refuses it\n" + result.explain());
      }
      return null;
    }
    return ignition(source, machine, result.out(), true);
  }

  private CommandResult run(Command command) {
    return session.access().commands().run(command);
  }

  /** What coreos-cloudinit unpacks as well. */
  private static String unpacked(Path file, String text) {
    if (!text.startsWith(GZIP)) {
      return text;
    }
    byte[] packed = TextEncoding.encode(text);
    try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] bytes = stream.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new RefusedFileException(file + ": is larger than 16 MiB when it is unpacked");
      }
      String unpacked = TextEncoding.decode(bytes);
      Optional<String> mistake = TextEncoding.mistake(unpacked, file.toString());
      if (mistake.isPresent()) {
        String why = mistake.get().lines().findFirst().orElse("");
        throw new RefusedFileException(why + " when it is unpacked");
      }
      return unpacked;
    } catch (IOException e) {
      throw new RefusedFileException(file + ": is not a whole gzip file; test it: gzip -t " + file);
    }
  }
}
