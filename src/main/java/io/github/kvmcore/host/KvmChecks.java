package io.github.kvmcore.host;

import io.github.kvmcore.exec.FileFacts;
import io.github.kvmcore.exec.HostFiles;
import io.github.kvmcore.host.Check.Status;
import io.github.kvmcore.model.VirtType;
import java.nio.file.FileSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whether the processor helps to run guests; looks at files only. */
final class KvmChecks {
  private static final String MASK =
      "sudo sh -c 'touch /run/no-kvm && chmod 000 /run/no-kvm && mount --bind /run/no-kvm /dev/kvm"
          + " && mount -o remount,bind,ro /dev/kvm'";

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
    if (!facts.kvm() && isDevice()) {
      checks.add(
          new Check(
              "/dev/kvm",
              Status.WARNING,
              "is there though KVM does not work: libvirt tries it for half a minute for each new"
                  + " machine, unless it is taken away or hidden (until the next boot)",
              modules().isEmpty() ? MASK : "sudo modprobe -r " + String.join(" ", modules())));
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
            "KVM", Status.WARNING, obstacle + "; guests will be emulated: 5–10 times slower", null);
  }

  private boolean isDevice() {
    return files
        .stat(system.getPath("/dev/kvm"))
        .filter(found -> found.kind() == FileFacts.Kind.DEVICE)
        .isPresent();
  }

  private List<String> modules() {
    return Stream.of("kvm_intel", "kvm_amd")
        .filter(module -> files.stat(system.getPath("/sys/module", module)).isPresent())
        .toList();
  }
}
