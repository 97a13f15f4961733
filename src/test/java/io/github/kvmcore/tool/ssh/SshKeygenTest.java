package io.github.kvmcore.tool.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshKeygenTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0O5UZ+Tl21iM1N9Aft/QRBgk9vHjSxB4lXzpvZd8RH";

  @TempDir Path folder;

  private static int run(Path key) throws Exception {
    return new ProcessBuilder(SshKeygen.newKey(key, "coreos-1").argv())
        .redirectErrorStream(true)
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /** As a step does it: the public key's file is there, and only its owner's. */
  @Test
  void theProgramMakesBothKeysForTheirOwnerAlone() throws Exception {
    Installed.need("ssh-keygen");
    Path key = folder.resolve("it's a.key.part");
    Path publicKey = SshKeygen.publicKey(key);
    Files.createFile(
        publicKey,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    assertEquals(0, run(key));
    assertEquals("rw-------", mode(key));
    assertEquals("rw-------", mode(publicKey));
    String text = Files.readString(publicKey);
    assertTrue(text.endsWith(" coreos-1\n"), text);
    assertEquals(
        Optional.of(text.substring(0, text.lastIndexOf(' '))), SshKeygen.parsePublicKey(text));
    assertNotEquals(0, run(key), "it must not write over a key");
    assertEquals(text, Files.readString(publicKey));
  }

  @Test
  void aPublicKeyIsReadWithoutItsComment() {
    assertEquals(Optional.of(KEY), SshKeygen.parsePublicKey(KEY + " a comment\n"));
    assertEquals(Optional.of(KEY), SshKeygen.parsePublicKey(KEY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        KEY + " a\n" + KEY + " b\n",
        KEY + " a\nother " + KEY,
        "@cert-authority * " + KEY,
        "* " + KEY,
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB",
        "ssh-ed25519 AAAA",
        KEY + "\u0000"
      })
  void whatIsNoSuchLineIsNone(String text) {
    assertEquals(Optional.empty(), SshKeygen.parsePublicKey(text));
  }
}
