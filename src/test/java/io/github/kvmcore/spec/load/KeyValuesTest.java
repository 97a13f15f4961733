package io.github.kvmcore.spec.load;

import static io.github.kvmcore.spec.load.SettingsFixture.EC;
import static io.github.kvmcore.spec.load.SettingsFixture.ED;
import static io.github.kvmcore.spec.load.SettingsFixture.PRIVATE;
import static io.github.kvmcore.spec.load.SettingsFixture.RSA;
import static io.github.kvmcore.spec.load.SettingsFixture.env;
import static io.github.kvmcore.spec.load.SettingsFixture.extra;
import static io.github.kvmcore.spec.load.SettingsFixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.spec.source.SettingsSource;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyValuesTest {
  private final SettingsFixture host = new SettingsFixture();

  @ParameterizedTest
  @ValueSource(strings = {"it's \"me\" $HOME `id` \\", "名前 ünï ✓", "a: b, [c] {d} #5 %e", ""})
  void commentsSurvive(String comment) {
    String key = (ED + " " + comment).strip();
    assertEquals(List.of(key), host.load(env("KVMCORE_SSH_KEYS", key)).sshKeys());
    assertEquals(
        List.of(key), host.load(yaml("ssh_keys:\n- '" + key.replace("'", "''") + "'\n")).sshKeys());
  }

  @Test
  void keysAsListAsLinesAndAsOne() {
    List<String> both = List.of(ED + " one", EC + " two");
    assertEquals(
        both, host.load(yaml("ssh_keys:\n  - " + ED + " one\n  - " + EC + "\ttwo\n")).sshKeys());
    String lines = "ssh_keys: |\n  " + ED + " one\n\n  # mine\n  " + EC + " two\n";
    assertEquals(both, host.load(yaml(lines)).sshKeys());
    assertEquals(List.of(RSA + " x y"), host.load(extra("ssh_keys=\"" + RSA + " x y\"")).sshKeys());
    assertEquals(both, host.load(env("KVMCORE_SSH_KEYS", String.join("\r\n", both))).sshKeys());
  }

  @Test
  void everyKeyFileOfTheUserByDefault() {
    key("id_ed25519.pub", ED + " ada@host\n");
    key("id_rsa.pub", RSA + " ada@host\n");
    key("id_rsa-cert.pub", "ssh-rsa-cert-v01@openssh.com AAAA ada\n");
    key("id_odd.pub", PRIVATE);
    host.publicKeys =
        List.of(
            Path.of("/home/ada/.ssh/id_ed25519.pub"),
            Path.of("/home/ada/.ssh/id_odd.pub"),
            Path.of("/home/ada/.ssh/id_rsa-cert.pub"),
            Path.of("/home/ada/.ssh/id_rsa.pub"),
            Path.of("/home/ada/.ssh/id_unreadable.pub"));
    assertEquals(List.of(ED + " ada@host", RSA + " ada@host"), host.load().sshKeys());
    assertEquals(
        List.of(EC + " ci", ED + " ada@host", RSA + " ada@host"),
        host.load(env("KVMCORE_SSH_KEYS", EC + " ci")).sshKeys());
    assertEquals(List.of(), host.load(extra("use_my_public_key=no")).sshKeys());
  }

  @ParameterizedTest
  @ValueSource(strings = {".ssh/my key.pub", "~/.ssh/my key.pub", "/home/ada/.ssh/my key.pub"})
  void namedKeyFile(String name) {
    key("my key.pub", "# work\n" + ED + " ada\n" + EC + "\n");
    key("id_rsa.pub", RSA);
    host.publicKeys = List.of(Path.of("/home/ada/.ssh/id_rsa.pub"));
    assertEquals(
        List.of(ED + " ada", EC), host.load(env("KVMCORE_MY_PUBLIC_KEY_FILE", name)).sshKeys());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/home/ada/.ssh/work.pub", "~/.ssh/work.pub", "~/.ssh/work"})
  void aFileStandsForItsKeys(String name) {
    key("work.pub", "# work\n" + ED + " ada\n" + EC + "\n");
    key("work", ED + " ada\n" + EC + "\n");
    assertEquals(
        List.of(RSA, ED + " ada", EC),
        host.load(SettingsSource.flag("--ssh-key", "ssh_keys", RSA + "\n" + name)).sshKeys());
  }

  @Test
  void aFileThatIsNotThereOrHoldsAPrivateKeyIsAMistake() {
    key("id", PRIVATE);
    String said =
        host.mistakes(SettingsSource.flag("--ssh-key", "ssh_keys", "~/.ssh/none.pub\n~/.ssh/id"));
    assertTrue(said.contains("/home/ada/.ssh/none.pub is missing"), said);
    assertTrue(said.contains("/home/ada/.ssh/id holds a private key; name the .pub file"), said);
  }

  @Test
  void namedKeyFileIsNotReadWhereNoKeyIsWanted() {
    assertEquals(
        List.of(), host.load(extra("my_public_key_file=none use_my_public_key=no")).sshKeys());
  }

  @Test
  void sameKeyTwiceIsOneKey() {
    key("id_ed25519.pub", ED + " second");
    host.publicKeys = List.of(Path.of("/home/ada/.ssh/id_ed25519.pub"));
    assertEquals(
        List.of(ED + " first"), host.load(env("KVMCORE_SSH_KEYS", ED + " first")).sshKeys());
  }

  @Test
  void noMessageShowsAPrivateKey() {
    key("id", PRIVATE);
    String said =
        host.mistakes(
            yaml("ssh_keys: |\n  " + PRIVATE.replace("\n", "\n  ") + "\nvm_bridge: c2VjcmV0\n"),
            extra("my_public_key_file=.ssh/id"),
            extra("ssh_keys=" + PRIVATE),
            extra("vm_memory='" + PRIVATE + "'"),
            SettingsSource.flag("--image", "vm_image", "gopher://PRIVATE KEY c2VjcmV0"),
            yaml("? |\n  " + PRIVATE.replace("\n", "\n  ") + "\n: x\n"));
    assertFalse(said.contains("c2VjcmV0"), said);
  }

  private void key(String name, String text) {
    host.files.put(Path.of("/home/ada/.ssh/" + name), text);
  }
}
