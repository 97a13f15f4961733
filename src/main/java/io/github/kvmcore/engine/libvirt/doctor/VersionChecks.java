package io.github.kvmcore.engine.libvirt.doctor;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.Check.Status;
import io.github.kvmcore.engine.libvirt.read.Need;
import io.github.kvmcore.engine.libvirt.read.NeedFinder;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.CommandRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions of the programs, a process for each. */
final class VersionChecks {
  private static final Pattern NUMBER = Pattern.compile("\\b\\d{1,9}(?:\\.\\d{1,9})+(?!\\d)");
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** The oldest that will do: libvirt with virtlogd and 9p as used, QEMU with -blockdev. */
  private static final Map<Need, String> OLDEST =
      Map.of(Need.VIRSH, "4.5", Need.QEMU_IMG, "2.12", Need.EMULATOR, "2.12", Need.DNSMASQ, "2.60");

  private final CommandRunner commands;
  private final NeedFinder finder;

  VersionChecks(CommandRunner commands, NeedFinder finder) {
    this.commands = commands;
    this.finder = finder;
  }

  /** A check for each program that is there. */
  List<Check> all(List<Need> wanted) {
    List<Check> checks = new ArrayList<>();
    for (Need need : wanted) {
      String oldest = OLDEST.get(need);
      if (oldest != null) {
        finder.find(need).ifPresent(path -> checks.add(check(need, path.toString(), oldest)));
      }
    }
    return checks;
  }

  private Check check(Need need, String program, String oldest) {
    Command command = Command.of(program, "--version").withLimit(LIMIT);
    CommandResult result = commands.run(command);
    Optional<String> version = result.ok() ? find(result.out()) : Optional.empty();
    if (version.isEmpty()) {
      String detail = "does not say its version (exit status " + result.exitStatus() + ")";
      return new Check(name(need), Status.WARNING, detail, command.display());
    }
    return judge(name(need), version.get(), oldest);
  }

  private static String name(Need need) {
    return need.title() + " version";
  }

  static Check judge(String name, String version, String oldest) {
    return isOlder(version, oldest)
        ? new Check(
            name,
            Status.PROBLEM,
            version + " is too old: kvmcore needs " + oldest + " at least",
            null)
        : new Check(name, Status.OK, version, null);
  }

  /** The first number with a dot in a text. */
  static Optional<String> find(String text) {
    Matcher matcher = NUMBER.matcher(text);
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }

  private static boolean isOlder(String version, String oldest) {
    return Arrays.compare(parts(version), parts(oldest)) < 0;
  }

  private static int[] parts(String version) {
    return Arrays.stream(version.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
  }
}
