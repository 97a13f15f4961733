package io.github.kvmcore.spec.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.spec.source.SettingsSource;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every kind of wrong value, with the very message that it gets. */
class WrongSettingsTest {
  @ParameterizedTest(name = "{0}={1}")
  @FieldSource({
    "io.github.kvmcore.spec.load.WrongMachines#ROWS",
    "io.github.kvmcore.spec.load.WrongPlaces#ROWS",
    "io.github.kvmcore.spec.load.WrongKeys#ROWS"
  })
  void valueIsRefusedWithItsReason(String name, String value, String reason) {
    SettingsFixture host = host();

    String said = host.mistakes(SettingsSource.flag("here", name, value));

    assertEquals("here: " + name + ": " + reason, said);
    assertEquals(1, said.lines().count(), "one line per mistake");
  }

  @ParameterizedTest(name = "KVMCORE_ {0}={1}")
  @FieldSource({
    "io.github.kvmcore.spec.load.WrongMachines#ROWS",
    "io.github.kvmcore.spec.load.WrongPlaces#ROWS",
    "io.github.kvmcore.spec.load.WrongKeys#ROWS"
  })
  void sameFromTheEnvironment(String name, String value, String reason) {
    SettingsFixture host = host();
    String variable = "KVMCORE_" + name.toUpperCase(Locale.ROOT);

    String said = host.mistakes(SettingsFixture.env(variable, value));

    assertEquals(variable + ": " + name + ": " + reason, said);
  }

  private static SettingsFixture host() {
    SettingsFixture host = new SettingsFixture();
    host.files.put(Path.of("/home/ada/id"), SettingsFixture.PRIVATE);
    host.files.put(Path.of("/home/ada/putty"), "PuTTY-User-Key-File-3: ssh-ed25519\n");
    host.files.put(Path.of("/home/ada/empty"), "\n# nothing yet\n");
    host.files.put(Path.of("/home/ada/junk"), "junk\n");
    return host;
  }
}
