package io.github.kvmcore.report;

import static io.github.kvmcore.report.ShellWords.word;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.model.ImageRequest;
import io.github.kvmcore.model.Machine;
import io.github.kvmcore.model.OsRelease;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Splice;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/** Turns actions into shell text, and keeps account of what that text needs. */
final class ShellActions {
  private final String connectUri;
  private final Path smokeBuilder;
  private final Set<ShellPart> parts = EnumSet.of(ShellPart.BASE);
  private final Set<String> programs = new TreeSet<>();

  ShellActions(String connectUri, Path smokeBuilder) {
    this.connectUri = connectUri;
    this.smokeBuilder = smokeBuilder;
  }

  /** The functions that the texts made so far call. */
  Set<ShellPart> parts() {
    return EnumSet.copyOf(parts);
  }

  /** The programs that the texts made so far run, in alphabetical order. */
  Set<String> programs() {
    Set<String> all = new TreeSet<>(programs);
    parts.forEach(part -> all.addAll(part.programs()));
    return all;
  }

  /** An action as shell text that ends with a line break. */
  String text(Action action) {
    if (action instanceof Action.Run run) {
      return run(run);
    }
    if (action instanceof Action.RemoveVolume remove) {
      return run(remove.run());
    }
    if (action instanceof Action.FetchImage fetch) {
      return fetch(fetch.request());
    }
    if (action instanceof Action.Await await) {
      return await(await);
    }
    if (action instanceof Action.AwaitOff off) {
      return awaitOff(off);
    }
    return files(action);
  }

  private String files(Action action) {
    if (action instanceof Action.MakeDirectory make) {
      String path = word(make.path());
      String made = "mkdir -m %04o -- %s\n".formatted(make.mode(), path);
      return (make.mode() & 0077) == 0
          ? "if [ -d "
              + path
              + " ]; then chmod go= -- "
              + path
              + "; else "
              + made.strip()
              + "; fi\n"
          : "[ -d " + path + " ] || " + made;
    }
    if (action instanceof Action.WriteFile write) {
      parts.add(ShellPart.WRITE);
      String owner = write.owner() == null ? "''" : word(write.owner());
      String call = "kvmcore_write %04o %s %s".formatted(write.mode(), owner, word(write.path()));
      return ShellWords.fed(call, write.text());
    }
    if (action instanceof Action.WriteSpliced write) {
      return spliced(write);
    }
    if (action instanceof Action.Move move) {
      return "mv -f -- " + word(move.from()) + " " + word(move.to()) + "\n";
    }
    if (action instanceof Action.Delete delete) {
      parts.add(ShellPart.DELETE);
      return "kvmcore_delete " + word(delete.path()) + "\n";
    }
    if (action instanceof Action.DeleteTree delete) {
      return "rm -rf -- " + word(delete.path()) + "\n";
    }
    if (action instanceof Action.DeleteIfEmpty delete) {
      String path = word(delete.path());
      return "[ ! -d %s ] || rmdir --ignore-fail-on-non-empty -- %s\n".formatted(path, path);
    }
    throw new IllegalArgumentException("no shell text for " + action);
  }

  /** The secrets are read when the script runs, and pass through a pipe only. */
  private String spliced(Action.WriteSpliced write) {
    parts.add(ShellPart.WRITE);
    StringBuilder pieces = new StringBuilder();
    Set<String> files = new TreeSet<>();
    String end = "";
    for (Splice.Piece piece : Splice.cut(write.text(), write.secrets())) {
      Splice secret = piece.secret();
      String begin = secret == null ? "" : secret.begin();
      pieces.append(ShellWords.fed("cat", end + piece.text() + begin));
      end = secret == null ? "" : secret.end();
      if (secret != null) {
        files.add(word(secret.file()));
        pieces.append(encoded(secret));
      }
    }
    StringBuilder all = new StringBuilder();
    files.forEach(
        file ->
            all.append("[ -f ")
                .append(file)
                .append(" ] && [ -s ")
                .append(file)
                .append(" ] || kvmcore_fail ")
                .append(file)
                .append("' is missing or empty'\n"));
    String owner = write.owner() == null ? "''" : word(write.owner());
    return all.append("{\n")
        .append(pieces)
        .append("} | kvmcore_write %04o %s %s\n".formatted(write.mode(), owner, word(write.path())))
        .toString();
  }

