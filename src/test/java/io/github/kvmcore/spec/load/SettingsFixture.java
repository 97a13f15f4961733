package io.github.kvmcore.spec.load;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.inventory.InventoryFiles;
import io.github.kvmcore.spec.source.EnvironmentSource;
import io.github.kvmcore.spec.source.ExtraVars;
import io.github.kvmcore.spec.source.SettingsSource;
import io.github.kvmcore.spec.source.YamlSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Assertions;

/** A host with a home directory and key files, and short ways to load settings on it. */
final class SettingsFixture {
  static final String ED =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0O5UZ+Tl21iM1N9Aft/QRBgk9vHjSxB4lXzpvZd8RH";
  static final String EC =
      "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBIFHWpoMtKfznWLuz8"
          + "mJGaeHY2heYEUKkMrysb8CJOg1NAzBvdAw83qy1sPpIxyu5GzHSuXEd1eIMjrPO4H8QNE=";
  static final String RSA =
      "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCgyaiKuWPB4qQ1mnCP7duhYz9+A+7vEnKKALjONWTLP7gUzSUsPZg"
          + "cS9b9VFF7gV4Ku28OkUqb6tyCFzEKSC8tviUmMAwlz98DIB/eqpJs9Z/t0l65Kp952Hj+cWccnH1RvgdaeEnAnH"
          + "lQMZ03WjFOOTUOQs5zhhByh/y7DUTM3+eXd0xDJaFl7GBd2fflWVBnP+WSFiPUBIgRzsw7q8Oe8pVvznj3+Thhv"
          + "Vrg2/SBMmqWwXSD0ewWpkKud7ufZIxBcRjiUODH5VEMtdvkYzQ7fWe0kdna0R11IFxQpA/PJ8XGZ/tQCNyoYWhq"
          + "jZTYoYoeE2+LGNQO3qoxDgD7K8Ot";
  static final String PRIVATE =
      "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0c2VjcmV0\n-----END OPENSSH PRIVATE KEY-----\n";

  final Map<Path, String> files = new HashMap<>();
  Path home = Path.of("/home/ada");
  List<Path> publicKeys = List.of();
  String architecture = "x86_64";

  SettingsContext context() {
    Function<Path, Optional<String>> reader = path -> Optional.ofNullable(files.get(path));
    return new SettingsContext(
        home, Path.of("/srv/here"), architecture, reader, publicKeys, inventory());
  }

  /** The files, and the folders that they are in. */
  private InventoryFiles inventory() {
    return new InventoryFiles() {
      @Override
      public Optional<String> read(Path file) {
        return Optional.ofNullable(files.get(file));
      }

      @Override
      public List<String> list(Path folder) {
        return files.keySet().stream()
            .filter(file -> file.startsWith(folder) && !file.equals(folder))
            .map(file -> file.getName(folder.getNameCount()).toString())
            .distinct()
            .sorted()
            .toList();
      }
    };
  }

  Settings load(SettingsSource... sources) {
    return SettingsLoader.load(List.of(sources), context()).settings();
  }

  /** What is said of these sources, which must be wrong. */
  String mistakes(SettingsSource... sources) {
    KvmcoreException failure = assertThrows(KvmcoreException.class, () -> load(sources));
    Assertions.assertEquals(ExitCode.SETTINGS, failure.exitCode());
    return failure.text();
  }

  static SettingsSource yaml(String text) {
    return YamlSource.parse("kvmcore.yml", text);
  }

  static SettingsSource env(String name, String value) {
    return EnvironmentSource.parse(Map.of(name, value), Set.of("KVMCORE_JAVA"));
  }

  static SettingsSource extra(String argument) {
    return ExtraVars.parse(argument);
  }
}
