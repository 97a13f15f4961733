package io.github.kvmcore.engine.libvirt.doctor;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.Check.Status;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.model.hardware.VirtType;
import java.nio.file.FileSystem;
import java.util.ArrayList;
import java.util.List;

/** Whether the processor helps to run guests; looks at files only. */
final class KvmChecks {
  /** Read and write for the group or for others; udev gives it to the group kvm. */
  private static final int SHARED = 0066;

  private final HostFiles files;
  private final FileSystem system;
  private final VirtType wanted;
  private final HostFacts facts;

  KvmChecks(HostFiles files, FileSystem system, VirtType wanted, HostFacts facts) {
    this.files = files;
    this.system = system;
    this.wanted = wanted;
    this.facts = facts;
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    checks.add(kvm());
    if (isClosedDevice() && !"root".equals(facts.qemuUser())) {
      checks.add(
          new Check(
              "/dev/kvm",
              Status.WARNING,
              "can't be opened by QEMU's user: no guest can use KVM, and libvirt looks for it again at"
                  + " each new machine, for seconds",
              "sudo sh -c 'chgrp kvm /dev/kvm && chmod 0660 /dev/kvm'"));
    }
    return checks;
  }

  private Check kvm() {
    String obstacle = facts.kvmObstacle();
    if (wanted == VirtType.QEMU) {
      return new Check("KVM", Status.OK, "not asked for (virt_type is qemu)", null);
    }
    if (obstacle == null) {
      return new Check("KVM", Status.OK, "/dev/kvm", null);
    }
    return wanted == VirtType.KVM
        ? new Check("KVM", Status.PROBLEM, obstacle, "set virt_type to auto or qemu")
        : new Check(
            "KVM",
            Status.WARNING,
            "can't be used, guests are emulated, 5–10 times slower: " + obstacle,
            null);
  }

  private boolean isClosedDevice() {
    return files
        .stat(system.getPath("/dev/kvm"))
        .filter(found -> found.kind() == FileFacts.Kind.DEVICE)
        .filter(found -> (found.mode() & SHARED) == 0)
        .isPresent();
  }
}
