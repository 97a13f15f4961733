package io.github.kvmcore.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates that never end, or reach for other files: a message, and no change, soon. */
class TemplateFaultsTest {
  /** As the launcher has them. */
  private static final List<String> JAVA = List.of("-Xss512k", "-Xmx512m", "-Xmn24m");

  private static SimHost host;

  @BeforeAll
  static void up() throws Exception {
    host = new SimHost();
  }

  @AfterAll
  static void down() throws Exception {
    host.close();
  }

  private static SimHost.Result create(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(host.create()));
    arguments.addAll(List.of(more));
    Set<String> before = host.state();
    SimHost.Result result =
        host.start("", JAVA, Map.of(), arguments.toArray(String[]::new)).result();
    assertEquals(before.stream().filter(it -> it.startsWith("images")).toList(), images());
    assertEquals(3, result.status(), result::toString);
    assertFalse(result.err().contains("\tat "), result::toString);
    return result;
  }

  private static List<String> images() throws Exception {
    return host.state().stream().filter(it -> it.startsWith("images")).toList();
  }

  private static Path templates() throws Exception {
    return Files.createTempDirectory(host.root(), "templates");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<#list 1.. as x></#list>                      | does not end within 5s  | line 1",
        "${'x'?left_pad(2000000000)}                   | needs more memory       |",
        "<#macro a><@a/></#macro><@a/>                 | it nests too deeply     | line 1",
        "<#list 1.. as x>${'x'?left_pad(9999)}</#list> | more than 32 MiB of text| line 1",
      })
  void whatNeverEndsIsTold(String template, String reason, String place) throws Exception {
    Path folder = templates();
    Files.writeString(folder.resolve("domain.xml.ftlx"), template);
    SimHost.Result result = create("--templates", folder.toString());
    assertTrue(result.err().contains("template domain.xml.ftlx: it "), result::toString);
    assertTrue(result.err().contains(reason), result::toString);
    assertTrue(result.err().contains(place == null ? "" : place), result::toString);
  }

  /** A template that is named by itself has bounds also where the others are the shipped ones. */
  @ParameterizedTest
  @CsvSource({"<#macro a><@a/></#macro><@a/>"})
  void aConfigurationThatIsATemplateIsBoundedToo(String template) throws Exception {
    Path file = Files.writeString(templates().resolve("user.ftl"), template);
    SimHost.Result result = create("--user-data", file.toString());
    assertTrue(result.err().contains(file + ": it nests too deeply"), result::toString);
  }

  /** Its first lines in a message, or all of it in a guest, would be what others must not see. */
  @ParameterizedTest
  @CsvSource({"domain.xml.ftlx", "included.ftl"})
  void noFileOfTheHostIsATemplate(String name) throws Exception {
    Path secret = Files.writeString(host.root().resolve("secret"), "${hunter2}");
    Path folder = templates();
    Files.writeString(folder.resolve("domain.xml.ftlx"), "\n<#include 'included.ftl'>");
    Files.deleteIfExists(folder.resolve(name));
    Files.createSymbolicLink(folder.resolve(name), secret);
    SimHost.Result result = create("--templates", folder.toString());
    assertFalse(result.err().contains("hunter2"), result::toString);
    String refusal =
        "can't read " + folder.resolve(name) + ": it leads out of its folder, to " + secret;
    assertTrue(result.err().contains(refusal), result::toString);
  }
}
