package io.github.kvmcore.tool.ignition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.model.config.ConfigMistake;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What test-fixtures/input/ignition has no file of; see {@code UserInputTest} for the rest. */
class IgnitionConfigTest {
  private static IgnitionConfig check(String version) {
    return IgnitionConfig.check(
        Path.of("/home/ada/my.ign"), "{\"ignition\": {\"version\": \"" + version + "\"}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.0.0", "3.3.0", "3.6.0"})
  void whatGuestsReadIsTaken(String version) {
    assertEquals(List.of(), check(version).mistakes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.7.0", "3.7.0-experimental", "3.3", "3.3.1", "3.99999.0", ""})
  void otherVersionsAreNot(String version) {
    assertEquals(
        List.of(
            new ConfigMistake(
                1, "ignition.version is \"" + version + "\"; guests read 3.0.0 to 3.6.0")),
        check(version).mistakes());
  }

  @Test
  void versionsThatReleasesInUseLackAreNamed() {
    assertNull(check("3.4.0").unreadBy());
    assertEquals(
        "version 3.5.0 is not read by Flatcar LTS 4081 and older releases",
        check("3.5.0").unreadBy());
    assertEquals(
        "version 3.6.0 is not read by Flatcar 4593 and older releases", check("3.6.0").unreadBy());
  }

  /** A token may be a part of a secret. */
  @Test
  void noSyntaxErrorShowsWhatStandsThere() {
    List<ConfigMistake> mistakes =
        IgnitionConfig.check(Path.of("a"), "{\n\"a\": s3cret}").mistakes();
    assertEquals(2, mistakes.get(0).line());
    assertTrue(!mistakes.toString().contains("s3cret"), mistakes::toString);
  }
}
