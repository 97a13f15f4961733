package io.github.kvmcore.engine.libvirt.doctor;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.Check.Status;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.failure.ShellQuote;
import io.github.kvmcore.spec.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether kvmcore can write to its folders, and QEMU's user reach them; looks at files only.
 *
 * <p>A link in a path is followed, but what lies above its target is not looked at.
 */
final class FolderChecks {
  private static final int GROUP_SEARCH = 0010;
  private static final int OTHERS_SEARCH = 0001;
  private static final int OWNER_SEARCH = 0100;

  private final HostFiles files;
  private final Settings settings;
  private final HostFacts facts;

  FolderChecks(HostFiles files, Settings settings, HostFacts facts) {
    this.files = files;
    this.settings = settings;
    this.facts = facts;
  }

  /** A check for each folder, each path once. */
  List<Check> all() {
    // The daemon that keeps the consoles' logs is root's; all else is opened by QEMU itself.
    Set<Path> seen = new LinkedHashSet<>();
    List<Check> checks = new ArrayList<>();
    add(checks, seen, "storage folder", settings.storageDir(), true);
    add(checks, seen, "config drive folder", settings.configDriveDir(), true);
    add(checks, seen, "image cache folder", settings.imageCacheDir(), true);
    add(checks, seen, "console log folder", settings.consoleLogDir(), false);
    return checks;
  }

  private void add(List<Check> checks, Set<Path> seen, String name, Path folder, boolean qemu) {
    if (seen.add(folder)) {
      checks.add(check(name, folder, qemu));
    }
  }

  private Check check(String name, Path folder, boolean qemu) {
    for (Path path : fromRoot(folder)) {
      Optional<FileFacts> found = look(path);
      if (found.isEmpty()) {
        break;
      }
      if (!found.get().isDirectory()) {
        return new Check(name, Status.PROBLEM, path + " is no directory", "ls -ld " + quote(path));
      }
    }
    Path nearest = nearest(folder);
    if (!files.isWritable(nearest)) {
      return new Check(
          name,
          Status.PROBLEM,
          nearest + " can't be written by the running user, or is on a read-only file system",
          facts.root()
              ? "findmnt -T " + quote(nearest)
              : "-e " + setting(name) + "=FOLDER, a folder that you own");
    }
    String untrusted = facts.untrusted().get(folder);
    if (untrusted != null) {
      return new Check(
          name,
          Status.PROBLEM,
          untrusted + ": others could forge what kvmcore keeps in " + folder,
          "give it to the user who runs kvmcore, and take others' right to write: chmod go-w");
    }
    Check unreachable = qemu ? unreachable(name, nearest) : null;
    String detail = nearest.equals(folder) ? "" + folder : folder + " (will be made)";
    return unreachable == null ? new Check(name, Status.OK, detail, null) : unreachable;
  }

  private static String setting(String name) {
    return switch (name) {
      case "config drive folder" -> "cloud_init_dir";
      case "image cache folder" -> "vm_image_cache_dir";
      case "console log folder" -> "vm_console_log_dir";
      default -> "vm_image_storage_fs_dir";
    };
  }

  /** The first folder on the way, the last one too, that QEMU's user can't or may not search. */
  private @Nullable Check unreachable(String name, Path folder) {
    @Nullable Check doubt = null;
    for (Path path : fromRoot(folder)) {
      Status status = look(path).map(this::search).orElse(Status.OK);
      if (status == Status.PROBLEM) {
        return closed(name, path, status, " can't get through ");
      }
      if (status == Status.WARNING && doubt == null) {
        doubt = closed(name, path, status, " may not get through ");
      }
    }
    return doubt;
  }

  private Check closed(String name, Path path, Status status, String verb) {
    FileFacts found = look(path).orElseThrow();
    String user = facts.qemuUser() == null ? "QEMU's user" : facts.qemuUser();
    String detail =
        user + verb + path + String.format(" (mode %04o, owner %s)", found.mode(), found.owner());
    boolean own = !facts.root() && files.isWritable(path);
    String remedy = "setfacl -m u:" + qemuUser() + ":x " + quote(path);
    return new Check(name, status, detail, own ? remedy : "sudo " + remedy);
  }

  private String qemuUser() {
    String user = facts.qemuUser();
    return user == null ? "libvirt-qemu" : user;
  }

  /**
   * Where an access list lets anybody through, the group's bits show it (acl(5)), so without the
   * group's x nobody but owner and others gets through; with it, somebody does, perhaps QEMU.
   */
  private Status search(FileFacts directory) {
    if (directory.owner().equals(facts.qemuUser())) {
      return (directory.mode() & OWNER_SEARCH) != 0 ? Status.OK : Status.PROBLEM;
    }
    if ((directory.mode() & OTHERS_SEARCH) != 0) {
      return Status.OK;
    }
    return (directory.mode() & GROUP_SEARCH) != 0 ? Status.WARNING : Status.PROBLEM;
  }

  private Path nearest(Path folder) {
    Path path = folder;
    Path parent = path.getParent();
    while (parent != null && look(path).isEmpty()) {
      path = parent;
      parent = path.getParent();
    }
    return path;
  }

  private static List<Path> fromRoot(Path folder) {
    List<Path> paths = new ArrayList<>();
    for (Path path = folder; path != null; path = path.getParent()) {
      paths.add(path);
    }
    Collections.reverse(paths);
    return paths;
  }

  private Optional<FileFacts> look(Path path) {
    Optional<FileFacts> found = facts.folders().getOrDefault(path, Optional.empty());
    // The system follows a link where a path goes on behind it.
    return found.isPresent() && found.get().kind() == FileFacts.Kind.LINK
        ? files.stat(path.resolve("."))
        : found;
  }

  private static String quote(Path path) {
    return ShellQuote.quote(path.toString());
  }
}
