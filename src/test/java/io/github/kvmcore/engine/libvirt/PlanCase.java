package io.github.kvmcore.engine.libvirt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.kvmcore.cluster.Drift;
import io.github.kvmcore.engine.Goal;
import io.github.kvmcore.engine.Leftover;
import io.github.kvmcore.engine.Leftovers;
import io.github.kvmcore.engine.LifecyclePlan;
import io.github.kvmcore.engine.Reaping;
import io.github.kvmcore.engine.Removal;
import io.github.kvmcore.engine.libvirt.create.CreatePlanner;
import io.github.kvmcore.engine.libvirt.drift.DefinitionDrift;
import io.github.kvmcore.engine.libvirt.gc.GcPlanner;
import io.github.kvmcore.engine.libvirt.lifecycle.LifecyclePlanner;
import io.github.kvmcore.engine.libvirt.read.FactsReader;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.engine.libvirt.read.HostStateReader;
import io.github.kvmcore.engine.libvirt.read.InventoryReader;
import io.github.kvmcore.engine.libvirt.remove.DestroyPlanner;
import io.github.kvmcore.engine.libvirt.remove.Reapings;
import io.github.kvmcore.exec.file.Programs;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.Phase;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.machine.DiscoveryUrl;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.network.Lease;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.render.OwnConfigs;
import io.github.kvmcore.render.Renderer;
import io.github.kvmcore.render.Templates;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.load.SettingsContext;
import io.github.kvmcore.spec.load.SettingsLoader;
import io.github.kvmcore.spec.source.SettingsSource;
import io.github.kvmcore.spec.source.YamlSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A case of {@code test-fixtures/plans}: the user's settings, what happened on the host before, and
 * a command. Its README.md says what the files hold.
 */
final class PlanCase {
  /** Stands for what the catalogue had when there was none. */
  private static final String DEFAULT_IMAGE =
      "https://stable.release.flatcar-linux.net/amd64-usr/current"
          + "/flatcar_production_qemu_image.img.bz2";

  static final Path FIXTURES = Path.of("test-fixtures");
  private static final Pattern CREATE =
      Pattern.compile("(?:create|verify)(?: (\\d+))?(?: --only (\\S+))?(?: --ttl (\\S+))?");
  private static final YAMLMapper YAML = new YAMLMapper();

  final SimulatedHost host = new SimulatedHost();
  final String command;
  private final JsonNode own;
  private Map<String, Object> earlier = Map.of();

  /** Whether what was given is done: options are the last command's own. */
  private boolean planning;

  private OsRelease release = OsRelease.UNKNOWN;

  PlanCase(Path folder) {
    this(read(folder.resolve("case.yml")));
  }

