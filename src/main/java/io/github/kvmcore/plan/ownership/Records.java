package io.github.kvmcore.plan.ownership;

import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.MachineTag;
import java.util.List;
import java.util.Optional;

/** The records that say what kvmcore made; only those that no one else could have written. */
public interface Records {
  /** The claims of machines, of any cluster. */
  List<Domain> claims();

  /** What the claim of one of a cluster's machines says; empty if there is none. */
  Optional<MachineTag> claim(String cluster, String machine);

  /** Those of storage folders. */
  List<StorageRecord> storageRecords();
}
