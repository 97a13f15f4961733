package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.process.Command;
import java.nio.file.FileSystem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How libvirt is started on this host.
 *
 * @param systemd whether systemd runs
 * @param modular whether a daemon per driver is installed and used (RHEL 9, Fedora, Leap 16) rather
 *     than libvirtd
 * @param logging whether virtlogd runs, which keeps the consoles' logs
 */
public record LibvirtDaemons(boolean systemd, boolean modular, boolean logging) {
  private static final List<String> UNIT_FOLDERS =
      List.of("/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system");
  private static final List<String> ENABLED =
      List.of(
          "/etc/systemd/system/multi-user.target.wants/libvirtd.service",
          "/etc/systemd/system/sockets.target.wants/libvirtd.socket");

  /** Looks, in files only. */
  public static LibvirtDaemons find(HostFiles files, FileSystem system) {
    boolean systemd = there(files, system, "/run/systemd/system");
    return new LibvirtDaemons(
        systemd,
        systemd
            ? modularUnits(files, system)
            : !there(files, system, "/usr/sbin/libvirtd")
                && there(files, system, "/usr/sbin/virtqemud"),
        runs(files, system, "virtlogd"));
  }

  /** Both may be installed; then the one that the host's owner enabled counts. */
  private static boolean modularUnits(HostFiles files, FileSystem system) {
    return UNIT_FOLDERS.stream()
            .anyMatch(folder -> there(files, system, folder + "/virtqemud.socket"))
        && ENABLED.stream().noneMatch(link -> there(files, system, link));
  }

  private static boolean there(HostFiles files, FileSystem system, String path) {
    return files.stat(system.getPath(path)).isPresent();
  }

  private static boolean runs(HostFiles files, FileSystem system, String daemon) {
    return files
        .read(system.getPath("/run/" + daemon + ".pid"))
        .flatMap(pid -> files.read(system.getPath("/proc/" + pid.strip() + "/comm")))
        .filter(name -> name.strip().equals(daemon))
        .isPresent();
  }

  /**
   * Starts them, for good where systemd runs. Without it each daemon leaves its caller's session
   * and closes its caller's streams ({@code -d}) once it serves, and says so by its exit status.
   */
  public List<Command> start() {
    if (systemd) {
      return List.of(
          modular
              ? Command.of(
                  "systemctl", "enable", "--now", "virtqemud.socket", "virtnetworkd.socket")
              : Command.of("systemctl", "enable", "--now", "libvirtd"));
    }
    Stream<String> drivers =
        modular ? Stream.of("virtnetworkd", "virtqemud") : Stream.of("libvirtd");
    Stream<String> daemons = logging ? drivers : Stream.concat(Stream.of("virtlogd"), drivers);
    return Stream.concat(
            Stream.of(Command.of("mkdir", "-p", "/run/libvirt")),
            daemons.map(name -> Command.of(name, "-d", "-p", "/run/" + name + ".pid")))
        .toList();
  }

  /** The same as a line to paste. */
  public String paste() {
    return sudo(start());
  }

  /** Commands as a line to paste for a user who is not root. */
  public static String sudo(List<Command> commands) {
    return commands.stream()
        .map(command -> "sudo " + command.display())
        .collect(Collectors.joining(" && "));
  }
}