  /**
   * A case that is no file.
   *
   * @param root what such a file holds
   */
  PlanCase(JsonNode root) {
    own = root.path("settings");
    command = root.path("when").asText();
    root.path("given").forEach(this::given);
    earlier = Map.of();
    planning = true;
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(Path file) {
    try {
      return YAML.readTree(text(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void given(JsonNode given) {
    Matcher image = Pattern.compile("image (\\S+) (\\S+)").matcher(given.asText());
    if (image.matches()) {
      release = new OsRelease(Os.parse(image.group(1)), "", image.group(2), "x86_64");
      return;
    }
    if (given.isObject()) {
      earlier = YAML.convertValue(given.path("settings"), Map.class);
    } else if (given.asText().matches("create( .*)?")) {
      String[] words = given.asText().split(" until ");
      SimulatedApply apply = new SimulatedApply(host);
      apply.run(create(words[0]), words.length > 1 ? words[1] : null);
    } else {
      new HostChange(host).make(given.asText());
    }
  }

  /** The case's settings with those that an earlier run on the host had in their place. */
  Settings settings() {
    Map<String, Object> all = new TreeMap<>(Map.of("use_my_public_key", "no"));
    own.fields()
        .forEachRemaining(
            entry -> all.put(entry.getKey(), YAML.convertValue(entry.getValue(), Object.class)));
    all.putAll(earlier);
    try {
      SettingsSource file = YamlSource.parse("kvmcore.yml", YAML.writeValueAsString(all));
      List<SettingsSource> sources = new ArrayList<>(List.of(file));
      Matcher ttl = Pattern.compile(".* --ttl (\\S+)").matcher(command);
      if (planning && ttl.matches()) {
        sources.add(SettingsSource.flag("--ttl", "vm_ttl", ttl.group(1)));
      }
      return SettingsLoader.load(sources, context()).settings();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SettingsContext context() {
    Path home = host.path("/root");
    return new SettingsContext(home, home, "x86_64", host::text, List.of(), host::text);
  }

  /** The plan for the case's command, with the host as it is now. */
  Plan plan() {
    String[] words = command.split(" ");
    if (words[0].equals("create")) {
      return create(command);
    }
    if (words[0].equals("gc")) {
      return Leftovers.plan(leftovers(), it -> true);
    }
    if (words[0].equals("verify")) {
      return new Plan(settings().cluster(), List.of(), List.of(), List.of());
    }
    if (words[0].equals("reap") && !isOver()) {
      return new Plan(settings().cluster(), List.of(), List.of(), List.of());
    }
    return words[0].equals("destroy") || words[0].equals("reap")
        ? removal(words).plan()
        : lifecycle().plan();
  }

  /** The plan for the same command when it is done: what it was to remove need not be there. */
  Plan planAgain() {
    return command.startsWith("destroy ")
        ? removal((command + " --if-exists").split(" ")).plan()
        : plan();
  }

  private Removal removal(String... words) {
    List<String> machines = new ArrayList<>(words[0].equals("reap") ? List.of() : rest(words));
    boolean adopts = machines.remove("--adopt");
    boolean ifExists = machines.remove("--if-exists");
    return new DestroyPlanner(settings(), hostState(), adopts).plan(machines, ifExists);
  }

  /** {@code reap TIME}. */
  private Optional<Reaping> reaping() {
    Instant now = Instant.parse(command.substring("reap ".length()));
    return Reapings.of(hostState(), settings().cluster(), now);
  }

  private boolean isOver() {
    return reaping().filter(it -> it.doubt() == null).isPresent();
  }

  private List<Leftover> leftovers() {
    host.put("/usr/bin/lvs", "", 0755);
    Settings settings = settings();
    InventoryReader reader =
        new InventoryReader(
            host.access(), settings, new Programs(host.files, "/usr/bin", host.path("/")));
    return new GcPlanner(reader.read(), settings, command.contains(" --adopt")).leftovers();
  }

  /** {@code verify [N]}: by the settings, and as made. */
  private String drift() {
    CreatePlanner planner =
        new CreatePlanner(settings(), hostState(), facts(settings()), renderer());
    Set<Drift> found = new LinkedHashSet<>(planner.drift(goal(command)));
    found.addAll(new DefinitionDrift(settings().cluster(), hostState()).drift());
    for (CreatePlanner.Config config : planner.configs(goal(command), OwnConfigs.NONE)) {
      boolean same = host.text(config.file()).filter(config.text()::equals).isPresent();
      if (!same) {
        found.add(new Drift(config.machine(), Drift.Kind.CONFIG, config.file() + " differs"));
      }
    }
    return found.stream()
        .map(it -> it.machine() + ": " + it.kind() + ": " + it.detail() + "\n")
        .collect(Collectors.joining());
  }

  private static List<String> rest(String... words) {
    return List.of(words).subList(1, words.length);
  }

  private LifecyclePlan lifecycle() {
    String[] words = command.split(" ");
    List<String> names = rest(words).stream().filter(word -> !word.startsWith("--")).toList();
    boolean force = command.contains(" --force");
    LifecyclePlanner planner = new LifecyclePlanner(settings(), hostState());
    return switch (words[0]) {
      case "start" -> planner.start(names);
      case "shutdown" -> planner.shutdown(names, force);
      case "restart" -> planner.restart(names, force, command.contains(" --rolling"));
      default -> throw new AssertionError("what is: " + command);
    };
  }

  private boolean isLifecycle() {
    return command.matches("(start|shutdown|restart)\\b.*");
  }

  HostState hostState() {
    return new HostStateReader(host.access(), settings()).read();
  }

  /** {@code create}, then a number where no names are in the settings, and {@code --only a,b}. */
  private Goal goal(String words) {
    Matcher create = CREATE.matcher(words);
    if (!create.matches()) {
      throw new AssertionError("what is: " + words);
    }
    Settings settings = settings();
    List<MachineSpec> machines =
        create.group(1) == null
            ? settings.machines()
            : numbered(settings, Integer.parseInt(create.group(1)));
    Set<Phase> steps = Phase.ofCreate();
    if (create.group(2) != null) {
      List<String> only = List.of(create.group(2).split(","));
      steps.removeIf(step -> !only.contains(step.toString()));
    }
    Path target = settings.imageCacheDir().resolve("base.qcow2");
    String source = Objects.requireNonNullElse(settings.image(), DEFAULT_IMAGE);
    // What is not said to be another system reads a cloud-config from a 9p share.
    Os os = settings.image() == null ? Os.SMOKE : Os.ofImage(source);
    OsRelease is = release == OsRelease.UNKNOWN ? new OsRelease(os, "", "", "") : release;
    ImageRequest image = new ImageRequest(source, ImageRequest.Kind.URL, target, null, 0, is);
    BaseImage cached =
        Files.exists(target)
            ? new BaseImage(
                source, target, 1, 1 << 30, "sha512:0", "digest", "2026-01-01T00:00:00Z", is)
            : null;
    return new Goal(machines, image, cached, "2026-01-02T03:04:05Z", steps, null);
  }

  private Plan create(String words) {
    Goal goal = goal(words);
    Settings settings = settings();
    HostState seen = hostState();
    HostFacts facts = facts(settings);
    CreatePlanner.Candidates probed =
        new CreatePlanner(settings, seen, facts, renderer()).candidates(goal);
    List<Lease> neighbours =
        host.neighbours.stream().filter(it -> probed.addresses().contains(it.address())).toList();
    CreatePlanner planner =
        new CreatePlanner(settings, seen.withNeighbours(neighbours), facts, renderer());
    int size = planner.discoverySize(goal);
    return planner.plan(size == 0 ? goal : goal.withDiscovery(asked(size)));
  }

  /** As a discovery service would give it, with the size to be seen in it. */
  private static DiscoveryUrl asked(int size) {
    return new DiscoveryUrl("http://discovery.test/asked-for-" + size);
  }

  private static List<MachineSpec> numbered(Settings settings, int count) {
    MachineSpec like = settings.machines().get(0);
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            index ->
                new MachineSpec(
                    MachineSpec.name(settings.cluster(), index),
                    index,
                    like.memoryKiB(),
                    like.vcpus(),
                    like.diskBytes(),
                    null))
        .toList();
  }

  private HostFacts facts(Settings settings) {
    Programs programs = new Programs(host.files, "/usr/bin", host.path("/"));
    return new FactsReader(host.access(), settings, programs, "amd64").read();
  }

  private static Renderer renderer() {
    return new Renderer(
        new Templates(
            name -> {
              Path file = Path.of("templates", name);
              return Files.exists(file) ? Optional.of(text(file)) : Optional.empty();
            }));
  }

  /** The plan, or why there is none. */
  String listing() {
    try {
      StringBuilder text = new StringBuilder();
      if (isLifecycle()) {
        lifecycle().blockers().forEach(it -> text.append("not so: ").append(it).append('\n'));
      }
      if (command.startsWith("verify")) {
        return text.append(drift()).toString();
      }
      if (command.startsWith("gc")) {
        leftovers().forEach(it -> text.append(line(it)));
      }
      if (command.startsWith("reap")) {
        reaping().ifPresent(it -> text.append("over since " + it.end() + ": " + it.doubt() + "\n"));
      }
      if (command.startsWith("destroy")) {
        removal(command.split(" ")).unclaimed().forEach(it -> text.append(it).append('\n'));
      }
      return text.append(PlanListing.of(plan())).toString();
    } catch (KvmcoreException e) {
      return "exit status " + e.exitCode().status() + "\n" + e.text() + "\n";
    }
  }

  private static String line(Leftover it) {
    return "%s %s of %s: %s%n".formatted(it.kind(), it.name(), it.cluster(), it.why());
  }
}
