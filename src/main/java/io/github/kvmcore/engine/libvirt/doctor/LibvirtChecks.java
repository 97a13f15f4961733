package io.github.kvmcore.engine.libvirt.doctor;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.Check.Status;
import io.github.kvmcore.engine.libvirt.read.LibvirtDaemons;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.CommandRunner;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether libvirt answers, and if not, why. */
public final class LibvirtChecks {
  private static final String NAME = "libvirt";
  private static final String OLDEST = "4.5";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Pattern DAEMON =
      Pattern.compile("(?m)^Running against daemon: (\\d+(?:\\.\\d+)+)");
  private static final Pattern NOT_RUNNING =
      Pattern.compile("socket .*(No such file or directory|Connection refused)");
  private static final Pattern NOT_ALLOWED =
      Pattern.compile("Permission denied|authenticat|polkit|system bus|access denied");

  private final CommandRunner commands;
  private final LibvirtDaemons daemons;
  private final String uri;

  LibvirtChecks(CommandRunner commands, LibvirtDaemons daemons, String uri) {
    this.commands = commands;
    this.daemons = daemons;
    this.uri = uri;
  }

  /** Asks libvirt's daemon for its version: one process. */
  Check connection() {
    Optional<String> session = sessionObstacle(uri);
    if (session.isPresent()) {
      return problem(session.get(), "kvmcore doctor --connect qemu:///system");
    }
    Command command = new Virsh(uri).command("version", "--daemon").withLimit(LIMIT);
    CommandResult result = commands.run(command);
    if (!result.ok()) {
      return explain(result);
    }
    Matcher matcher = DAEMON.matcher(result.out());
    if (!matcher.find()) {
      return new Check(NAME, Status.OK, "answers at " + uri, null);
    }
    return VersionChecks.judge(NAME, matcher.group(1), OLDEST);
  }

  /** Why machines can't be made by a user's own libvirt; empty if the URI is not of one. */
  public static Optional<String> sessionObstacle(String uri) {
    return uri.split("[?]", 2)[0].endsWith("/session")
        ? Optional.of(
            uri
                + " can't make the cluster's network, and others can't reach its machines: use"
                + " qemu:///system, which root and the group libvirt may do")
        : Optional.empty();
  }

  private Check explain(CommandResult result) {
    String said = result.err().strip();
    if (result.exitStatus() == CommandResult.NOT_FOUND) {
      return problem("can't be asked without virsh", null);
    }
    if (result.exitStatus() == CommandResult.TIMED_OUT) {
      return problem(
          "its daemon did not answer within " + LIMIT.toSeconds() + " s",
          daemons.systemd() ? "sudo systemctl restart " + service() : null);
    }
    if (NOT_RUNNING.matcher(said).find()) {
      return problem("its daemon does not run: " + Virsh.cause(said), daemons.paste());
    }
    if (NOT_ALLOWED.matcher(said).find()) {
      return problem(
          "the running user may not use it: "
              + Virsh.cause(said)
              + "; run kvmcore with sudo, or join"
              + " the group libvirt and log in again (kvmcore create also needs to write to its"
              + " folders)",
          "sudo usermod -aG libvirt $USER");
    }
    return problem(
        "can't be reached at " + uri + ": " + Virsh.cause(said), result.command().display());
  }

  private String service() {
    return daemons.modular() ? "virtqemud" : "libvirtd";
  }

  private static Check problem(String detail, @Nullable String remedy) {
    return new Check(NAME, Status.PROBLEM, detail, remedy);
  }
}
