package io.github.kvmcore.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kvmcore.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file that is expected to be rendered is one that the program it is for would take. */
class GoldensTest {
  private static final List<Path> RENDERED =
      Stream.of("rendered", "hardware", "services").map(Path.of("test-fixtures")::resolve).toList();

  @TempDir Path folder;

  /** Each file of each folder, whatever its name. */
  static List<Path> goldens() throws IOException {
    List<Path> goldens = new ArrayList<>();
    for (Path rendered : RENDERED) {
      try (Stream<Path> all = Files.walk(rendered)) {
        all.filter(Files::isRegularFile)
            .filter(file -> !file.endsWith("README.md"))
            .sorted()
            .forEach(goldens::add);
      }
    }
    return goldens;
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void itIsValid(Path golden) throws Exception {
    String name = golden.getFileName().toString();
    if (name.endsWith(".xml")) {
      libvirt(golden, name.substring(0, name.length() - ".xml".length()));
    } else if (name.endsWith(".ign")) {
      ignition(golden);
    } else if (name.equals("user_data")) {
      cloudInit(golden);
    } else if (name.endsWith(".json")) {
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(Files.readString(golden));
    } else {
      fail("nothing here tells whether " + golden + " is valid");
    }
  }

  /** By virt-xml-validate, of Debian's libvirt-clients; it runs xmllint of libxml2-utils. */
  private static void libvirt(Path golden, String kind) throws Exception {
    Installed.need("virt-xml-validate", "xmllint");
    valid("virt-xml-validate", golden.toString(), kind);
  }

  /** A secret is stood in for, as it is when the config is written. */
  private void ignition(Path golden) throws Exception {
    Installed.need("ignition-validate");
    String config = Files.readString(golden).replaceAll("kvmcore-file:[^\"]*", "AAAA");
    Path file = Files.writeString(folder.resolve("config.ign"), config);
    assertEquals("", valid("ignition-validate", file.toString()), "no warning either");
  }

  /** It does not know {@code coreos:}, which is CoreOS's own; see {@link EtcdProfilesTest}. */
  private void cloudInit(Path golden) throws Exception {
    Installed.need("cloud-init");
    String known = withoutCoreos(Files.readString(golden));
    Path file = Files.writeString(folder.resolve("user_data"), known);
    valid("cloud-init", "schema", "-c", file.toString());
  }

  private static String withoutCoreos(String text) {
    return text.replaceFirst("(?m)^coreos:\n(?:[ #].*\n|\n)*", "");
  }

  @Test
  void onlyWhatIsCoreosIsKeptFromCloudInit() {
    String text = "#cloud-config\na: 1\ncoreos:\n  etcd2:\n    b: 2\n\n  units: []\nc: 3\n";
    assertEquals("#cloud-config\na: 1\nc: 3\n", withoutCoreos(text));
    assertEquals("a: 1\n", withoutCoreos("a: 1\n"));
  }

  /** A validator that takes everything would prove nothing. */
  @Test
  void whatIsWrongIsNotTaken() throws Exception {
    Installed.need("ignition-validate", "cloud-init", "virt-xml-validate", "xmllint");
    Path ignition =
        Files.writeString(folder.resolve("x.ign"), "{\"ignition\":{\"version\":\"9\"}}");
    assertTrue(status("ignition-validate", ignition.toString()) != 0);
    Path user = Files.writeString(folder.resolve("y"), "#cloud-config\nhostname: [1]\n");
    assertTrue(status("cloud-init", "schema", "-c", user.toString()) != 0);
    Path domain = Files.writeString(folder.resolve("z"), "<domain><nothing/></domain>");
    assertTrue(status("virt-xml-validate", domain.toString(), "domain") != 0);
  }

  private static String valid(String... argv) throws Exception {
    Process process = start(argv);
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private static int status(String... argv) throws Exception {
    Process process = start(argv);
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  private static Process start(String... argv) throws IOException {
    return new ProcessBuilder(argv).redirectErrorStream(true).start();
  }
}
