package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.file.Programs;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.model.hardware.Share;
import io.github.kvmcore.model.hardware.VirtType;
import io.github.kvmcore.model.network.Ipv4Subnet;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.tool.network.IpRoute;
import io.github.kvmcore.tool.ssh.SshKeygen;
import io.github.kvmcore.tool.storage.IsoImage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@link HostFacts}, from files where there is one, else from a program. */
public final class FactsReader {
  private static final Pattern QEMU_USER =
      Pattern.compile("(?m)^\\s*user\\s*=\\s*[\"']?\\+?([^\"'\\s#]+)");
  private static final List<String> USUAL_QEMU_USERS = List.of("libvirt-qemu", "qemu");

  private final HostAccess access;
  private final HostFiles files;
  private final Settings settings;
  private final Programs programs;
  private final String architecture;

  /**
   * @param architecture the JVM's word for the processor: {@code amd64}, {@code aarch64}
   */
  public FactsReader(HostAccess access, Settings settings, Programs programs, String architecture) {
    this.access = access;
    this.files = access.files();
    this.settings = settings;
    this.programs = programs;
    this.architecture = architecture.equals("amd64") ? "x86_64" : architecture;
  }

  public HostFacts read() {
    String cpuinfo = text("/proc/cpuinfo");
    String meminfo = text("/proc/meminfo");
    Map<Path, Optional<FileFacts>> folders = new LinkedHashMap<>();
    Map<Path, Long> usable = new LinkedHashMap<>();
    for (Path folder :
        List.of(
            settings.storageDir(),
            settings.configDriveDir(),
            settings.imageCacheDir(),
            settings.consoleLogDir())) {
      usable.put(folder, files.usableSpace(folder));
      for (Path path = folder; path != null; path = path.getParent()) {
        folders.computeIfAbsent(path, files::stat);
      }
    }
    for (Share share : settings.hardware().shares()) {
      for (Path path = share.folder(); path != null; path = path.getParent()) {
        folders.computeIfAbsent(path, files::stat);
      }
    }
    String kvmObstacle = kvmObstacle(cpuinfo);
    return new HostFacts(
        architecture,
        (int) cpuinfo.lines().filter(line -> line.startsWith("processor")).count(),
        kvmObstacle,
        new HostMemory(
            kibibytes(meminfo, "MemTotal"),
            kibibytes(meminfo, "MemAvailable"),
            kibibytes(meminfo, "SwapTotal")),
        qemuUser(),
        files.isRoot(),
        text("/etc/machine-id").strip(),
        ninePfs(),
        programs.firstOf(IsoImage.PROGRAMS).orElse(null),
        programs.has(SshKeygen.PROGRAM),
        routes(),
        folders,
        untrusted(),
        usable,
        new HardwareReader(access, settings)
            .read(kvm(kvmObstacle) ? "kvm" : "qemu", architecture, meminfo));
  }

  /** Those that hold claims and keys, what configures guests, and images that were verified. */
  private Map<Path, String> untrusted() {
    Map<Path, String> found = new LinkedHashMap<>();
    Path storage = settings.storageDir();
    files
        .untrusted(new ClusterFolder(storage).claims())
        .ifPresent(reason -> found.put(storage, reason));
    for (Path folder : List.of(settings.configDriveDir(), settings.imageCacheDir())) {
      files.untrusted(folder).ifPresent(reason -> found.put(folder, reason));
    }
    return found;
  }

  private boolean kvm(@Nullable String obstacle) {
    return settings.virtType() == VirtType.KVM
        || (settings.virtType() == VirtType.AUTO && obstacle == null);
  }

  /** The device alone says nothing: containers and nested machines have it without a use. */
  private @Nullable String kvmObstacle(String cpuinfo) {
    if (architecture.equals("x86_64") && !cpuinfo.matches("(?s).*\\b(vmx|svm)\\b.*")) {
      return "the processor shows neither vmx nor svm (switched off in the firmware, or not passed"
          + " on to this virtual machine)";
    }
    Optional<FileFacts> device = files.stat(root("/dev/kvm"));
    if (device.isEmpty() || device.get().kind() != FileFacts.Kind.DEVICE) {
      return "there is no /dev/kvm (modprobe kvm_intel or kvm_amd)";
    }
    if (files.stat(root("/sys/class/misc/kvm")).isEmpty()) {
      return "/dev/kvm has no driver behind it (modprobe kvm_intel or kvm_amd)";
    }
    return null;
  }

  private static long kibibytes(String meminfo, String name) {
    return meminfo
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.replaceAll("\\D", ""))
        .filter(digits -> digits.matches("\\d{1,15}"))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }

  private @Nullable String qemuUser() {
    Matcher matcher = QEMU_USER.matcher(text("/etc/libvirt/qemu.conf"));
    if (matcher.find()) {
      return matcher.group(1);
    }
    String passwd = text("/etc/passwd");
    return USUAL_QEMU_USERS.stream()
        .filter(user -> passwd.lines().anyMatch(line -> line.startsWith(user + ":")))
        .findFirst()
        .orElse(null);
  }

  /**
   * QEMU of the RHEL family is built without 9p and installed as qemu-kvm; everybody else's, as
   * qemu-system-ARCH, has it.
   */
  private boolean ninePfs() {
    return programs.has("qemu-system-" + architecture);
  }

  private List<Ipv4Subnet> routes() {
    CommandResult result = access.commands().run(IpRoute.list());
    return result.ok() ? IpRoute.parse(result.out()) : List.of();
  }

  private String text(String path) {
    return files.read(root(path)).orElse("");
  }

  private Path root(String path) {
    return settings.storageDir().getFileSystem().getPath(path);
  }
}
