package io.github.kvmcore.engine.libvirt.doctor;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.Check.Status;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.Need;
import io.github.kvmcore.engine.libvirt.read.NeedFinder;
import io.github.kvmcore.exec.file.Programs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether the programs that kvmcore and libvirt run are on the host; looks at files only. */
final class ProgramChecks {
  private final NeedFinder finder;
  private final Optional<PackageFamily> family;
  private final HostFacts facts;

  ProgramChecks(NeedFinder finder, Programs programs, HostFacts facts) {
    this.finder = finder;
    this.family = PackageFamily.of(programs);
    this.facts = facts;
  }

  List<Check> all() {
    return finder.wanted(facts.sharesConfigs()).stream().map(this::check).toList();
  }

  private Check check(Need need) {
    Optional<Path> found = finder.find(need);
    if (found.isPresent()) {
      return new Check(need.title(), Status.OK, found.get().toString(), null);
    }
    Status status = need.required() ? Status.PROBLEM : Status.WARNING;
    String names = String.join(", ", need.programs(facts.architecture()));
    return new Check(
        need.title(), status, "not on this host: " + names + consequence(need), remedy(need));
  }

  private static String consequence(Need need) {
    return switch (need) {
      case DECOMPRESSOR -> "; kvmcore unpacks images itself, which is slower";
      case GPGV -> "; no image of the catalogue can be checked, and none that is not is used";
      case SSH -> "; only `kvmcore ssh` needs it";
      case SSH_KEYGEN ->
          "; new machines make their own host keys, and the first ssh to each takes any key";
      default -> "";
    };
  }

  private String remedy(Need need) {
    return family
        .map(
            value ->
                "sudo "
                    + value.install(value.packages(List.of(need), facts.architecture())).display())
        .orElse("install it with this host's package manager");
  }
}
