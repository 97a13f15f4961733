package io.github.kvmcore.cli.create;

import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.failure.RefusedFileException;
import io.github.kvmcore.plan.Goal;
import io.github.kvmcore.render.OwnConfigs;
import io.github.kvmcore.settings.ConfigSettings;
import io.github.kvmcore.tool.Butane;
import io.github.kvmcore.tool.IgnitionConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The user's own configuration of the guests, from files: read, rendered where a file is a
 * template, translated where it is Butane's, and checked.
 */
public final class OwnConfigFiles {
  private static final String TEMPLATE = ".ftl";

  private final Session session;
  private final List<Source> sources = new ArrayList<>();
  private final Set<String> mistakes = new LinkedHashSet<>();
  private final List<String> lacking = new ArrayList<>();
  private final Set<String> newVersions = new LinkedHashSet<>();

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
    return session.outside().files().secret(file, language.instead);
  }

  /**
   * What the machines that are missing are given. Templates are rendered now, as their values are
   * known only with the plan.
   *
   * @throws KvmcoreException with all that is wrong
   */
  OwnConfigs of(Goal goal, HostSight host) {
    return of(goal, host, false);
  }

  /**
   * The same.
   *
   * @param all what those that are there would be given as well
   */
  public OwnConfigs of(Goal goal, HostSight host, boolean all) {
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
    newVersions.forEach(session::say);
    return new OwnConfigs(ignition, userData);
  }

  /** By the machine's name, what it gets of a file; where something is wrong, that is noted. */
  private Map<String, String> texts(Source source, Goal goal, HostSight host, boolean all) {
    Map<String, String> texts = new LinkedHashMap<>();
    try {
      Map<String, String> rendered =
          host.planner()
              .own(goal, source.file().toString(), source.isTemplate() ? source.text() : "", all);
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
    String whose = machine == null ? "" : " (for " + machine + ")";
    String where = source.setting() + ": " + source.file() + whose + ": ";
    return switch (source.language()) {
      case IGNITION -> ignition(where, text);
      case BUTANE -> butane(source, machine, where, text);
      case CLOUD_CONFIG -> cloudConfig(where, text);
    };
  }

  private @Nullable String ignition(String where, String text) {
    Optional<String> mistake = IgnitionConfig.mistake(text);
    mistake.ifPresent(it -> mistakes.add(where + it));
    IgnitionConfig.newVersion(text)
        .ifPresent(
            version ->
                newVersions.add(
                    "note: "
                        + where
                        + "its version "
                        + version
                        + " is not read by every release of every system: a guest that does not"
                        + " know it stops at boot"));
    return mistake.isEmpty() ? text : null;
  }

  private @Nullable String butane(
      Source source, @Nullable String machine, String where, String text) {
    Command command =
        machine == null ? Butane.translate(source.file()) : Butane.translate(source.file(), text);
    CommandResult result = session.outside().commands().run(command);
    if (!result.ok()) {
      mistakes.add(where + "butane refuses it\n" + result.explain());
      return null;
    }
    return ignition(where, result.out());
  }

  /** coreos-cloudinit, and so each system that reads cloud-config, looks at the first line. */
  private @Nullable String cloudConfig(String where, String text) {
    if (text.lines().findFirst().filter("#cloud-config"::equals).isPresent()) {
      return text;
    }
    mistakes.add(where + "line 1: it is no cloud-config: the line has to be #cloud-config");
    return null;
  }
}
