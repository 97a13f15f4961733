package io.github.kvmcore.tool.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.remote.Login;
import io.github.kvmcore.model.remote.SshTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SshTest {
  private static final SshTarget TARGET =
      new SshTarget(
          "coreos-1",
          Ipv4Address.parse("192.168.222.11").orElseThrow(),
          "/home/a b/known_hosts",
          SshTarget.alias("coreos-1", "2026-01-02T03:04:05Z"),
          false,
          null);

  @Test
  void aCommandWithEverything() {
    assertEquals(
        List.of(
            "ssh",
            "-o",
            "UserKnownHostsFile=\"/home/a b/known_hosts\"",
            "-o",
            "HostKeyAlias=coreos-1-20260102030405",
            "-o",
            "StrictHostKeyChecking=accept-new",
            "-o",
            "CheckHostIP=no",
            "-o",
            "ForwardAgent=no",
            "-o",
            "ForwardX11=no",
            "-o",
            "ControlPath=none",
            "-o",
            "PermitLocalCommand=no",
            "-o",
            "BatchMode=yes",
            "-l",
            "admin",
            "-i",
            "/keys/a b",
            "192.168.222.11",
            "--",
            "ls",
            "a b"),
        Ssh.command(
            TARGET,
            new Login("admin", Path.of("/keys/a b"), List.of()),
            Map.of("BatchMode", "yes"),
            List.of("--", "ls", "a b")));
  }

  @Test
  void aMachineWhoseKeyIsKnownIsCheckedAtTheFirstLogin() {
    SshTarget known =
        new SshTarget(
            TARGET.name(), TARGET.address(), "/home/known_hosts", TARGET.alias(), true, null);
    assertEquals("yes", Ssh.hostKeyOptions(known).get("StrictHostKeyChecking"));
    assertEquals("accept-new", Ssh.hostKeyOptions(TARGET).get("StrictHostKeyChecking"));
  }

  @Test
  void aConfiguration() {
    assertEquals(
        """
        Host coreos-1
          HostName 192.168.222.11
          User core
          UserKnownHostsFile "/home/a b/known_hosts"
          HostKeyAlias coreos-1-20260102030405
          StrictHostKeyChecking accept-new
          CheckHostIP no
          ForwardAgent no
          ForwardX11 no
          ControlPath none
          PermitLocalCommand no
        """,
        Ssh.config(TARGET, new Login(Login.CORE, null, List.of())));
  }

  @Test
  void aMachineThatIsMadeAnewHasAnotherAlias() {
    assertNotEquals(TARGET.alias(), SshTarget.alias("coreos-1", "2026-01-02T03:04:06Z"));
    assertEquals("coreos-1", SshTarget.alias("coreos-1", ""));
  }
}
