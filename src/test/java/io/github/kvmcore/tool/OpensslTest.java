package io.github.kvmcore.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.Installed;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.ZtCommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands, with the real program. */
class OpensslTest {
  @TempDir Path folder;

  private final ZtCommandRunner commands = new ZtCommandRunner();

  private Path file(String name) {
    return folder.resolve(name);
  }

  private void make(String name, Command command) {
    CommandResult result = commands.run(command.withOutputFile(file(name)));
    assertTrue(result.ok(), result::explain);
    assertEquals("", result.out(), "nothing of it may be recorded");
  }

  private String said(String... argv) {
    CommandResult result = commands.run(Command.of(argv));
    assertTrue(result.ok(), result::explain);
    return result.out();
  }

  @BeforeEach
  void authority() {
    Installed.need(Openssl.PROGRAM);
    make("ca.key", Openssl.key());
    make("ca.crt", Openssl.authority("etcd of coreos", file("ca.key"), 3650));
  }

  private void member(String name, String names) {
    Openssl.Signer signer = new Openssl.Signer(file("ca.crt"), file("ca.key"));
    make(name + ".key", Openssl.key());
    make(name + ".csr", Openssl.request(name, file(name + ".key")));
    make(
        name + ".crt",
        Openssl.sign(file(name + ".csr"), signer, "5a01", 3650, "serverAuth, clientAuth", names));
  }

  @Test
  void anAuthoritySignsAMember() throws IOException {
    member("coreos-1", "DNS:coreos-1, DNS:localhost, IP:192.168.222.11, IP:127.0.0.1");
    String crt = file("coreos-1.crt").toString();
    String ca = file("ca.crt").toString();
    for (String purpose : List.of("sslserver", "sslclient")) {
      for (String ip : List.of("192.168.222.11", "127.0.0.1")) {
        said("openssl", "verify", "-purpose", purpose, "-verify_ip", ip, "-CAfile", ca, crt);
      }
    }
    for (String host : List.of("coreos-1", "localhost")) {
      said("openssl", "verify", "-verify_hostname", host, "-CAfile", ca, crt);
    }
    assertFalse(
        commands
            .run(
                Command.of("openssl", "verify", "-verify_ip", "192.168.222.12", "-CAfile", ca, crt))
            .ok());
    assertEquals("serial=5A01\n", said("openssl", "x509", "-noout", "-serial", "-in", crt));
    said("openssl", "x509", "-noout", "-checkend", "" + 3649L * 86400, "-in", crt);
    for (String key : List.of("ca.key", "coreos-1.key")) {
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file(key))));
    }
  }

  @Test
  void theAuthorityItselfIsOneAndSignsNoOther() {
    String text = said("openssl", "x509", "-noout", "-text", "-in", file("ca.crt").toString());
    assertTrue(text.contains("CA:TRUE, pathlen:0"), text);
    assertTrue(text.contains("Certificate Sign, CRL Sign"), text);
    assertTrue(text.contains("CN = etcd of coreos"), text);
    assertEquals(1, text.split("Basic Constraints", -1).length - 1, "the host's own adds none");
  }

  @Test
  void aClientHasNoNames() {
    Openssl.Signer signer = new Openssl.Signer(file("ca.crt"), file("ca.key"));
    make("c.key", Openssl.key());
    make("c.csr", Openssl.request("client", file("c.key")));
    make("c.crt", Openssl.sign(file("c.csr"), signer, "1", 10, "clientAuth", ""));
    String ca = file("ca.crt").toString();
    String crt = file("c.crt").toString();
    said("openssl", "verify", "-purpose", "sslclient", "-CAfile", ca, crt);
    assertFalse(
        commands
            .run(Command.of("openssl", "verify", "-purpose", "sslserver", "-CAfile", ca, crt))
            .ok());
  }

  @Test
  void tokensDiffer() throws IOException {
    make("a", Openssl.token());
    make("b", Openssl.token());
    assertTrue(Files.readString(file("a")).matches("[0-9a-f]{64}\n"));
    assertFalse(Files.readString(file("a")).equals(Files.readString(file("b"))));
  }
}
