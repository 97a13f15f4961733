package io.github.kvmcore.engine.libvirt;

import io.github.kvmcore.cluster.MachineState;
import io.github.kvmcore.engine.Capability;
import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.CommandErrors;
import io.github.kvmcore.engine.CreateView;
import io.github.kvmcore.engine.Engine;
import io.github.kvmcore.engine.EngineContext;
import io.github.kvmcore.engine.ImageUsers;
import io.github.kvmcore.engine.Leftovers;
import io.github.kvmcore.engine.Lock;
import io.github.kvmcore.engine.MachineKeys;
import io.github.kvmcore.engine.MachineWatch;
import io.github.kvmcore.engine.libvirt.doctor.Doctor;
import io.github.kvmcore.engine.libvirt.doctor.LibvirtChecks;
import io.github.kvmcore.engine.libvirt.doctor.Setup;
import io.github.kvmcore.engine.libvirt.gc.GcPlanner;
import io.github.kvmcore.engine.libvirt.read.ClusterFinder;
import io.github.kvmcore.engine.libvirt.read.FactsReader;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostImageUsers;
import io.github.kvmcore.engine.libvirt.read.HostInventory;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.engine.libvirt.read.HostStateReader;
import io.github.kvmcore.engine.libvirt.read.InventoryReader;
import io.github.kvmcore.engine.libvirt.read.MachineDetailsReader;
import io.github.kvmcore.engine.libvirt.watch.DomainWatch;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.Futures;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.lock.ClusterLock;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineDetails;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.machine.MachineStatus;
import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** A KVM host with libvirt. */
public final class LibvirtEngine implements Engine {
  private final EngineContext context;
  private final HostAccess access;
  private final Settings settings;
  private final Virsh virsh;
  private boolean answered;
  private List<Path> unrecorded = List.of();

  public LibvirtEngine(EngineContext context) {
    this.context = context;
    this.access = context.access();
    this.settings = context.settings();
    this.virsh = new Virsh(settings.connect());
  }

  @Override
  public String name() {
    return "libvirt";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.values());
  }

  @Override
  public LibvirtObservation observe(Detail detail) {
    return new LibvirtObservation(settings, read(detail));
  }

  private HostState read(Detail detail) {
    HostStateReader reader = new HostStateReader(access, settings, answered);
    HostState read =
        switch (detail) {
          case MACHINES -> reader.readMachines();
          case EVERYTHING -> reader.read();
          case ALL_CLUSTERS -> new ClusterFinder(access, settings).read();
        };
    answered = true;
    return read.withMadeFolders(settings.storageDir(), unrecorded);
  }

  /** What the host holds and what it can, read at the same time. */
  @Override
  public CreateView view() {
    CompletableFuture<HostFacts> facts = CompletableFuture.supplyAsync(this::facts);
    HostState hostState = stateOrProblems(facts);
    return new LibvirtCreateView(context, hostState, Futures.join(facts));
  }

  /** If libvirt does not answer, what the doctor finds says more than virsh's error. */
  private HostState stateOrProblems(CompletableFuture<HostFacts> facts) {
    try {
      return read(Detail.EVERYTHING);
    } catch (KvmcoreException e) {
      HostFacts known = Futures.join(facts);
      Doctor.require(doctor(context, known).full(List.of()), known.root());
      throw e;
    }
  }

  private HostFacts facts() {
    return new FactsReader(access, settings, context.programs(), context.architecture()).read();
  }

  static Doctor doctor(EngineContext context, HostFacts facts) {
    return new Doctor(context.access(), context.settings(), context.programs(), facts);
  }

  @Override
  public List<Check> check(List<MachineSpec> machines) {
    return doctor(context, facts()).full(machines);
  }

  @Override
  public void setUp(Consumer<String> say) {
    new Setup(access, settings, context.programs(), facts(), say).run();
  }

  @Override
  public Optional<String> connectionMistake() {
    return LibvirtChecks.sessionObstacle(settings.connect());
  }

  @Override
  public ImageUsers imageUsers() {
    return imageUsers(read(Detail.EVERYTHING));
  }

  private ImageUsers imageUsers(HostState hostState) {
    return new HostImageUsers(access.files(), hostState, settings.imageCacheDir());
  }

  @Override
  public Leftovers leftovers(boolean adopt) {
    HostInventory inventory = new InventoryReader(access, settings, context.programs()).read();
    HostState hostState = inventory.host();
    List<String> warnings = new ArrayList<>();
    String obstacle = hostState.volumes().obstacle();
    if (obstacle != null) {
      warnings.add("logical volumes are not looked at: " + obstacle);
    }
    LibvirtObservation observation = new LibvirtObservation(settings, hostState);
    warnings.addAll(observation.doubts());
    String untrusted = inventory.untrusted().get(settings.imageCacheDir());
    if (untrusted != null) {
      warnings.add("the image cache is left alone: " + untrusted);
    }
    return new Leftovers(
        new GcPlanner(inventory, settings, adopt).leftovers(),
        warnings,
        imageUsers(hostState),
        observation::volumeBytes);
  }

  @Override
  public List<MachineDetails> details(
      List<MachineState> machines, Function<MachineState, MachineStatus> status) {
    return new MachineDetailsReader(access.commands(), virsh, context.images().get())
        .read(machines, status);
  }

  @Override
  public MachineWatch watch(List<Machine> machines) {
    return new DomainWatch(access, virsh, machines);
  }

  @Override
  public Command console(Machine machine, boolean force) {
    return virsh.command("console", machine.uuid().toString(), force ? "--force" : "--safe");
  }

  /** What it notes are folders that a run made and did not record yet, or has yet to remove. */
  @Override
  public Lock lock(String command) {
    HostFiles.FileLock lock =
        new ClusterLock(context.run(), access.files(), settings.cluster(), command)
            .take(settings.limits().lockWait(), context.say());
    unrecorded =
        lock.notes().stream()
            .filter(line -> line.startsWith("/"))
            .map(line -> settings.storageDir().getFileSystem().getPath(line))
            .toList();
    return new Lock() {
      @Override
      public void note(List<String> notes) {
        lock.note(notes);
      }

      @Override
      public void close() {
        lock.close();
      }
    };
  }

  @Override
  public CommandErrors errors() {
    return new LibvirtErrors();
  }

  @Override
  public MachineKeys keys(MachineState machine) {
    return keys(machine.machine(), machine.tag().storage());
  }

  @Override
  public MachineKeys keys(Machine machine) {
    Path disks = machine.disk() instanceof Disk.ImageFile file ? file.path().getParent() : null;
    return keys(machine, disks == null ? settings.storageDir() : disks);
  }

  private MachineKeys keys(Machine machine, Path storage) {
    return new MachineKeyFiles(access.files(), storage, machine.cluster(), machine.name());
  }
}
