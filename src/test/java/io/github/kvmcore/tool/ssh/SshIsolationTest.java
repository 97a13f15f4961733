package io.github.kvmcore.tool.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.Installed;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.ZtCommandRunner;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.remote.Login;
import io.github.kvmcore.model.remote.SshTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the real ssh makes of a user's configuration that gives everything to every host. */
class SshIsolationTest {
  private static final SshTarget TARGET =
      new SshTarget(
          "coreos-1",
          Ipv4Address.parse("192.168.222.11").orElseThrow(),
          "/dev/null",
          "coreos-1-0",
          false,
          null);
  private static final Login CORE = new Login(Login.CORE, null, List.of());
  private static final String GENEROUS =
      """
      Host *
        ForwardAgent yes
        ForwardX11 yes
        ControlMaster auto
        ControlPath /tmp/%C
        PermitLocalCommand yes
        LocalCommand true
        ProxyJump gate
      """;

  @TempDir private Path folder;

  /** The options of a connection, by ssh's own word in small letters. */
  private Map<String, String> options(List<String> ssh, String config) throws IOException {
    Installed.need("ssh");
    Path file = Files.writeString(folder.resolve("config"), config);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    List<String> argv = new ArrayList<>(ssh);
    argv.addAll(1, List.of("-G", "-F", file.toString()));
    try (ZtCommandRunner runner = new ZtCommandRunner()) {
      CommandResult result = runner.run(Command.of(argv));
      assertEquals(0, result.exitStatus(), result.err());
      Map<String, String> options = new TreeMap<>();
      result
          .out()
          .lines()
          .map(line -> line.split(" ", 2))
          .forEach(pair -> options.put(pair[0], pair.length < 2 ? "" : pair[1]));
      return options;
    }
  }

  private Map<String, String> options(String... behind) throws IOException {
    return options(Ssh.command(TARGET, CORE, Map.of(), List.of(behind)), GENEROUS);
  }

  private static void assertIsolated(Map<String, String> options) {
    assertEquals("no", options.get("forwardagent"));
    assertEquals("no", options.get("forwardx11"));
    assertEquals("none", options.getOrDefault("controlpath", "none"));
    assertEquals("no", options.get("permitlocalcommand"));
    assertEquals("gate", options.get("proxyjump"));
  }

  @Test
  void theUsersConfigurationGivesAGuestNothing() throws IOException {
    assertIsolated(options());
    assertIsolated(options("-v", "-o", "LogLevel=ERROR"));
    assertIsolated(options("--", "echo", "ForwardAgent=yes", "-oForwardX11=yes"));
  }

  @Test
  void aPrintedConfigurationDoesNeither() throws IOException {
    assertIsolated(options(List.of("ssh", "coreos-1"), Ssh.config(TARGET, CORE) + "\n" + GENEROUS));
  }

  @ParameterizedTest
  @CsvSource({
    "-o, ForwardAgent=yes, forwardagent, yes",
    "-oforwardagent=yes, -v, forwardagent, yes",
    "-o, ForwardX11 yes, forwardx11, yes",
    "-A, -v, forwardagent, yes",
    "-X, -v, forwardx11, yes",
    "-S, /run/me/socket, controlpath, /run/me/socket",
    "-o, ControlPath=/run/me/socket, controlpath, /run/me/socket",
    "-o, PermitLocalCommand=yes, permitlocalcommand, yes",
  })
  void whatTheUserAsksForNowCounts(String first, String second, String option, String value)
      throws IOException {
    assertEquals(value, options(first, second).get(option));
  }
}
