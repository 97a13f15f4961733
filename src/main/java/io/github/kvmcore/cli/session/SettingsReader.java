package io.github.kvmcore.cli.session;

import io.github.kvmcore.cli.options.CommonOptions;
import io.github.kvmcore.cli.options.Flags;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.file.TextEncoding;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.failure.RefusedFileException;
import io.github.kvmcore.spec.LoadedSettings;
import io.github.kvmcore.spec.inventory.InventoryFiles;
import io.github.kvmcore.spec.load.SettingsContext;
import io.github.kvmcore.spec.load.SettingsLoader;
import io.github.kvmcore.spec.source.EnvironmentSource;
import io.github.kvmcore.spec.source.ExtraVars;
import io.github.kvmcore.spec.source.SettingsSource;
import io.github.kvmcore.spec.source.YamlSource;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gathers the settings: /etc, the home directory, the working directory, environment, flags. */
public final class SettingsReader {
  static final String FILE = "kvmcore.yml";

  private static final int INVENTORY_BYTES = 8 << 20;

  /** Variables of the launcher. */
  private static final Set<String> RESERVED = Set.of("KVMCORE_JAVA_OPTS");

  private final Environment environment;
  private final HostFiles files;
  private final UserFiles userFiles;
  private final boolean callersKeys;

  /** Reads them by way of these files. */
  public SettingsReader(Environment environment, HostFiles files) {
    this(environment, files, true);
  }

  /**
   * The same.
   *
   * @param callersKeys whether the public keys of the user who called sudo count
   */
  SettingsReader(Environment environment, HostFiles files, boolean callersKeys) {
    this.environment = environment;
    this.files = files;
    this.userFiles = new UserFiles(environment, files);
    this.callersKeys = callersKeys;
  }

  /**
   * Reads them all, lowest first.
   *
   * @param flags the command's own
   * @param readsInventory whether the inventory that they name is read
   * @throws KvmcoreException with all mistakes at once
   */
  public LoadedSettings read(
      CommonOptions options, List<SettingsSource> flags, boolean readsInventory) {
    List<SettingsSource> sources = new ArrayList<>();
    addFile(environment.path("/etc").resolve(FILE), sources);
    Path folder = environment.configFolder();
    if (folder != null) {
      addFile(folder.resolve(FILE), sources);
    }
    String config = options.config();
    if (config == null) {
      addFile(environment.workingDirectory().resolve(FILE), sources);
    } else {
      sources.add(named("--config", config));
    }
    sources.add(EnvironmentSource.parse(environment.variables(), RESERVED));
    for (String argument : options.extraVars()) {
      Optional<String> file = ExtraVars.file(argument);
      sources.add(file.isPresent() ? named("-e", file.get()) : ExtraVars.parse(argument));
    }
    sources.addAll(options.addTo(new Flags()).sources());
    sources.addAll(flags);
    return SettingsLoader.load(sources, context(readsInventory));
  }

  private void addFile(Path file, List<SettingsSource> sources) {
    try {
      userFiles.read(file).ifPresent(text -> sources.add(YamlSource.parse(file.toString(), text)));
    } catch (RefusedFileException e) {
      sources.add(wrong(List.of(e.text())));
    }
  }

  private SettingsSource named(String option, String file) {
    List<String> wrong = new ArrayList<>();
    Optional<String> text = required(option, file, wrong);
    return text.isPresent() ? YamlSource.parse(file, text.get()) : wrong(wrong);
  }

  private static SettingsSource wrong(List<String> mistakes) {
    return new SettingsSource(List.of(), mistakes);
  }

  /** The text; where there is none, the reason is added to what is wrong. */
  private Optional<String> required(String option, String file, List<String> wrong) {
    try {
      Optional<String> text = userFiles.read(environment.path(file));
      if (text.isEmpty()) {
        wrong.add(option + " " + file + ": there is no such file, or it can't be read");
      }
      return text;
    } catch (RefusedFileException e) {
      wrong.add(option + " " + e.text());
      return Optional.empty();
    }
  }

  /** No more of it than tells that it is too long: it may be a device, or a pipe. */
  private Optional<String> inventory(Path file) {
    userFiles.require(file);
    try {
      byte[] bytes = files.head(file, INVENTORY_BYTES);
      String text = TextEncoding.decode(bytes);
      if (bytes.length < INVENTORY_BYTES) {
        userFiles.requirePlain(file, text); // else it may be cut within a character
      }
      return Optional.of(text);
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private InventoryFiles inventoryFiles() {
    return new InventoryFiles() {
      @Override
      public Optional<String> read(Path file) {
        return inventory(file);
      }

      @Override
      public List<String> list(Path folder) {
        List<String> names = files.list(folder);
        if (!names.isEmpty()) {
          userFiles.require(folder);
        }
        return names;
      }
    };
  }

  private SettingsContext context(boolean readsInventory) {
    Path home = environment.home();
    String architecture = environment.architecture();
    return new SettingsContext(
        home,
        environment.workingDirectory(),
        architecture.equals("amd64") ? "x86_64" : architecture,
        userFiles::read,
        publicKeys(),
        readsInventory ? inventoryFiles() : null);
  }

  /** The user's own; under sudo those of the user who called it as well. */
  private List<Path> publicKeys() {
    return Stream.of(environment.home(), invokerHome())
        .filter(Objects::nonNull)
        .map(home -> home.resolve(".ssh"))
        .distinct()
        .flatMap(
            folder ->
                files.list(folder).stream()
                    .filter(name -> name.startsWith("id_") && name.endsWith(".pub"))
                    .map(folder::resolve))
        .toList();
  }

  private @Nullable Path invokerHome() {
    String id = environment.variable("SUDO_UID", "");
    return id.isEmpty() || !callersKeys
        ? null
        : files.read(environment.path("/etc/passwd")).stream()
            .flatMap(String::lines)
            .map(line -> line.split(":", -1))
            .filter(fields -> fields.length > 5 && fields[2].equals(id))
            .findFirst()
            .map(fields -> fields[5])
            .filter(home -> home.startsWith("/"))
            .map(environment::path)
            .filter(home -> userFiles.refusal(home.resolve(".ssh")).isEmpty())
            .orElse(null);
  }
}
