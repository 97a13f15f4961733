package io.github.kvmcore.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kvmcore.model.config.ConfigSource;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.UpdateStrategy;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a profile says with the macros of {@code profiles/ignition.ftl} is what Ignition reads. */
class IgnitionMacrosTest {
  private static final String BEGINNING = "<#import \"../ignition.ftl\" as ignition>";

  private static JsonNode render(String profile, Os os, UpdateStrategy updates) throws IOException {
    RenderCase like = RenderCase.IGNITION_FLATCAR;
    Templates templates =
        new Templates(
            name ->
                name.equals("profiles/own/ignition.json.ftl")
                    ? Optional.of(BEGINNING + profile)
                    : RenderCase.shipped(name));
    Renderer.Common common =
        new Renderer.Common(
            List.of(like.machine()),
            like.keys,
            "kvm",
            "x86_64",
            new Renderer.Guests(ConfigSource.IGNITION, os, updates, OwnConfigs.NONE),
            Map.of(),
            Services.NONE);
    return new ObjectMapper()
        .readTree(new Renderer(templates).ignition("own", like.machine(), common));
  }

  private static JsonNode render(String content) throws IOException {
    return render(
        "<@ignition.config>" + content + "</@ignition.config>", Os.FCOS, UpdateStrategy.SYSTEM);
  }

  private static String content(JsonNode file) {
    String source = file.at("/contents/source").asText();
    assertTrue(source.startsWith("data:,"), source);
    return URLDecoder.decode(source.substring(6).replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Test
  void filesHoldWhatStandsBetweenTheTags() throws IOException {
    String hostile = "a + b%20 \"q\" 'q' \\ \t<b> & ü 機 \uD83D\uDE00 data:,x\n";
    JsonNode files =
        render(
                "<@ignition.file path='/etc/\"a b\"' mode='4755' user='core' group='docker'>"
                    + hostile
                    + "</@ignition.file>\n"
                    + "<@ignition.file path='/etc/b' mode=384>\n${index} of ${machines?size}\n"
                    + "</@ignition.file>"
                    + "<@ignition.file path='/etc/empty'/>")
            .at("/storage/files");
    JsonNode first = files.path(1);
    assertEquals("/etc/\"a b\"", first.path("path").asText());
    assertEquals(04755, first.path("mode").asInt());
    assertEquals("core", first.at("/user/name").asText());
    assertEquals("docker", first.at("/group/name").asText());
    assertEquals(hostile, content(first));
    assertEquals(384, files.path(2).path("mode").asInt());
    assertEquals("1 of 1\n", content(files.path(2)).stripLeading());
    assertEquals("", content(files.path(3)));
  }

  @Test
  void filesMayComeFromTheHostOrFromTheNetwork() throws IOException {
    JsonNode files =
        render(
                "<@ignition.host_file path='/etc/key' from='/srv/it\\'s a \"key\".pem'/>"
                    + "<@ignition.remote_file path='/opt/a.raw' url='https://a.example/a?b=1&c=2'"
                    + " hash='sha256-00' compression='gzip'/>")
            .at("/storage/files");
    assertEquals(
        "data:;base64,kvmcore-file:/srv/it's a \"key\".pem",
        files.path(1).at("/contents/source").asText());
    assertEquals(0600, files.path(1).path("mode").asInt());
    JsonNode contents = files.path(2).path("contents");
    assertEquals("https://a.example/a?b=1&c=2", contents.path("source").asText());
    assertEquals("gzip", contents.path("compression").asText());
    assertEquals("sha256-00", contents.at("/verification/hash").asText());
  }

  @Test
  void directoriesAndLinks() throws IOException {
    JsonNode storage =
        render(
                "<@ignition.directory path='/opt/a' mode='0700'/><@ignition.link path='/etc/a'"
                    + " target='../opt/a'/>")
            .path("storage");
    assertEquals(0700, storage.at("/directories/0/mode").asInt());
    assertEquals("../opt/a", storage.at("/links/0/target").asText());
  }

  @Test
  void aUnitIsThereOnceWithAllItsDropins() throws IOException {
    JsonNode units =
        render(
                "<@ignition.dropin unit='b.service' name='10.conf'>one</@ignition.dropin>"
                    + "<@ignition.unit name='a.service' enabled=true>[Unit]</@ignition.unit>"
                    + "<@ignition.unit name='b.service' enabled=false/>"
                    + "<@ignition.unit name='c.service' mask=true/>"
                    + "<@ignition.dropin unit='b.service' name='20.conf'>two</@ignition.dropin>")
            .at("/systemd/units");
    assertEquals(
        new ObjectMapper()
            .readTree(
                """
                [{"name": "a.service", "enabled": true, "contents": "[Unit]"},
                 {"name": "b.service", "enabled": false, "dropins": [
                   {"name": "10.conf", "contents": "one"}, {"name": "20.conf", "contents": "two"}]},
                 {"name": "c.service", "mask": true}]
                """),
        units);
  }

  @Test
  void coreIsThereOnceWhateverIsAdded() throws IOException {
    JsonNode users =
        render(
                "<@ignition.user name='core' groups=['docker'] keys=['ssh-rsa more']/>"
                    + "<@ignition.user name='ada' shell='/bin/zsh' home='/srv/ada'/>")
            .at("/passwd/users");
    assertEquals(
        new ObjectMapper()
            .readTree(
                """
                [{"name": "core", "groups": ["docker"], "sshAuthorizedKeys": ["KEY", "ssh-rsa more"]},
                 {"name": "ada", "homeDir": "/srv/ada", "shell": "/bin/zsh"}]
                """
                    .replace("KEY", RenderCase.KEY)),
        users);
  }

  @Test
  void updatesAreAsTheSystemReadsThem() throws IOException {
    String profile = "<@ignition.config/>";
    JsonNode flatcar = render(profile, Os.FLATCAR, UpdateStrategy.REBOOT).at("/storage/files");
    assertEquals(2, flatcar.size());
    assertEquals("/etc/flatcar/update.conf", flatcar.path(1).path("path").asText());
    assertEquals("REBOOT_STRATEGY=reboot\n", content(flatcar.path(1)));
    JsonNode fedora = render(profile, Os.FCOS, UpdateStrategy.REBOOT).at("/storage/files");
    assertEquals(2, fedora.size());
    assertEquals("/etc/zincati/config.d/90-kvmcore.toml", fedora.path(1).path("path").asText());
    assertEquals("[updates]\nenabled = true\nstrategy = \"immediate\"\n", content(fedora.path(1)));
    assertEquals(3, render(profile, Os.OTHER, UpdateStrategy.OFF).at("/storage/files").size());
    assertEquals(1, render(profile, Os.OTHER, UpdateStrategy.SYSTEM).at("/storage/files").size());
  }
}
