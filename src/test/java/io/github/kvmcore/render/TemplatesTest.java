package io.github.kvmcore.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.failure.RefusedFileException;
import io.github.kvmcore.model.config.ConfigKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
  private static final Map<String, Object> VALUES = Map.of("name", "a", "number", 1234567);

  /** Read ahead or not, a template is rendered, and its mistake told, in the same way. */
  private static String render(String template) {
    Templates templates =
        new Templates(name -> Optional.of(template).filter(t -> name.equals("it.ftl")));
    templates.prepare("it.ftl");
    templates.prepare("none.ftl");
    return templates.render("it.ftl", VALUES);
  }

  private static String mistake(String template) {
    KvmcoreException failure = assertThrows(KvmcoreException.class, () -> render(template));
    assertEquals(ExitCode.SETTINGS, failure.exitCode());
    return failure.text();
  }

  @Test
  void aMistakeIsShownWithItsPlace() {
    String unknown = mistake("one\ntwo ${nmae}\n");
    assertTrue(unknown.startsWith("template it.ftl: "), unknown);
    assertTrue(unknown.contains("nmae"), unknown);
    assertTrue(unknown.contains("line 2, column 7"), unknown);
    String syntax = mistake("one\n<#if name>\n");
    assertTrue(syntax.contains("it.ftl"), syntax);
    assertTrue(syntax.contains("line"), syntax);
  }

  @Test
  void aMissingTemplateIsNamed() {
    Templates none = new Templates(name -> Optional.empty());
    assertFalse(none.has("it.ftl"));
    KvmcoreException failure =
        assertThrows(KvmcoreException.class, () -> none.render("it.ftl", VALUES));
    assertTrue(failure.text().contains("it.ftl"), failure.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${\"freemarker.template.utility.Execute\"?new()(\"id\")}",
        "${\"freemarker.template.utility.ObjectConstructor\"?new()(\"java.io.File\", \"/\")}",
        "${\"freemarker.template.utility.JythonRuntime\"?new()}",
        "${name.class}",
        "${name?api.class}",
        "${.data_model.class}",
        "<#include \"/etc/passwd\">",
        "<#include \"file:///etc/passwd\">",
        "${(\"1e999999999\"?number + 1)?c}",
      })
  void whatReachesOutOfATemplateIsRefused(String template) {
    assertTrue(mistake(template).startsWith("template it.ftl: "), template);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<#include '../../etc/passwd'>",
        "<#include '/../etc/passwd'>",
        "<#include 'a\u0000b'>",
      })
  void noNameThatLeadsElsewhereIsLookedFor(String template) {
    List<String> asked = new ArrayList<>();
    Templates templates =
        new Templates(
            name -> {
              asked.add(name);
              return Optional.of(template).filter(it -> name.equals("it.ftl"));
            });
    assertThrows(KvmcoreException.class, () -> templates.render("it.ftl", VALUES));
    for (String name : asked) {
      boolean inside = !name.startsWith("/") && !List.of(name.split("/", -1)).contains("..");
      assertTrue(inside && name.indexOf('\0') < 0, name);
    }
  }

  /** Found where it is included, it is told with that place. */
  @Test
  void aRefusedFileIsAMistake() {
    Templates templates =
        new Templates(
            name -> {
              if (name.equals("it.ftl")) {
                return Optional.of("one\n<#include 'secret.ftl'>");
              }
              throw new RefusedFileException("can't read " + name + ": it leads out");
            });
    for (String name : List.of("it.ftl", "secret.ftl")) {
      templates.prepare("secret.ftl");
      KvmcoreException failure =
          assertThrows(KvmcoreException.class, () -> templates.render(name, VALUES));
      assertEquals(ExitCode.SETTINGS, failure.exitCode());
      assertTrue(failure.text().contains("can't read secret.ftl: it leads out"), failure.text());
      assertEquals(name.equals("it.ftl"), failure.text().contains("line 2"), failure.text());
    }
    KvmcoreException failure =
        assertThrows(KvmcoreException.class, () -> templates.has("secret.ftl"));
    assertEquals("can't read secret.ftl: it leads out", failure.text());
  }

  /** What is wrong with it is told when it is rendered. */
  @Test
  void toReadATemplateAheadIsNoRisk() {
    new Templates(name -> Optional.of("${" + "(".repeat(200_000))).prepare("it.ftl");
  }

  @Test
  void aUsersTemplateStandsInFileByFile() {
    Templates templates =
        new Templates(
            name ->
                name.equals("meta_data.json.ftl")
                    ? Optional.of("own of ${name}")
                    : RenderCase.shipped(name));
    Renderer renderer = new Renderer(templates);
    RenderCase which = RenderCase.NO_KEYS;
    assertEquals("own of coreos-1", renderer.metaData(which.machine(), which.common()));
    assertEquals(
        which.rendered().get("user_data"),
        renderer.userData("basic", which.machine(), which.common()));
  }

  @Test
  void aProfileNeedsItsTemplate() {
    Renderer renderer = new Renderer(new Templates(RenderCase::shipped));
    for (String profile : List.of("basic", "etcd", "etcd_fleet")) {
      assertTrue(renderer.profiles().mistake(profile, ConfigKind.CLOUD_CONFIG).isEmpty(), profile);
      assertEquals(
          !profile.equals("basic"),
          renderer.profiles().hasEtcd(profile, ConfigKind.CLOUD_CONFIG),
          profile);
    }
    String mistake = renderer.profiles().mistake("bsaic", ConfigKind.CLOUD_CONFIG).orElseThrow();
    assertTrue(mistake.contains("profiles/bsaic/user_data.ftl"), mistake);
  }
}
