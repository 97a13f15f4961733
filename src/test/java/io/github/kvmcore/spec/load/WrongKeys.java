package io.github.kvmcore.spec.load;

import static io.github.kvmcore.spec.load.SettingsFixture.EC;
import static io.github.kvmcore.spec.load.SettingsFixture.ED;

/** Wrong times, keys and names of settings. */
final class WrongKeys {
  private static final String BEGINNING =
      "line 1 is not an OpenSSH public key: it must begin with ssh-ed25519, ssh-rsa, ecdsa-sha2-…"
          + " or sk-…@openssh.com";

  /** Setting, value, what is said of it. */
  static final String[][] ROWS = {
    {"vm_create_pause", "0", "'0' is not a time from 1s to 24h"},
    {"vm_startup_timeout", "2d", "'2d' is not a time; write for example 300, 300s, 5m or 1h"},
    {"vm_startup_timeout", "25h", "'25h' is not a time from 1s to 24h"},
    {
      "vm_startup_timeout",
      "5 minutes",
      "'5 minutes' is not a time; write for example 300, 300s, 5m or 1h"
    },
    {"vm_shutdown_timeout", "-5", "'-5' is not a time; write for example 300, 300s, 5m or 1h"},
    {"vm_startup_pause", "m", "'m' is not a time; write for example 300, 300s, 5m or 1h"},
    {"my_public_key_file", "none.pub", "/home/ada/none.pub is missing, or may not be read"},
    {"my_public_key_file", "id", "/home/ada/id holds a private key; name the .pub file"},
    {"my_public_key_file", "putty", "/home/ada/putty holds a private key; name the .pub file"},
    {"my_public_key_file", "empty", "/home/ada/empty holds no public key"},
    {"my_public_key_file", "junk", "/home/ada/junk:1: " + BEGINNING.substring("line 1 ".length())},
    {"ssh_keys", "hello", BEGINNING},
    {
      "ssh_keys",
      "ssh-dss AAAA",
      "line 1 is not an OpenSSH public key: OpenSSH takes no DSA keys since version 7; make"
          + " another: ssh-keygen -t ed25519"
    },
    {
      "ssh_keys",
      "no-pty " + ED,
      "line 1 is not an OpenSSH public key: options, or whatever else stands before ssh-ed25519,"
          + " are not taken"
    },
    {
      "ssh_keys", "ssh-rsa", "line 1 is not an OpenSSH public key: the key is missing after ssh-rsa"
    },
    {
      "ssh_keys",
      ED + "\n" + ED.substring(0, 40),
      "line 2 is not an OpenSSH public key: the key is not whole; was it cut off?"
    },
    {
      "ssh_keys",
      ED.substring(0, 41),
      "line 1 is not an OpenSSH public key: the key is not whole base64; was it cut off?"
    },
    {
      "ssh_keys",
      EC.replace("=", ""),
      "line 1 is not an OpenSSH public key: the key is not whole base64; was it cut off?"
    },
    {
      "ssh_keys",
      EC.replace("ecdsa-sha2-nistp256", "ssh-rsa"),
      "line 1 is not an OpenSSH public key: the key is of another type than ssh-rsa"
    },
    {
      "ssh_keys",
      ED + "AAAA",
      "line 1 is not an OpenSSH public key: the key has more parts than ssh-ed25519 has"
    },
    {
      "ssh_keys",
      ED + " me\u0007",
      "line 1 is not an OpenSSH public key: it holds a control character"
    },
    {
      "ssh_keys",
      ED + " me\u2028",
      "line 1 is not an OpenSSH public key: it holds a control character"
    },
    {
      "ssh_keys",
      SettingsFixture.PRIVATE,
      "holds a private key; only public keys are put into machines"
    },
    {"vm_bridge", SettingsFixture.PRIVATE, "a private key holds a control character"},
    {"vm_memroy", "1", "no such setting; did you mean vm_memory?"},
    {"vm-count", "1", "no such setting; did you mean vm_count?"},
    {"memory", "1", "no such setting; did you mean vm_memory?"},
    {"colour", "red", "no such setting; `kvmcore help settings` lists them"},
  };

  private WrongKeys() {}
}
