package io.github.kvmcore.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.Installed;
import io.github.kvmcore.model.config.ConfigMistake;
import io.github.kvmcore.tool.ignition.IgnitionConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** kvmcore's own checks of Ignition configs refuse what the real Ignition refuses, and no more. */
class IgnitionRulesTest {
  private static final Path FOLDER = Path.of("test-fixtures/input/ignition-rules");

  private static List<String> configs(String name) throws IOException {
    return Files.readAllLines(FOLDER.resolve(name)).stream()
        .map(
            line ->
                line.startsWith("\"ignition\"")
                    ? "{" + line + "}"
                    : "{\"ignition\": {\"version\": \"3.3.0\"}, " + line + "}")
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"refused.txt", "refused-by-newer.txt"})
  void eachIsRefusedForOneReason(String name) throws IOException {
    for (String config : configs(name)) {
      List<ConfigMistake> mistakes = IgnitionConfig.check(Path.of("a.ign"), config).mistakes();
      assertEquals(1, mistakes.size(), config + mistakes);
    }
  }

  @Test
  void othersAreTaken() throws IOException {
    for (String config : configs("taken.txt")) {
      assertEquals(List.of(), IgnitionConfig.check(Path.of("a.ign"), config).mistakes(), config);
    }
  }

  @Test
  void ignitionItselfSaysTheSame() throws Exception {
    Installed.need(IgnitionConfig.VALIDATOR);
    for (String config : configs("refused.txt")) {
      assertEquals(1, status(config), config);
    }
    for (String config : configs("taken.txt")) {
      assertEquals(0, status(config), config);
    }
  }

  private static int status(String config) throws Exception {
    Process process =
        new ProcessBuilder(IgnitionConfig.VALIDATOR, "-").redirectErrorStream(true).start();
    process.getOutputStream().write(config.getBytes(UTF_8));
    process.getOutputStream().close();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }
}
