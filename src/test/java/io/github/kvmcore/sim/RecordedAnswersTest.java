package io.github.kvmcore.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kvmcore.Installed;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.tool.libvirt.DomainXml;
import io.github.kvmcore.tool.libvirt.NetworkXml;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated host answers the commands of recorded runs as the real one did. */
class RecordedAnswersTest {
  private static final String IMAGES = "/var/lib/libvirt/images";
  private static final String LOGS = "/var/log/libvirt/qemu";

  @TempDir Path folder;

  @Test
  void asTheRecordingsOfACreateAndADestroyDo() throws Exception {
    Installed.need("perl");
    try (SimHost host = new SimHost(folder, "recorded", QuickStart.none())) {
      JsonNode create = recording("create-3");
      JsonNode destroy = recording("destroy-3");
      prepare(host, create, destroy);
      int compared = replay(host, create) + replay(host, destroy);
      assertTrue(compared > 25, () -> "only " + compared + " commands");
    }
  }

  private static JsonNode recording(String name) throws IOException {
    Path file =
        Path.of(System.getProperty("basedir", ""), "test-fixtures/transcripts", name + ".json");
    return new ObjectMapper().readTree(file.toFile());
  }

  private static String text(JsonNode lines) {
    return lines.isTextual()
        ? lines.asText()
        : StreamSupport.stream(lines.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining("\n"));
  }

  private String here(SimHost host, String text) {
    return text.replace(IMAGES, host.root() + "/images").replace(LOGS, host.root() + "/logs");
  }

  private String there(SimHost host, String text) {
    return text.replace(host.root() + "/images", IMAGES).replace(host.root() + "/logs", LOGS);
  }

  /** The files that the run wrote, as far as a program reads them. */
  private void prepare(SimHost host, JsonNode create, JsonNode destroy) throws Exception {
    Files.createDirectories(host.root().resolve("logs"));
    Path claims = host.root().resolve("images/coreos/.kvmcore");
    Files.createDirectories(claims);
    for (JsonNode entry : destroy.path("entries")) {
      String path = entry.path("path").asText();
      if (path.endsWith(".xml") && entry.has("text")) {
        String name = Path.of(path).getFileName().toString();
        Files.writeString(claims.resolve(name), here(host, text(entry.path("text"))));
        String drive = "configdrive-" + name.replace(".xml", "");
        Files.createDirectories(host.root().resolve("images/coreos").resolve(drive));
      }
    }
    String network = "";
    for (JsonNode entry : create.path("entries")) {
      for (String block : blocks(text(entry.path("out")))) {
        network = block.startsWith("<network") && block.contains("kvmcore-") ? block : network;
      }
      for (JsonNode word : entry.path("argv")) {
        if (word.asText().matches(IMAGES + "/kvmcore-cache/.*")) {
          Path base = Path.of(here(host, word.asText()));
          Files.createDirectories(base.getParent());
          host.program("qemu-img", "create", "-q", "-f", "qcow2", "" + base, "134217728");
        }
      }
    }
    Files.writeString(claims.resolve("coreos.network"), network);
  }

  /** What the lab's host had besides: a network that did not run, and somebody else's domain. */
  private static void other(SimHost host, JsonNode recording) throws Exception {
    for (JsonNode entry : recording.path("entries")) {
      for (String block : blocks(text(entry.path("out")))) {
        if (block.startsWith("<domain") && !block.contains("kvmcore:machine")) {
          Path guest = host.root().resolve("guest.xml");
          Files.writeString(guest, block);
          host.program("virsh", "define", guest.toString());
        }
      }
    }
    Path other = host.root().resolve("default.xml");
    if (Files.exists(other)) {
      host.program("virsh", "net-undefine", "default");
    }
    String plain = "<network><name>default</name><uuid>%s</uuid><bridge/></network>";
    Files.writeString(other, plain.formatted(inactive(recording)));
    host.program("virsh", "net-define", other.toString());
  }

  private static String inactive(JsonNode create) {
    for (JsonNode entry : create.path("entries")) {
      List<String> blocks = blocks(text(entry.path("out")));
      if (blocks.size() == 7) {
        return blocks.get(6).strip();
      }
    }
    throw new AssertionError("no list of networks");
  }

  private int replay(SimHost host, JsonNode recording) throws Exception {
    other(host, recording);
    int compared = 0;
    for (JsonNode entry : recording.path("entries")) {
      if (!entry.path("kind").asText().equals("command")) {
        continue;
      }
      List<String> argv = new ArrayList<>();
      entry.path("argv").forEach(word -> argv.add(here(host, word.asText())));
      Path last = Path.of(argv.get(argv.size() - 1));
      if (last.isAbsolute() && last.toString().endsWith(".part")) {
        Files.createDirectories(last.getParent()); // as kvmcore itself makes it
      }
      SimHost.Ended ended = host.command(argv);
      String command = String.join(" ", argv);
      assertEquals(entry.path("exit_status").asInt(), ended.status(), command + ended.said());
      compare(command, text(entry.path("out")), there(host, ended.said()));
      compared++;
      if (last.toString().endsWith(".part")) { // as kvmcore itself renames it
        Files.move(last, Path.of(last.toString().replace(".part", "")));
      }
    }
    return compared;
  }

  private static List<String> blocks(String out) {
    return Arrays.stream(out.split("\nkvmcore-block-\\d+\n", -1)).skip(1).toList().stream()
        .map(block -> block.startsWith("\n") ? block.substring(1) : block)
        .limit(Math.max(0, out.split("\nkvmcore-block-\\d+\n", -1).length - 2))
        .toList();
  }

  /** XML as kvmcore reads it, lists in any order, the rest letter by letter. */
  private static void compare(String command, String recorded, String said) {
    List<String> expected = blocks(recorded);
    List<String> found = blocks(said);
    if (expected.isEmpty()) {
      assertEquals(recorded, said, command);
      return;
    }
    assertEquals(expected.size(), found.size(), command);
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(read(expected.get(i)), read(found.get(i)), command);
    }
  }

  /**
   * The two runs were recorded at different times, by a version that notes the base and another.
   */
  private static String sameVersion(String domain) {
    return domain
        .replaceAll("created=(['\"])[^'\"]*", "created=$1")
        .replaceAll(" base=(['\"])[^'\"]*\\1", "");
  }

  private static Object read(String block) {
    if (block.startsWith("<network")) {
      return NetworkXml.parse(block, true).reservations().stream()
          .map(String::valueOf)
          .sorted()
          .toList();
    }
    if (block.startsWith("<domain")) {
      var domain =
          new DomainXml(FileSystems.getDefault()).parse(sameVersion(block), DomainState.RUNNING);
      return Arrays.asList(domain.uuid(), domain.name(), domain.interfaces(), domain.tag());
    }
    // Leases end at different times.
    return block
        .lines()
        .map(
            line -> line.strip().replaceFirst("^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "TIME"))
        .sorted()
        .toList();
  }
}
