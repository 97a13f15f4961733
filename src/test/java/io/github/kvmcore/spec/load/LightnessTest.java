package io.github.kvmcore.spec.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Most commands read no file, and should not pay for a YAML library. */
class LightnessTest {
  @Test
  void noYamlLibraryIsLoadedWithoutAFile() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-verbose:class",
                "-cp",
                System.getProperty("java.class.path"),
                LightnessTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String loaded = new String(process.getInputStream().readAllBytes());
    assertEquals(true, process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), loaded);
    assertFalse(loaded.contains("org.yaml"), "snakeyaml was loaded");
    assertFalse(loaded.contains("com.fasterxml"), "Jackson was loaded");
  }

  /** Loads settings as a command without any file does. */
  public static void main(String[] args) {
    SettingsFixture host = new SettingsFixture();
    host.load(SettingsFixture.env("KVMCORE_VM_COUNT", "4"), SettingsFixture.extra("vm_wait=none"));
  }
}
