package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.hostile.Inputs;
import io.github.kvmcore.hostile.Judge;
import io.github.kvmcore.hostile.Texts;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.tool.ignition.IgnitionConfig;
import io.github.kvmcore.tool.libvirt.DomainXml;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Whatever a user's settings hold is refused, or stands whole in the XML, the Ignition config and
 * the cloud-config that a plan writes, and in the arguments of its commands.
 */
class HostilePlanTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0O5UZ+Tl21iM1N9Aft/QRBgk9vHjSxB4lXzpvZd8RH ";

  /** Settings that take nearly any text, each with a value in which that text stands for @. */
  private static final List<String> OPEN =
      List.of(
          "vm_image_storage_fs_dir=/srv/@",
          "cloud_init_dir=/srv/@/drives",
          "vm_console_log_dir=/var/log/@",
          "vm_image_cache_dir=/srv/@/cache",
          "vm_network_name=@",
          "vm_image=https://images.example/@",
          "vm_image=/srv/@.qcow2",
          "vm_image_name=@",
          "ssh_keys=" + KEY + "@",
          "vm_shares=/srv/@:docs",
          "vm_extra_networks=@",
          "vm_image_name_prefix=a@",
          "lv_name_pattern=a@<n>",
          "discovery_token=https://discovery.example/@",
          "k3s_url=https://mirror.example/@",
          "etcd_image=registry.example/@",
          "cluster=a@",
          "vm_names=a@,b");

  /** In percent. */
  private static final double LEAST_PLANNED = 5;

  @Provide
  Arbitrary<List<String>> settings() {
    return Arbitraries.of(OPEN).set().ofMinSize(1).ofMaxSize(3).map(List::copyOf);
  }

  @Provide
  Arbitrary<String> texts() {
    return Texts.encodable();
  }

  @Provide
  Arbitrary<String> profiles() {
    return Arbitraries.of("basic", "etcd", "k3s", "etcd_fleet");
  }

  @Inputs(value = 250, times = 20)
  void isWholeOrRefused(
      @ForAll("settings") List<String> open,
      @ForAll("texts") String text,
      @ForAll("profiles") String profile,
      @ForAll boolean ignition) {
    ObjectNode root = JSON.createObjectNode().put("when", "create 2");
    ObjectNode settings = root.putObject("settings");
    settings.put("provisioning", ignition ? "ignition" : "cloud-config");
    settings.put("cloud_init_profile", profile);
    for (String one : open) {
      String[] parts = one.split("=", 2);
      settings.put(parts[0], parts[1].replace("@", text));
    }
    if (settings.has("vm_names")) {
      root.put("when", "create");
    }
    PlanCase planCase = new PlanCase(root);
    boolean planned =
        Judge.of(() -> orRefused(planCase::settings))
            .flatMap(it -> it)
            .filter(it -> judge(planCase, it))
            .isPresent();
    // Else all of it could be refused, and nothing be judged.
    Statistics.label("planned").collect(planned);
    Statistics.label("planned")
        .coverage(it -> it.check(true).percentage(part -> part >= LEAST_PLANNED));
  }

  /** What it gives; empty where the user's input is refused. */
  private static <T> Optional<T> orRefused(Supplier<T> piece) {
    try {
      return Optional.of(piece.get());
    } catch (KvmcoreException e) {
      assertTrue(
          e.exitCode() == ExitCode.SETTINGS || e.exitCode() == ExitCode.HOST, e.exitCode().name());
      return Optional.empty();
    }
  }

  /** Whether there was a plan to judge. */
  private static boolean judge(PlanCase planCase, Settings settings) {
    Optional<Plan> found = Judge.of(() -> orRefused(planCase::plan)).flatMap(it -> it);
    if (found.isEmpty()) {
      return false;
    }
    Plan plan = found.get();
    Map<String, Machine> machines = new java.util.TreeMap<>();
    plan.machines().forEach(machine -> machines.put(machine.name(), machine));
    for (Step step : plan.steps()) {
      for (Action action : step.actions()) {
        if (action instanceof Action.WriteFile write) {
          file(write.path().toString(), write.text(), machines, planCase, settings);
        } else if (action instanceof Action.WriteFileWithSecrets write) {
          String text = write.text().replaceAll("base64,kvmcore-file:[^\"]*", "base64,AAAA");
          file(write.path().toString(), text, machines, planCase, settings);
        }
      }
    }
    return true;
  }

  private static void file(
      String path,
      String text,
      Map<String, Machine> machines,
      PlanCase planCase,
      Settings settings) {
    if (path.endsWith(".xml")) {
      claim(text, machines, planCase, settings);
    } else if (path.endsWith(".ign")) {
      ignition(text, settings);
    } else if (path.endsWith("/user_data")) {
      cloudConfig(text, settings);
    } else if (path.endsWith("/meta_data.json")) {
      metaData(text, settings);
    }
  }

  private static void claim(
      String xml, Map<String, Machine> machines, PlanCase planCase, Settings settings) {
    DomainXml reader = new DomainXml(planCase.host.fileSystem);
    Domain domain = reader.parse(xml, DomainState.INCOMPLETE);
    Machine machine = machines.get(domain.name());
    MachineTag tag = domain.tag();
    assertTrue(machine != null && tag != null, xml);
    assertTrue(tag.isConsistent(), xml);
    assertEquals(settings.storageDir(), tag.storage());
    assertEquals(machine.disk().path(), tag.disk().path());
    assertEquals(machine.drive(), tag.drive());
    assertEquals(machine.console(), tag.console());
    assertEquals(settings.cluster(), tag.cluster());
    if (settings.networkName() != null) {
      assertEquals(settings.networkName(), tag.network());
      assertEquals(settings.networkName(), domain.interfaces().get(0).source());
    }
    if (settings.image() != null) {
      assertEquals(settings.image(), tag.image());
    }
    assertEquals(machine.hardware().shares(), domain.hardware().shares());
    settings.hardware().shares().forEach(it -> assertTrue(domain.files().contains(it.folder())));
    assertTrue(domain.files().contains(machine.disk().path()), xml);
    assertTrue(domain.files().contains(machine.drive()), xml);
  }

  private static void ignition(String text, Settings settings) {
    assertEquals(List.of(), IgnitionConfig.check(Path.of("a.ign"), text).mistakes());
    List<String> keys = texts(json(text).at("/passwd/users/0/sshAuthorizedKeys"));
    assertEquals(settings.sshKeys(), keys);
  }

  private static void cloudConfig(String text, Settings settings) {
    assertTrue(text.startsWith("#cloud-config\n"), text);
    Map<String, Object> read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    Object keys = read.get("ssh_authorized_keys");
    assertEquals(settings.sshKeys(), keys == null ? List.of() : keys);
  }

  private static void metaData(String text, Settings settings) {
    JsonNode keys = json(text).path("public_keys");
    assertEquals(settings.sshKeys(), texts(keys));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new java.util.ArrayList<>();
    if (array instanceof ArrayNode || array instanceof ObjectNode) {
      array.forEach(it -> texts.add(it.asText()));
    }
    return texts;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
