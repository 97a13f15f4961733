package io.github.kvmcore.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.kvmcore.ExpectedFile;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.tool.libvirt.DomainXml;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is rendered, byte for byte. To write the files again, on purpose and to be read in the diff:
 * {@code mvn test -Dtest=RenderedTest -Dkvmcore.write-expected=true}.
 */
class RenderedTest {
  private static final Path RENDERED = Path.of("test-fixtures/rendered");

  @ParameterizedTest
  @EnumSource
  void asExpected(RenderCase which) throws IOException {
    for (Map.Entry<String, String> text : which.rendered().entrySet()) {
      Path folder = RENDERED.resolve(which.folder());
      ExpectedFile.check(folder.resolve(text.getKey()), text.getValue());
    }
  }

  @Test
  void noFolderIsLeftOver() throws IOException {
    ExpectedFile.requireOnly(Stream.of(RenderCase.values()).map(RenderCase::folder), RENDERED);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "IGNITION.*")
  void cloudConfigHoldsExactlyTheValues(RenderCase which) throws IOException {
    String text = which.rendered().get("user_data");
    assertEquals("#cloud-config", text.lines().findFirst().orElseThrow());
    JsonNode root = new YAMLMapper().readTree(text);
    assertEquals("coreos-1", root.path("hostname").asText());
    assertEquals(which.keys, texts(root.path("ssh_authorized_keys")));
    boolean hostKey = root.has("write_files");
    assertEquals(hostKey, root.has("ssh_deletekeys"));
    int more = (text.contains("\ncoreos:\n") ? 1 : 0) + (hostKey ? 2 : 0);
    assertEquals((which.keys.isEmpty() ? 1 : 2) + more, root.size());
  }

  /** Readers of YAML 1.1, which coreos-cloudinit has, know no escaped slash. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "IGNITION.*")
  void cloudConfigEscapesOnlyWhatYaml11Knows(RenderCase which) {
    String text = which.rendered().get("user_data").replace("\\\\", "");
    assertTrue(text.matches("(?s)([^\\\\]|\\\\[\"nrtbfuU])*"), text);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "IGNITION.*")
  void metaDataHoldsExactlyTheValues(RenderCase which) throws IOException {
    JsonNode root = new ObjectMapper().readTree(which.rendered().get("meta_data.json"));
    assertEquals("coreos-1", root.path("hostname").asText());
    assertEquals(which.machine().uuid().toString(), root.path("uuid").asText());
    assertEquals(which.keys, texts(root.path("public_keys")));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** What is written is what is read of it later. */
  @ParameterizedTest
  @EnumSource
  void theTagComesBack(RenderCase which) {
    Domain domain =
        new DomainXml(FileSystems.getDefault())
            .parse(which.rendered().get("domain.xml"), DomainState.INCOMPLETE);
    assertEquals(which.tag(), domain.tag());
    assertEquals(which.machine().mac(), domain.interfaces().get(0).mac());
    assertEquals(which.tag().network(), domain.interfaces().get(0).source());
    assertEquals(List.of(which.tag().disk().path(), which.tag().drive()), domain.files());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "IGNITION.*")
  void ignitionHoldsExactlyTheValues(RenderCase which) throws IOException {
    JsonNode root = new ObjectMapper().readTree(which.rendered().get("config.ign"));
    assertEquals("3.3.0", root.at("/ignition/version").asText());
    assertEquals("core", root.at("/passwd/users/0/name").asText());
    assertEquals(which.keys, texts(root.at("/passwd/users/0/sshAuthorizedKeys")));
    JsonNode file = root.at("/storage/files/0");
    assertEquals("/etc/hostname", file.path("path").asText());
    assertEquals(420, file.path("mode").asInt());
    assertEquals("data:,coreos-1%0A", file.at("/contents/source").asText());
  }
}
