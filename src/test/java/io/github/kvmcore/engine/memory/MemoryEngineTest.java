package io.github.kvmcore.engine.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.kvmcore.cli.Kvmcore;
import io.github.kvmcore.cli.session.Environment;
import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.exec.file.LocalFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole command lines on an engine that has neither libvirt nor a host. */
class MemoryEngineTest {
  private final FileSystem disk = Jimfs.newFileSystem(Configuration.unix());
  private final MemoryPlace place = new MemoryPlace();
  private String out = "";
  private String err = "";

  @BeforeEach
  void prepare() throws IOException {
    for (String folder : List.of("/root", "/here", "/run/kvmcore", "/var/lib/libvirt/images")) {
      Files.createDirectories(disk.getPath(folder));
    }
    Files.writeString(disk.getPath("/image.qcow2"), "an image");
  }

  private int run(String line) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Path here = disk.getPath("/here");
    Environment environment =
        new Environment(
            Map.of(),
            disk.getPath("/root"),
            disk.getPath("/root"),
            here,
            here,
            "amd64",
            "root",
            4711,
            new Environment.Terminal(false, false, false),
            InputStream.nullInputStream(),
            new PrintStream(printed, true, UTF_8),
            new PrintStream(said, true, UTF_8));
    HostAccess access =
        new HostAccess(
            place::run,
            new LocalFiles(),
            (address, port, limit) -> Ports.Answer.SSH,
            mock(Downloader.class));
    int status =
        new Kvmcore(environment, access, context -> new MemoryEngine(context, place))
            .run(line.split(" "));
    out = printed.toString(UTF_8);
    err = said.toString(UTF_8);
    return status;
  }

  private void ok(String line) {
    int status = run(line);
    assertEquals(0, status, () -> line + "\n" + err);
  }

  private void create(int machines) {
    ok("create " + machines + " --image /image.qcow2 -e use_my_public_key=no");
  }

  private List<String> list() {
    ok("list");
    return out.lines()
        .skip(1)
        .map(it -> it.replaceAll(" +", " "))
        .map(MemoryEngineTest::two)
        .toList();
  }

  private static String two(String line) {
    String[] words = line.split(" ");
    return words[0] + " " + words[1];
  }

  @Test
  void aClusterLives() {
    create(2);
    assertEquals(List.of("coreos-1 running", "coreos-2 running"), list());
    create(3);
    assertEquals(List.of("coreos-1 running", "coreos-2 running", "coreos-3 running"), list());
    ok("verify 3 --image /image.qcow2");

    ok("shutdown 2");
    assertEquals(List.of("coreos-1 running", "coreos-2 shut", "coreos-3 running"), list());
    assertEquals(1, run("verify 3 --image /image.qcow2"), err);
    assertTrue(out.contains("coreos-2  state"), out);
    ok("start");
    ok("restart 3");
    ok("verify 3 --image /image.qcow2");

    ok("destroy --yes 2 3");
    assertEquals(List.of("coreos-1 running"), list());
    ok("destroy --yes");
    assertEquals(Map.of(), place.states);
  }

  @Test
  void whatReadsMachinesReadsTheEngine() {
    create(2);
    ok("status");
    assertTrue(out.contains("10.0.0.2"), out);
    ok("info 2");
    assertTrue(out.startsWith("coreos-2  running"), out);
    ok("hosts");
    assertEquals("10.0.0.1\tcoreos-1\n10.0.0.2\tcoreos-2\n", out);
    ok("ssh -n 2 uptime");
    assertTrue(out.contains("-l core 10.0.0.2 -- uptime"), out);
    ok("exec -n uptime");
    assertEquals(2, out.lines().count(), out);
    ok("inventory");
    assertTrue(out.contains("ansible_host=10.0.0.1"), out);
  }

  @Test
  void plansArePrintedAsScripts() {
    ok("create 1 --image /image.qcow2 -e use_my_public_key=no --dry-run");
    assertTrue(out.contains("place make coreos-1"), out);
    assertEquals(Map.of(), place.states);
    create(1);
    place.ran.clear();
    ok("destroy --dry-run");
    assertTrue(out.contains("place delete coreos-1"), out);
    assertEquals(List.of(), place.ran);
  }

  @Test
  void whatItCannotDoIsRefused() {
    create(1);
    assertEquals(3, run("console 1"));
    assertEquals("kvmcore: memory has no serial consoles to connect to\n", err);
    assertEquals(3, run("logs 1"));
    assertEquals("kvmcore: memory has no logs of serial consoles\n", err);
  }

  @Test
  void mistakesAreFoundBeforeAnythingIsChanged() {
    create(2);
    place.ran.clear();
    assertEquals(3, run("destroy --yes 1 7"));
    assertTrue(err.contains("no machine \"7\" in cluster coreos; it has coreos-1 coreos-2"), err);
    assertEquals(3, run("list --cluster other"));
    assertTrue(err.contains("no cluster \"other\""), err);
    assertEquals(List.of(), place.ran);
  }

  @Test
  void itsLockKeepsOtherRunsOut() {
    create(1);
    place.locked.add("coreos");
    for (String line : List.of("create 2 --image /image.qcow2", "destroy --yes", "shutdown")) {
      assertEquals(5, run(line), line);
      assertEquals("kvmcore: another run changes the cluster\n", err);
    }
    place.locked.clear();
    ok("destroy --yes");
    assertEquals(Set.of(), place.locked);
  }

  @Test
  void itsChecksAndLeftoversAreShown() {
    ok("doctor");
    assertTrue(out.contains("enough"), out);
    ok("gc");
    assertEquals("", out);
  }
}