  private String encoded(Splice secret) {
    if (secret.form() == Splice.Form.LINE) {
      return "tr -d '\\n' <" + word(secret.file()) + "\n";
    }
    programs.add("base64");
    return "base64 -w0 -- " + word(secret.file()) + "\n";
  }

  private String run(Action.Run run) {
    Command command = run.command();
    programs.add(command.argv().get(0));
    String line = ShellWords.line(command.argv());
    for (String tolerated : run.tolerated()) {
      parts.add(ShellPart.TOLERATE);
      line = "kvmcore_tolerate " + word(tolerated) + " " + line;
    }
    if (command.outputFile() != null) {
      line += " >" + word(command.outputFile());
    }
    return command.input() == null ? line + "\n" : ShellWords.fed(line, command.input());
  }

  private String fetch(ImageRequest request) {
    String source = word(request.source());
    String target = word(request.target());
    Path cache = request.target().getParent();
    String folder = cache == null ? "" : "(umask 066 && mkdir -p -- " + word(cache) + ")\n";
    return folder + fetch(request, source, target);
  }

  private String fetch(ImageRequest request, String source, String target) {
    if (request.kind() == ImageRequest.Kind.SMOKE) {
      parts.add(ShellPart.SMOKE);
      programs.add(smokeBuilder.toString());
      return "kvmcore_smoke " + word(smokeBuilder) + " " + target + "\n";
    }
    parts.add(ShellPart.FETCH);
    String digest = request.digest() == null ? "''" : request.digest().toString();
    String rest = " %s %s %s %d\n".formatted(source, target, digest, request.maxVirtualBytes());
    if (request.kind() == ImageRequest.Kind.FILE) {
      return "kvmcore_take" + rest;
    }
    if (request.signed() && request.digest() == null) {
      return unsigned(request, target);
    }
    programs.add("curl");
    return "kvmcore_download" + rest;
  }

  /** A script does not know whom to trust: it goes on with what kvmcore itself has checked. */
  private static String unsigned(ImageRequest request, String target) {
    OsRelease release = request.release();
    String pull =
        release.channel().isEmpty()
            ? "kvmcore image pull " + word(request.source())
            : "kvmcore image pull --os %s --channel %s --release %s --arch %s"
                .formatted(
                    release.os(), release.channel(), release.version(), release.architecture());
    String why =
        "the image must be signed, which a script can't check; first: "
            + pull
            + " (or make the script with --no-verify)";
    return "[ -f " + target + " ] || kvmcore_fail " + word(why) + "\n";
  }

  private String await(Action.Await await) {
    Machine machine = await.machine();
    String machineWords = word(connectUri) + " " + word(machine.name());
    String mac = " " + word(machine.mac());
    String call =
        switch (await.level()) {
          case NONE -> "";
          case RUNNING -> "kvmcore_running " + machineWords;
          case ADDRESS -> "kvmcore_address " + machineWords + mac;
          case SSH -> "kvmcore_ssh " + machineWords + mac + " " + address(machine);
        };
    if (call.isEmpty()) {
      return ":\n";
    }
    parts.add(ShellPart.AWAIT);
    String what = word(machine.name() + ": " + await.level());
    return "kvmcore_await "
        + await.limit().plusMillis(999).toSeconds()
        + " "
        + what
        + " "
        + call
        + "\n";
  }

  private String awaitOff(Action.AwaitOff off) {
    parts.add(ShellPart.SHUTDOWN);
    return "kvmcore_shutdown %d %s %s %s %s\n"
        .formatted(
            off.limit().plusMillis(999).toSeconds(),
            off.force() ? "force" : "''",
            word(connectUri),
            off.machine().uuid(),
            word(off.machine().name()));
  }

  private String address(Machine machine) {
    programs.add("ssh-keyscan");
    return machine.address() == null ? "''" : machine.address().toString();
  }
}
