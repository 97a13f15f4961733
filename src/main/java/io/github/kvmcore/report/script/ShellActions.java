package io.github.kvmcore.report.script;

import static io.github.kvmcore.report.script.ShellWords.word;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.SecretRef;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/** Turns actions into shell text, and keeps account of what that text needs. */
public final class ShellActions implements Action.Visitor<RuntimeException> {
  private final String connectUri;
  private final Path smokeBuilder;
  private final Set<ShellPart> parts = EnumSet.of(ShellPart.BASE);
  private final Set<String> programs = new TreeSet<>();
  private final StringBuilder text = new StringBuilder();

  public ShellActions(String connectUri, Path smokeBuilder) {
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
  public String text(Action action) {
    text.setLength(0);
    action.accept(this);
    return text.toString();
  }

  @Override
  public void run(Action.Run run) {
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
    text.append(command.input() == null ? line + "\n" : ShellWords.fed(line, command.input()));
  }

  @Override
  public void removeVolume(Action.RemoveVolume remove) {
    run(remove.run());
  }

  @Override
  public void makeDirectory(Action.MakeDirectory make) {
    String path = word(make.path());
    String made = "mkdir -m %04o -- %s".formatted(make.mode(), path);
    text.append(
        (make.mode() & 0077) == 0
            ? "if [ -d %s ]; then chmod go= -- %s; else %s; fi\n".formatted(path, path, made)
            : "[ -d %s ] || %s\n".formatted(path, made));
  }

  @Override
  public void writeFile(Action.WriteFile write) {
    parts.add(ShellPart.WRITE);
    String owner = write.owner() == null ? "''" : word(write.owner());
    String call = "kvmcore_write %04o %s %s".formatted(write.mode(), owner, word(write.path()));
    text.append(ShellWords.fed(call, write.text()));
  }

  @Override
  public void move(Action.Move move) {
    text.append("mv -f -- %s %s\n".formatted(word(move.from()), word(move.to())));
  }

  @Override
  public void delete(Action.Delete delete) {
    parts.add(ShellPart.DELETE);
    text.append("kvmcore_delete ").append(word(delete.path())).append('\n');
  }

  @Override
  public void deleteTree(Action.DeleteTree delete) {
    text.append("rm -rf -- ").append(word(delete.path())).append('\n');
  }

  @Override
  public void deleteIfEmpty(Action.DeleteIfEmpty delete) {
    String path = word(delete.path());
    text.append("[ ! -d %s ] || rmdir --ignore-fail-on-non-empty -- %s\n".formatted(path, path));
  }

  /** The secrets are read when the script runs, and pass through a pipe only. */
  @Override
  public void writeFileWithSecrets(Action.WriteFileWithSecrets write) {
    parts.add(ShellPart.WRITE);
    StringBuilder pieces = new StringBuilder();
    Set<String> files = new TreeSet<>();
    String end = "";
    for (SecretRef.Piece piece : SecretRef.cut(write.text(), write.secrets())) {
      SecretRef secret = piece.secret();
      String begin = secret == null ? "" : secret.begin();
      pieces.append(ShellWords.fed("cat", end + piece.text() + begin));
      end = secret == null ? "" : secret.end();
      if (secret != null) {
        files.add(word(secret.file()));
        pieces.append(encoded(secret));
      }
    }
    files.forEach(
        file ->
            text.append("[ -f %1$s ] && [ -s %1$s ] || kvmcore_fail %1$s".formatted(file))
                .append("' is missing or empty'\n"));
    String owner = write.owner() == null ? "''" : word(write.owner());
    text.append("{\n")
        .append(pieces)
        .append(
            "} | kvmcore_write %04o %s %s\n".formatted(write.mode(), owner, word(write.path())));
  }

  private String encoded(SecretRef secret) {
    if (secret.form() == SecretRef.Form.LINE) {
      return "tr -d '\\n' <" + word(secret.file()) + "\n";
    }
    programs.add("base64");
    return "base64 -w0 -- " + word(secret.file()) + "\n";
  }

  @Override
  public void fetchImage(Action.FetchImage fetch) {
    ImageRequest request = fetch.request();
    String source = word(request.source());
    String target = word(request.target());
    Path cache = request.target().getParent();
    String folder = cache == null ? "" : "(umask 066 && mkdir -p -- " + word(cache) + ")\n";
    text.append(folder).append(fetch(request, source, target));
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

  @Override
  public void await(Action.Await await) {
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
      text.append(":\n");
      return;
    }
    parts.add(ShellPart.AWAIT);
    String what = word(machine.name() + ": " + await.level());
    long seconds = await.limit().plusMillis(999).toSeconds();
    text.append("kvmcore_await %d %s %s\n".formatted(seconds, what, call));
  }

  @Override
  public void awaitOff(Action.AwaitOff off) {
    parts.add(ShellPart.SHUTDOWN);
    text.append(
        "kvmcore_shutdown %d %s %s %s %s\n"
            .formatted(
                off.limit().plusMillis(999).toSeconds(),
                off.force() ? "force" : "''",
                word(connectUri),
                off.machine().uuid(),
                word(off.machine().name())));
  }

  private String address(Machine machine) {
    programs.add("ssh-keyscan");
    return machine.address() == null ? "''" : machine.address().toString();
  }
}
