package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each command of each run goes wrong once in each way. Whatever comes of the run: it says so, does
 * the rest, the next {@code create} makes the cluster whole, and {@code destroy} leaves nothing.
 *
 * <p>All of it with {@code -Dkvmcore.whole=true}, all of one kind of machines with {@code
 * -Dkvmcore.whole=lvm}; else every {@value #SAMPLE}th case, the same ones each time.
 */
class FaultAnywhereTest {
  private static final int SAMPLE = 101;
  private static final int FILE_SAMPLE = 31;
  private static final String WHOLE = System.getProperty("kvmcore.whole", "");

  private static final List<String> RUNNING =
      List.of("coreos-1 running", "coreos-2 running", "coreos-3 running");

  /** What machines are made of. */
  private static final Map<String, List<String>> KINDS = new TreeMap<>();

  static {
    KINDS.put("9p", List.of());
    KINDS.put("iso", List.of("--config-drive", "iso", "-e", "disk_mode=copy", "--autostart"));
    KINDS.put("lvm", List.of("--vg", "vg", "-e", "vm_data_disks=64MiB"));
    KINDS.put(
        "thin", List.of("--vg", "vg", "-e", "lv_thin_pool=pool", "-e", "lv_thin_pool_size=1GiB"));
    KINDS.put("network", List.of("--network", "default"));
    KINDS.put("ignition", List.of("--profile", "etcd", "-e", "provisioning=ignition"));
  }

  private int count;

  private final Map<Integer, Integer> statuses = new TreeMap<>();

  /** A run in which something goes wrong. */
  private record Case(String kind, List<String> run, CommandFault fault, String command) {
    @Override
    public String toString() {
      return kind + ", " + run.get(0) + ": " + fault + ": " + command.replaceAll("\\s+", " ");
    }

    String[] arguments() {
      return run.toArray(String[]::new);
    }
  }

  private static String[] create(String kind) {
    List<String> more = new ArrayList<>(List.of("3"));
    more.addAll(KINDS.get(kind));
    return SimulatedRuns.create(more.toArray(String[]::new));
  }

  /**
   * Without a machine that names them, LVM's volumes are looked for only in the group that is set.
   */
  private static String[] destroy(String kind) {
    return KINDS.get(kind).contains("--vg")
        ? new String[] {"destroy", "--yes", "-e", "vg_name=vg"}
        : new String[] {"destroy", "--yes"};
  }

  private static SimulatedRuns host(String kind) {
    SimulatedRuns runs = new SimulatedRuns();
    runs.host.lvm.groups.put("vg", 4096L);
    if (kind.equals("network")) {
      runs.host.libvirt.define(
          runs.host.libvirt.networks,
          """
          <network>
            <name>default</name>
            <uuid>3d5a1b0e-58f1-4b2a-9a3c-000000000001</uuid>
            <bridge name='virbr0'/>
            <ip address='192.168.122.1' netmask='255.255.255.0'>
              <dhcp>
                <range start='192.168.122.2' end='192.168.122.254'/>
              </dhcp>
            </ip>
          </network>
          """,
          "active");
    }
    return runs;
  }

  /** Brings the host to where the run begins. */
  private static void prepare(SimulatedRuns runs, String kind, String verb) {
    if (verb.equals("create")) {
      return;
    }
    ok(runs.run(create(kind)));
    if (verb.equals("start")) {
      runs.host.libvirt.domains.values().forEach(domain -> domain.state = "shut off");
    }
  }

  private static void ok(SimulatedRuns.Result result) {
    assertEquals(0, result.status(), result::toString);
  }

  private static Stream<Case> cases(String kind, List<String> run) {
    SimulatedRuns runs = host(kind);
    prepare(runs, kind, run.get(0));
    ok(runs.run(run.toArray(String[]::new)));
    Set<String> commands = new LinkedHashSet<>(runs.ran());
    // In an order that does not change, though machines are made side by side.
    return commands.stream()
        .sorted()
        .flatMap(
            command ->
                Arrays.stream(CommandFault.values())
                    .map(fault -> new Case(kind, run, fault, command)));
  }

  /** A run in which the system refuses a change of a file. */
  private record FileCase(String kind, List<String> run, FileFault.Kind fault, String change) {}

  private static Stream<FileCase> fileCases(String kind, String... run) {
    SimulatedRuns runs = host(kind);
    prepare(runs, kind, run[0]);
    FileFault files = new FileFault(runs.files);
    runs.files = files.files();
    ok(runs.run(run));
    return files.changes().stream()
        .sorted()
        .flatMap(
            change ->
                Arrays.stream(FileFault.Kind.values())
                    .filter(fault -> fault.refuses(change))
                    .filter(fault -> fault != FileFault.Kind.READ_ONLY || !isAtOnce(change))
                    .map(fault -> new FileCase(kind, List.of(run), fault, change)));
  }

  /**
   * What is done with the cluster's folder just before and after its note of who made it: where
   * nothing can be taken back in the middle of that, a folder without its note is left.
   */
  private static boolean isAtOnce(String change) {
    return change.matches("1 (makeDirectory|write|delete) .*/coreos(/.kvmcore(/folders)?)?");
  }

  @TestFactory
  Stream<DynamicTest> fileFaults() {
    List<FileCase> all = new ArrayList<>();
    for (String kind : KINDS.keySet()) {
      fileCases(kind, create(kind)).forEach(all::add);
      fileCases(kind, destroy(kind)).forEach(all::add);
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      FileCase one = all.get(i);
      if (isWhole(one.kind()) || i % FILE_SAMPLE == 0) {
        tests.add(DynamicTest.dynamicTest(one.toString(), () -> tryOut(one)));
      }
    }
    tests.add(
        DynamicTest.dynamicTest(
            "the count", () -> tell("faults of files", all.size(), FILE_SAMPLE)));
    return tests.stream();
  }

  private void tryOut(FileCase one) {
    try {
      if (goesWrong(one, true) && goesWrong(one, false)) {
        count++;
      }
    } catch (AssertionError e) {
      throw new AssertionError(one + ": " + e.getMessage(), e);
    }
  }

  private boolean goesWrong(FileCase one, boolean createsAgain) {
    SimulatedRuns runs = host(one.kind());
    String before = runs.state();
    prepare(runs, one.kind(), one.run().get(0));
    FileFault files = new FileFault(runs.files);
    runs.files = files.files();
    files.arm(one.fault(), one.change());
    SimulatedRuns.Result result = runs.run(one.run().toArray(String[]::new));
    if (!files.met()) {
      return false;
    }
    files.mend();
    statuses.merge(result.status(), 1, Integer::sum);
    assertTrue(List.of(1, 4).contains(result.status()), result::toString);
    assertTrue(result.err().contains(": " + one.fault().reason()), result::toString);
    assertTrue(!result.err().contains("Exception"), result::toString);
    converges(runs, one.kind(), createsAgain, before, result);
    return true;
  }

  @TestFactory
  Stream<DynamicTest> faults() {
    List<Case> all = new ArrayList<>();
    for (String kind : KINDS.keySet()) {
      cases(kind, List.of(create(kind))).forEach(all::add);
      cases(kind, List.of(destroy(kind))).forEach(all::add);
      if (kind.equals("9p") || kind.equals("thin")) {
        cases(kind, List.of("start")).forEach(all::add);
        cases(kind, List.of("shutdown")).forEach(all::add);
        cases(kind, List.of("restart")).forEach(all::add);
      }
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Case one = all.get(i);
      if (isWhole(one.kind()) || i % SAMPLE == 0) {
        tests.add(DynamicTest.dynamicTest(one.toString(), () -> tryOut(one)));
      }
    }
    tests.add(DynamicTest.dynamicTest("the count", () -> tell("faults", all.size(), SAMPLE)));
    return tests.stream();
  }

  private static boolean isWhole(String kind) {
    return WHOLE.equals("true") || WHOLE.equals(kind);
  }

  private void tell(String what, int all, int sample) {
    System.out.println(what + ": " + count + " tried of " + all + ", exit statuses " + statuses);
    int tried = WHOLE.equals("true") ? all : all / sample;
    assertTrue(count > tried / 2, "most cases must come to their fault");
  }

  private void tryOut(Case one) {
    try {
      if (goesWrong(one, true) && goesWrong(one, false)) {
        count++;
      }
    } catch (AssertionError e) {
      throw new AssertionError(one + ": " + e.getMessage(), e);
    }
  }

  /** What is on the host and was not, and the other way round. */
  private static String difference(String before, String after) {
    Set<String> gone = new LinkedHashSet<>(before.lines().toList());
    gone.removeAll(after.lines().toList());
    Set<String> come = new LinkedHashSet<>(after.lines().toList());
    come.removeAll(before.lines().toList());
    return (gone.isEmpty() ? "" : "gone: " + gone) + (come.isEmpty() ? "" : "left: " + come);
  }

  /**
   * Runs the case, and then either {@code create} and {@code destroy}, or {@code destroy} alone.
   *
   * @return whether the fault was met
   */
  private boolean goesWrong(Case one, boolean createsAgain) {
    SimulatedRuns runs = host(one.kind());
    String before = runs.state();
    prepare(runs, one.kind(), one.run().get(0));
    SimulatedRuns.Result result = runs.run(one.fault(), one.command(), one.arguments());
    if (!runs.metFault()) {
      return false;
    }
    assertTold(one, result);
    assertOthersAreDone(one, result, runs);
    if (result.status() == 0 && !one.fault().lies()) {
      assertEquals(done(one), runs.machines(), result::toString);
    }
    statuses.merge(result.status(), 1, Integer::sum);
    converges(runs, one.kind(), createsAgain, before, result);
    return true;
  }

  /** The machines after a run that succeeds. */
  private static List<String> done(Case one) {
    return switch (one.run().get(0)) {
      case "destroy" -> List.of();
      case "shutdown" -> RUNNING.stream().map(it -> it.replace("running", "shut off")).toList();
      default -> RUNNING;
    };
  }

  private static void converges(
      SimulatedRuns runs,
      String kind,
      boolean createsAgain,
      String before,
      SimulatedRuns.Result result) {
    if (createsAgain) {
      ok(runs.run(create(kind)));
      assertEquals(RUNNING, runs.machines(), result::toString);
    }
    ok(runs.run(destroy(kind)));
    assertEquals("", difference(before, runs.state()), result::toString);
  }

  private static void assertTold(Case one, SimulatedRuns.Result result) {
    String err = result.err();
    int status = result.status();
    assertTrue(List.of(0, 1, 3, 4, 6, 130).contains(status), result::toString);
    assertTrue(!err.contains("Exception") && !err.contains("        at "), result::toString);
    assertTrue(err.length() < 20_000, () -> "too long: " + result);
    assertEquals(one.fault() == CommandFault.INTERRUPTED && status != 0, status == 130, err);
    boolean changes = one.command().contains("virsh") && !one.command().contains("block");
    if (changes && one.fault().isPassing()) {
      assertEquals(0, status, result::toString);
    }
    if (status != 0 && status != 130) {
      assertTrue(err.contains("next:") || err.contains("run the same command again"), err);
    }
  }

  /** Where one machine's command goes wrong, the others' do not. */
  private static void assertOthersAreDone(
      Case one, SimulatedRuns.Result result, SimulatedRuns runs) {
    String domain = one.command().replaceFirst(".*(coreos-[123])\\b.*", "$1");
    boolean own = domain.startsWith("coreos-") && !one.command().contains("block");
    if (!own || !one.run().get(0).equals("create") || result.status() == 130) {
      return;
    }
    List<String> others = RUNNING.stream().filter(machine -> !machine.startsWith(domain)).toList();
    assertTrue(runs.machines().containsAll(others), () -> runs.machines() + " " + result);
  }
}
