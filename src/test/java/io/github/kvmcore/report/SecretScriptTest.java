package io.github.kvmcore.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.SecretRef;
import io.github.kvmcore.report.script.ShellScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets in scripts, which a real shell runs. */
class SecretScriptTest {
  private static final ShellScript SCRIPT = new ShellScript(Path.of("/none"));
  private static final byte[] BYTES = new byte[300];

  @TempDir Path folder;
  private Path key;
  private Path made;

  @BeforeEach
  void secret() throws IOException {
    for (int i = 0; i < BYTES.length; i++) {
      BYTES[i] = (byte) i;
    }
    key = folder.resolve("it's a \"key\"");
    made = folder.resolve("made");
    Files.write(key, BYTES);
  }

  private String script(String text) {
    Action write =
        new Action.WriteFileWithSecrets(made, text, 0400, null, List.of(SecretRef.of(key)));
    return SCRIPT.of(Plans.of(write), "test:///default");
  }

  private Shells.Outcome run(String script) {
    return Shells.sh(script, folder.resolve("bin"));
  }

  @Test
  void theScriptWritesWhatApplyWould() throws IOException {
    String place = SecretRef.of(key).placeholder();
    String text = "{\"a\": " + place + ",\n \"b\": \"'$HOME`\\\\\",\n \"c\": " + place + "}\n";
    String script = script(text);
    String base64 = Base64.getEncoder().encodeToString(BYTES);
    assertFalse(script.contains(base64));
    Shells.Outcome outcome = run(script);
    assertEquals(0, outcome.status(), outcome.toString());
    assertEquals(text.replace(place, "\"data:;base64," + base64 + "\""), Files.readString(made));
    assertEquals("r--------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
  }

  @Test
  void nothingIsWrittenWithoutTheSecret() throws IOException {
    String script = script("[" + SecretRef.of(key).placeholder() + "]\n");
    Files.write(key, new byte[0]);
    assertEquals(1, run(script).status());
    Files.delete(key);
    Shells.Outcome outcome = run(script);
    assertEquals(1, outcome.status());
    assertTrue(outcome.toString().contains("is missing or empty"), outcome.toString());
    assertFalse(Files.exists(made));
  }

  @Test
  void aTextWithoutSecretsIsWrittenAsItIs() throws IOException {
    assertEquals(0, run(script("as it is\n")).status());
    assertEquals("as it is\n", Files.readString(made));
  }
}
