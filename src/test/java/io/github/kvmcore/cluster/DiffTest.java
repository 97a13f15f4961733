package io.github.kvmcore.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.EtcdTag;
import io.github.kvmcore.model.machine.K3sRole;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.Disk;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is wanted beside what exists; and the words that name machines. */
class DiffTest {
  private static final Path FOLDER = Path.of("/x");

  private static MachineState state(
      String name, DomainState state, boolean complete, Map<String, String> properties) {
    Disk disk = new Disk.ImageFile(FOLDER.resolve(name));
    Machine machine =
        new Machine(
            "c", name, 1, new UUID(0, 1), "", null, 1, 1, null, disk, FOLDER, FOLDER, List.of());
    MachineTag tag =
        new MachineTag(
            "c",
            name,
            1,
            FOLDER,
            disk,
            FOLDER,
            FOLDER,
            "",
            "",
            "",
            "",
            EtcdTag.NONE,
            null,
            OsRelease.UNKNOWN,
            List.of(),
            K3sRole.NONE,
            null);
    return new MachineState(machine, state, tag, false, complete, properties);
  }

  private static MachineState running(String name, Map<String, String> properties) {
    return state(name, DomainState.RUNNING, true, properties);
  }

  private static ClusterState cluster(MachineState... machines) {
    return new ClusterState("c", List.of(machines), Set.of("web", "c-8"));
  }

  private static WantedMachine wanted(String name, String... properties) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < properties.length; i += 2) {
      all.put(properties[i], properties[i + 1]);
    }
    return new WantedMachine(name, all);
  }

  @Test
  void eachKindOfChange() {
    ClusterState cluster =
        cluster(
            running("c-1", Map.of("memory", "1 GiB", "profile", "basic")),
            state("c-2", DomainState.INCOMPLETE, false, Map.of()),
            state("c-3", DomainState.SHUT_OFF, true, Map.of("profile", "")),
            running("c-5", Map.of()));
    Diff diff =
        Diff.of(
            List.of(
                wanted("c-1", "memory", "2 GiB", "profile", "basic"),
                wanted("c-2", "memory", "2 GiB"),
                wanted("c-3", "profile", "etcd"),
                wanted("c-4")),
            cluster);
    assertEquals(
        List.of(
            new Change.Modify("c-1", "memory", "1 GiB", "2 GiB"),
            new Change.Finish("c-2"),
            new Change.Modify("c-3", "profile", "none", "etcd"),
            new Change.Start("c-3", DomainState.SHUT_OFF),
            new Change.Create("c-4"),
            new Change.Delete("c-5")),
        diff.changes());
    assertEquals(List.of(new Change.Create("c-4")), diff.of(Change.Create.class));
  }

  @Test
  void whatIsAsWantedNeedsNoChange() {
    Diff diff =
        Diff.of(
            List.of(wanted("c-1", "memory", "1 GiB")),
            cluster(running("c-1", Map.of("memory", "1 GiB", "profile", "any"))));
    assertEquals(List.of(), diff.changes());
  }

  /** The address of a guest on a bridge may be unknown: that is no difference. */
  @Test
  void whatIsNotKnownIsNotCompared() {
    Diff diff =
        Diff.of(List.of(wanted("c-1", "address", "10.0.0.1")), cluster(running("c-1", Map.of())));
    assertEquals(List.of(), diff.changes());
  }

  @Test
  void differencesAreReportedInTheOrderOfWhatIsWanted() {
    Diff diff =
        Diff.of(
            List.of(wanted("c-1", "b", "1", "a", "1", "autostart", "yes")),
            cluster(running("c-1", Map.of("a", "2", "b", "2", "autostart", "no"))));
    assertEquals(
        List.of(
            new Drift("c-1", Drift.Kind.DIFFERENCE, "b: 2, wanted 1"),
            new Drift("c-1", Drift.Kind.DIFFERENCE, "a: 2, wanted 1"),
            new Drift("c-1", Drift.Kind.AUTOSTART, "autostart: no, wanted yes")),
        Drift.of(diff));
  }

  private static List<String> names(List<MachineState> machines) {
    return machines.stream().map(MachineState::name).toList();
  }

  @Test
  void wordsNameMachines() {
    ClusterState cluster = cluster(running("c-1", Map.of()), running("c-2", Map.of()));
    assertEquals(List.of("c-1", "c-2"), names(cluster.choose(List.of())));
    assertEquals(List.of("c-1", "c-2"), names(cluster.choose(List.of("2", "c-1", "2"))));
    assertEquals(List.of("c-2"), names(cluster.chooseExisting(List.of("7", "2"))));
    assertEquals(List.of(), names(cluster.chooseExisting(List.of("7"))));
    KvmcoreException mistakes =
        assertThrows(KvmcoreException.class, () -> cluster.choose(List.of("7", "1", "web", "8")));
    assertEquals(
        """
        no machine "7" in cluster c; it has c-1 c-2
        web exists, but is not a machine of cluster c
        c-8 exists, but is not a machine of cluster c""",
        mistakes.text());
    assertThrows(KvmcoreException.class, () -> cluster.chooseExisting(List.of("web")));
  }

  @Test
  void ofManyMachinesTheNearestAreNamed() {
    ClusterState cluster =
        cluster(
            IntStream.rangeClosed(11, 30)
                .mapToObj(number -> running("c-" + number, Map.of()))
                .toArray(MachineState[]::new));
    KvmcoreException mistake = assertThrows(KvmcoreException.class, () -> cluster.one("c-1"));
    assertEquals(
        "no machine \"c-1\" in cluster c: the nearest of its 20 machines are c-11 c-12 c-13",
        mistake.text());
  }
}
