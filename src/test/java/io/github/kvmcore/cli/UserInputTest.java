package io.github.kvmcore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.ExpectedFile;
import io.github.kvmcore.Installed;
import io.github.kvmcore.cli.session.Environment;
import io.github.kvmcore.engine.libvirt.LibvirtEngine;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.exec.http.HttpDownloader;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.ZtCommandRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files of test-fixtures/input, as users hand them to {@code create}: what is wrong is said before
 * any command runs. What has to be said of each stands in {@code expected.txt} beside them.
 */
class UserInputTest {
  private static final Path FIXTURES = Path.of("test-fixtures/input");

  @TempDir Path folder;

  /** A folder of programs that are on the host; here it has none. */
  private String programs = "/nowhere";

  @BeforeEach
  void prepare() throws IOException {
    folder = folder.toRealPath();
  }

  /** A program was asked for, so nothing that kvmcore can see in the files is wrong. */
  private static final class TakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TakenException(Command command) {
      super(command.program(), null, false, false);
    }
  }

  private String said(String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, UTF_8);
    Environment environment =
        new Environment(
            Map.of("PATH", folder + ":" + programs),
            folder,
            folder,
            folder,
            Path.of("").toAbsolutePath(),
            "amd64",
            "root",
            4711,
            new Environment.Terminal(false, false, false),
            InputStream.nullInputStream(),
            stream,
            stream);
    HostAccess access =
        new HostAccess(
            command -> {
              if (List.of("butane", "ignition-validate").contains(command.program())) {
                return new ZtCommandRunner().run(command);
              }
              throw new TakenException(command);
            },
            new LocalFiles(),
            (address, port, limit) -> {
              throw new IllegalStateException("no port should be asked");
            },
            new HttpDownloader(Map.of()));
    int status = new Kvmcore(environment, access, LibvirtEngine::new).run(arguments);
    String text = err.toString(UTF_8).replace(folder + "/", "");
    return text.contains("TakenException") ? "taken\n" : "exit " + status + "\n" + text;
  }

  @ParameterizedTest
  @CsvSource({"user-data,--user-data", "ignition,--ignition", "keys,--ssh-key"})
  void filesAreJudgedBeforeAnythingElse(String kind, String option) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(FIXTURES.resolve(kind))) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (!name.equals("expected.txt")) {
          Files.copy(file, folder.resolve(name));
          all.append("== ").append(name).append('\n');
          all.append(said("create", "1", "-n", option, name));
        }
      }
    }
    ExpectedFile.check(FIXTURES.resolve(kind).resolve("expected.txt"), all.toString());
  }

  /** Which knows more than kvmcore, and says its warnings as well. */
  @Test
  void ignitionsOwnCheckIsAskedWhereItIs() throws IOException {
    Installed.need("ignition-validate");
    programs = "/usr/bin";
    String unit = "\"systemd\": {\"units\": [{\"name\": \"a.service\",\n \"enabled\": true, ";
    String begin = "{\"ignition\": {\"version\": \"3.3.0\"},\n" + unit;
    Files.writeString(folder.resolve("a.ign"), begin + "\"contents\": \"[Unit\"}]}}");
    assertEquals(
        """
        exit 3
        kvmcore: nothing was changed, because:
          ignition_file: a.ign:3: systemd.units.0.contents: invalid unit content: unable to find end of section
        """,
        said("create", "1", "-n", "--ignition", "a.ign"));
    Files.writeString(folder.resolve("a.ign"), begin + "\"contents\": \"[Unit]\"}]}}");
    assertEquals("taken\n", said("create", "1", "-n", "--ignition", "a.ign"));
    Files.writeString(folder.resolve("a.ign"), "{\"ignition\": {\"version\": \"3.5.0\"}}");
    assertEquals("taken\n", said("create", "1", "-n", "--ignition", "a.ign"));
  }

  @Test
  void ofTwoKeyFilesTheBadOneIsNamed() throws IOException {
    Files.copy(FIXTURES.resolve("keys/tab-crlf.pub"), folder.resolve("good.pub"));
    Files.copy(FIXTURES.resolve("keys/mixed.pub"), folder.resolve("bad"));
    String said = said("create", "1", "-n", "--ssh-key", "good.pub", "--ssh-key", "bad");
    assertTrue(said.contains("ssh_keys: bad:3: is not an OpenSSH public key: OpenSSH takes"), said);
    assertEquals(3, said.lines().count(), said);
  }

  /** The byte order mark and other encodings, in all that users write. */
  @ParameterizedTest
  @CsvSource({
    "kvmcore.yml, list",
    "more.yml, list -e @more.yml",
    "named.yml, list --config named.yml",
    "hosts, create -n --inventory hosts",
    "hosts.yml, create -n --inventory hosts.yml",
    "key.pub, create -n --ssh-key key.pub",
    "mine.pub, create -n -e my_public_key_file=mine.pub",
    ".ssh/id_ed25519.pub, create -n",
    "a.ign, create -n --ignition a.ign",
    "a.ign.ftl, create -n --ignition a.ign.ftl",
    "a.bu, create -n --butane a.bu",
    "user.yml, create -n --user-data user.yml",
    "user.sh, create -n --user-data user.sh"
  })
  void otherEncodingsAreNamedEverywhere(String name, String line) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    for (Map.Entry<String, byte[]> each :
        Map.of(
                name + ":1: starts with a byte order mark (BOM)\n    next: sed -i ",
                "\ufeff# a\n".getBytes(UTF_8),
                name + ":2: is not UTF-8 text: it holds the byte 0xFC\n    next: iconv ",
                new byte[] {'#', 'a', '\n', '#', (byte) 0xfc, '\n'},
                name + ": is UTF-16 text, not UTF-8\n    next: iconv -f UTF-16 ",
                new byte[] {(byte) 0xff, (byte) 0xfe, '#', 0, '\n', 0})
            .entrySet()) {
      Files.write(file, each.getValue());
      String said = said(line.split(" "));
      assertTrue(said.startsWith("exit 3\n") && said.contains(each.getKey()), said);
    }
  }

  @Test
  void aFileThatHoldsTheReplacementCharacterIsRight() throws IOException {
    Files.writeString(folder.resolve("a.yml"), "#cloud-config\n# \ufffd\n");
    assertEquals("taken\n", said("create", "1", "-n", "--user-data", "a.yml"));
  }
}
