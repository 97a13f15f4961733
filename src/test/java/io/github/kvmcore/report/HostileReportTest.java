package io.github.kvmcore.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.kvmcore.failure.TerminalEscaperTest;
import io.github.kvmcore.hostile.Inputs;
import io.github.kvmcore.hostile.Texts;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.machine.MachineDetails;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.remote.RemoteRun;
import io.github.kvmcore.model.storage.Disk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** What others wrote into metadata and side files, in tables, JSON and YAML. */
class HostileReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @Provide
  Arbitrary<List<String>> texts() {
    return Texts.encodable().list().ofSize(5);
  }

  @Inputs(400)
  void machines(@ForAll("texts") List<String> texts) throws JsonProcessingException {
    MachineDetails told = ToldMachines.all().get(0);
    MachineDetails machine =
        new MachineDetails(
            told.status(),
            tag(told.tag(), texts),
            told.hardware(),
            told.disk(),
            texts.get(3),
            texts.get(4),
            true);
    InfoReport report = new InfoReport("coreos", List.of(machine), NOW);
    String table = report.text(OutputFormat.TABLE, false);
    assertHarmless(table);
    assertEquals(lines(new InfoReport("coreos", List.of(told), NOW)), table.lines().count());
    for (OutputFormat format : List.of(OutputFormat.JSON, OutputFormat.YAML)) {
      JsonNode read = parsed(format, report.text(format, false)).at("/machines/0");
      assertEquals(texts.get(0), read.path("network").asText());
      assertEquals(texts.get(1), read.path("image").asText());
      assertEquals(texts.get(2), read.path("profile").asText());
      assertEquals(texts.get(3), read.path("image_digest").asText());
      assertEquals(machine.tag().disk().path().toString(), read.path("disk").asText());
    }
  }

  private static long lines(InfoReport report) {
    return report.text(OutputFormat.TABLE, false).lines().count();
  }

  private static MachineTag tag(MachineTag tag, List<String> texts) {
    return new MachineTag(
        tag.cluster(),
        tag.name(),
        tag.index(),
        tag.storage(),
        new Disk.ImageFile(Path.of("/srv/" + texts.get(4))),
        tag.drive(),
        tag.console(),
        texts.get(0),
        texts.get(1),
        texts.get(2),
        texts.get(3),
        tag.etcd(),
        tag.base(),
        new OsRelease(Os.FLATCAR, texts.get(1), texts.get(2), texts.get(3)),
        tag.dataDisks(),
        tag.role(),
        null);
  }

  @Inputs(300)
  void images(@ForAll("texts") List<String> texts) throws JsonProcessingException {
    Path path = Path.of("/cache/" + texts.get(0));
    OsRelease release = new OsRelease(Os.OTHER, "", texts.get(1), "");
    BaseImage image =
        new BaseImage(texts.get(2), path, 1, 2, texts.get(3), texts.get(4), texts.get(0), release);
    ImageReport report = new ImageReport(List.of(image), Map.of(path, List.of(texts.get(1))), NOW);
    assertHarmless(report.text(OutputFormat.TABLE, false));
    assertEquals(2, report.text(OutputFormat.TABLE, false).lines().count());
    for (OutputFormat format : List.of(OutputFormat.JSON, OutputFormat.YAML)) {
      JsonNode read = parsed(format, report.text(format, false)).at("/images/0");
      assertEquals(texts.get(2), read.path("source").asText());
      assertEquals(path.toString(), read.path("path").asText());
    }
  }

  @Inputs(300)
  void whatMachinesSaid(@ForAll("texts") List<String> texts) throws JsonProcessingException {
    RemoteRun run =
        new RemoteRun("coreos-1", 1, null, texts.get(0), texts.get(1), false, Duration.ZERO);
    RemoteReport report = new RemoteReport("coreos", List.of(texts.get(2)), List.of(run));
    for (OutputFormat format : List.of(OutputFormat.JSON, OutputFormat.YAML)) {
      JsonNode read = parsed(format, report.text(format));
      assertTrue(read.toString().contains(JSON.writeValueAsString(texts.get(0))), read.toString());
      assertTrue(read.toString().contains(JSON.writeValueAsString(texts.get(2))), read.toString());
    }
  }

  private static JsonNode parsed(OutputFormat format, String text) throws JsonProcessingException {
    assertHarmless(text);
    return (format == OutputFormat.JSON ? JSON : YAML).readTree(text);
  }

  private static void assertHarmless(String text) {
    assertFalse(
        TerminalEscaperTest.FORBIDDEN.matcher(text).find(), () -> text.replace("\u001b", "<ESC>"));
  }
}
