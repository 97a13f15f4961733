package io.github.kvmcore.engine.libvirt.doctor;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.libvirt.read.HardwareFacts;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostMemory;
import io.github.kvmcore.engine.libvirt.read.NeedFinder;
import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.file.Programs;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.CommandRunner;
import io.github.kvmcore.model.config.ConfigDriveKind;
import io.github.kvmcore.model.hardware.VirtType;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.machine.WaitLevel;
import io.github.kvmcore.model.storage.DiskMode;
import io.github.kvmcore.spec.CatalogueSettings;
import io.github.kvmcore.spec.DiscoverySettings;
import io.github.kvmcore.spec.HardwareSettings;
import io.github.kvmcore.spec.Limits;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.VolumeSettings;
import io.github.kvmcore.spec.load.SettingsContext;
import io.github.kvmcore.spec.load.SettingsLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A host made up for a test: healthy until the test takes something away. */
public final class TestHost implements CommandRunner {
  static final long GIB = 1L << 30;

  public final HostFiles files = mock(HostFiles.class);
  public final List<String> ran = new ArrayList<>();
  public final Set<String> executables =
      new HashSet<>(
          Set.of(
              "/usr/bin/virsh",
              "/usr/sbin/libvirtd",
              "/usr/bin/qemu-img",
              "/usr/bin/qemu-system-x86_64",
              "/usr/bin/ip",
              "/usr/sbin/dnsmasq",
              "/usr/bin/genisoimage",
              "/usr/bin/bzip2",
              "/usr/bin/ssh",
              "/usr/bin/ssh-keygen",
              "/usr/bin/apt-get"));
  final Map<Path, Optional<FileFacts>> folders = new HashMap<>();
  HardwareFacts hardware = HardwareFacts.NONE;
  HardwareSettings hardwareSettings = HardwareSettings.NONE;
  final Map<Path, Long> usable = new HashMap<>();
  public Function<String, CommandResult> answers = line -> result(line, 1, "", "no answer");

  String kvmObstacle;
  String qemuUser = "libvirt-qemu";
  boolean root = true;
  boolean ninePfs = true;
  String architecture = "x86_64";
  long memoryKiB = 16 << 20;
  long availableKiB = 8 << 20;
  long swapKiB;
  boolean sshKeygen = true;

  String connect = "qemu:///system";
  String networkName;
  String bridge;
  public VolumeSettings volumes;
  String image = "https://images.example/coreos_production_qemu_image.img.bz2";
  ConfigDriveKind configDrive = ConfigDriveKind.AUTO;
  VirtType virtType = VirtType.AUTO;
  DiskMode diskMode = DiskMode.OVERLAY;
  Long diskBytes;
  long machineKiB = 2 << 20;
  List<String> keys = List.of("ssh-ed25519 AAAA me");

  public TestHost() {
    when(files.isExecutable(any()))
        .thenAnswer(call -> executables.contains(call.getArgument(0).toString()));
    when(files.isWritable(any())).thenReturn(true);
    for (String path : List.of("/", "/srv", "/srv/images", "/srv/drives", "/srv/cache")) {
      directory(path, 0755, "root");
      usable.put(Path.of(path), 100 * GIB);
    }
    directory("/srv/console", 0700, "root");
  }

  void directory(String path, int mode, String owner) {
    put(path, FileFacts.Kind.DIRECTORY, mode, owner);
  }

  void put(String path, FileFacts.Kind kind, int mode, String owner) {
    folders.put(Path.of(path), Optional.of(new FileFacts(kind, 4096, mode, owner, 0)));
  }

  /** A path that is there, outside of kvmcore's folders. */
  public void there(String path, FileFacts.Kind kind) {
    when(files.stat(Path.of(path)))
        .thenReturn(Optional.of(new FileFacts(kind, 0, 0755, "root", 0)));
  }

  void device(String path, int mode) {
    when(files.stat(Path.of(path)))
        .thenReturn(Optional.of(new FileFacts(FileFacts.Kind.DEVICE, 0, mode, "root", 0)));
  }

  public void text(String path, String text) {
    when(files.read(Path.of(path))).thenReturn(Optional.of(text));
  }

  @Override
  public CommandResult run(Command command) {
    ran.add(command.display());
    CommandResult result = answers.apply(command.display());
    return new CommandResult(
        command, result.exitStatus(), result.out(), result.err(), result.time());
  }

  public static CommandResult result(String line, int status, String out, String err) {
    return new CommandResult(Command.of(line), status, out, err, Duration.ofMillis(15));
  }

  public HostAccess access() {
    return new HostAccess(this, files, mock(Ports.class), mock(Downloader.class));
  }

  public Programs programs() {
    return new Programs(files, "/usr/bin", Path.of("/"));
  }

  public NeedFinder finder() {
    return new NeedFinder(files, programs(), settings(), architecture);
  }

  Doctor doctor() {
    return new Doctor(access(), settings(), programs(), facts());
  }

  /** What the checks of that name find that start no process, for three machines. */
  List<Check> quick(String name) {
    return doctor().quick(machines(3)).stream().filter(check -> check.name().equals(name)).toList();
  }

  HostFacts facts() {
    return new HostFacts(
        architecture,
        4,
        kvmObstacle,
        new HostMemory(memoryKiB, availableKiB, swapKiB),
        qemuUser,
        root,
        "",
        ninePfs,
        "genisoimage",
        sshKeygen,
        List.of(),
        folders,
        Map.of(),
        usable,
        hardware);
  }

  private static final Settings DEFAULTS =
      SettingsLoader.load(
              List.of(),
              new SettingsContext(
                  null, Path.of("/"), "x86_64", file -> Optional.empty(), List.of(), null))
          .settings();

  /** As settings are that name an image, and not what it is. */
  private static CatalogueSettings ofNamedImage(CatalogueSettings all) {
    return new CatalogueSettings(
        Os.OTHER,
        all.channel(),
        all.release(),
        all.architecture(),
        all.flatcar(),
        all.fcos(),
        all.coreos(),
        all.verify(),
        all.keys(),
        all.fingerprints());
  }

  public Settings settings() {
    return new Settings(
        "coreos",
        connect,
        machineKiB,
        1,
        networkName,
        bridge,
        null,
        image,
        null,
        false,
        Path.of("/srv/images"),
        "",
        Path.of("/srv/drives"),
        Path.of("/srv/cache"),
        Path.of("/srv/console"),
        diskMode,
        diskBytes,
        configDrive,
        virtType,
        "none",
        keys,
        null,
        WaitLevel.values()[0],
        false,
        new Limits(
            Duration.ofMinutes(5),
            Duration.ofMinutes(2),
            Duration.ofSeconds(30),
            Duration.ZERO,
            Duration.ofMinutes(1),
            Duration.ofSeconds(90),
            Duration.ofMinutes(30),
            null),
        new DiscoverySettings(DiscoverySettings.Use.AUTO, null, "https://discovery.etcd.io/new"),
        machines(3),
        volumes,
        ofNamedImage(DEFAULTS.catalogue()),
        DEFAULTS.config(),
        DEFAULTS.services(),
        hardwareSettings);
  }

  /** So many machines of the size that is set. */
  List<MachineSpec> machines(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            index -> new MachineSpec("coreos-" + index, index, machineKiB, 1, diskBytes, null))
        .toList();
  }
}
