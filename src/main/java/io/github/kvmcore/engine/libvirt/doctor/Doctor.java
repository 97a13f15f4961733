package io.github.kvmcore.engine.libvirt.doctor;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.Check.Status;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.LibvirtDaemons;
import io.github.kvmcore.engine.libvirt.read.Need;
import io.github.kvmcore.engine.libvirt.read.NeedFinder;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.file.Programs;
import io.github.kvmcore.exec.process.CommandRunner;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.VolumeSettings;
import java.nio.file.FileSystem;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Looks whether the host has what machines need. Reads only; {@link Setup} fixes. */
public final class Doctor {
  private final HostAccess access;
  private final Settings settings;
  private final HostFacts facts;
  private final NeedFinder finder;
  private final ProgramChecks programs;
  private final VersionChecks versions;
  private final KvmChecks kvm;
  private final LibvirtChecks libvirt;
  private final NetworkChecks networks;
  private final FolderChecks folders;

  public Doctor(HostAccess access, Settings settings, Programs onPath, HostFacts facts) {
    this.access = access;
    this.settings = settings;
    this.facts = facts;
    HostFiles files = access.files();
    CommandRunner commands = access.commands();
    FileSystem system = settings.storageDir().getFileSystem();
    this.finder = new NeedFinder(files, onPath, settings, facts.architecture());
    this.programs = new ProgramChecks(finder, onPath, facts);
    this.versions = new VersionChecks(commands, finder);
    this.kvm = new KvmChecks(files, system, settings.virtType(), facts);
    this.libvirt =
        new LibvirtChecks(commands, LibvirtDaemons.find(files, system), settings.connect());
    this.networks = new NetworkChecks(access, settings);
    this.folders = new FolderChecks(files, settings, facts);
  }

  /**
   * What can be known without starting a process.
   *
   * @param machinesToMake the machines that create is about to make
   */
  public List<Check> quick(List<MachineSpec> machinesToMake) {
    List<Check> checks = new ArrayList<>(programs.all());
    checks.addAll(kvm.all());
    networks.bridge().ifPresent(checks::add);
    addRest(checks, machinesToMake);
    return checks;
  }

  /**
   * Everything: a process for each program's version, up to three of virsh, and up to four that
   * look at the volume group.
   *
   * @param machines the machines that there are to be
   */
  public List<Check> full(List<MachineSpec> machines) {
    List<Check> checks = new ArrayList<>(programs.all());
    checks.addAll(versions.all(finder.wanted(facts.sharesConfigs())));
    checks.addAll(kvm.all());
    Check connection = libvirt.connection();
    checks.add(connection);
    networks.bridge().ifPresent(checks::add);
    VolumeSettings volumes = settings.volumes();
    if (volumes != null && finder.find(Need.LVM).isPresent()) {
      checks.add(new GroupCheck(access, volumes).check());
    }
    if (connection.status() != Status.PROBLEM) {
      networks.network().ifPresent(checks::add);
    }
    addRest(checks, machines);
    if (settings.image() == null) {
      PublisherKeyCheck.of(settings.catalogue().os(), LocalDate.now(ZoneOffset.UTC))
          .ifPresent(checks::add);
    }
    return checks;
  }

  private void addRest(List<Check> checks, List<MachineSpec> machines) {
    checks.addAll(folders.all());
    checks.addAll(new CapacityChecks(settings, facts, machines).all());
    checks.addAll(new HardwareChecks(settings, facts, machines).all());
    checks.add(qemuUser());
    checks.add(keys(!machines.isEmpty()));
  }

  private Check qemuUser() {
    String user = facts.qemuUser();
    return user != null
        ? new Check("QEMU's user", Status.OK, user, null)
        : new Check(
            "QEMU's user",
            Status.WARNING,
            "not known: neither /etc/libvirt/qemu.conf nor /etc/passwd has it",
            null);
  }

  /** The user's own configs and templates may have keys or passwords of their own. */
  private Check keys(boolean made) {
    int count = settings.sshKeys().size();
    if (count > 0) {
      return new Check("ssh keys", Status.OK, count + (count == 1 ? " key" : " keys"), null);
    }
    boolean own =
        settings.config().hasOwnIgnition()
            || settings.config().userDataFile() != null
            || settings.templatesDir() != null;
    return facts.sshKeygen()
        ? new Check(
            "ssh keys", Status.OK, "none of yours; each cluster gets a key of its own", null)
        : new Check(
            "ssh keys",
            made && !own ? Status.PROBLEM : Status.WARNING,
            "none, and no ssh-keygen to make one: no one could log in to the machines",
            "install ssh-keygen, or give a public key by --ssh-key");
  }

  /**
   * Goes on only where no check is a problem.
   *
   * @throws KvmcoreException of the host, with all problems at once and each one's remedy
   */
  public static void require(List<Check> checks) {
    require(checks, true);
  }

  /**
   * The same.
   *
   * @param root whether kvmcore runs as root, which alone can set up the host
   */
  public static void require(List<Check> checks, boolean root) {
    List<Check> problems =
        checks.stream().filter(check -> check.status() == Status.PROBLEM).toList();
    if (!problems.isEmpty()) {
      throw KvmcoreException.host(
          problems.stream()
              .map(Doctor::lines)
              .collect(
                  Collectors.joining(
                      "\n",
                      "this host lacks what machines need:\n",
                      root
                          ? "\n  next: kvmcore doctor, or kvmcore create --setup"
                          : "\n  next: kvmcore doctor; only root can run it with --setup")));
    }
  }

  private static String lines(Check check) {
    String text = "  " + check.name() + ": " + check.detail();
    return check.remedy() == null ? text : text + "\n    " + check.remedy();
  }
}
