package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.http.FaultyServer.Fault;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.exec.process.CommandRunner;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.pipeline.Workspace;
import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.image.ImageRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What lies beside an image while it is made, and what is refused, only its owner can read. */
@Timeout(60)
class ImageModesTest {
  @TempDir Path folder;
  @AutoClose private TestStore images;
  private final Set<String> seen = new TreeSet<>();
  private final Set<String> open = new TreeSet<>();

  @BeforeEach
  void make() throws IOException {
    images = new TestStore(folder);
  }

  @Test
  void whatIsUnpackedAndConverted() throws IOException {
    Path raw = folder.resolve("raw");
    images.programs.tool(
        "qemu-img", "convert", "-O", "raw", images.qcow2.toString(), raw.toString());
    images.server.files.put("/a.img.gz", images.packed("gzip", "-c", raw.toString()));
    watched().fetch(request("/a.img.gz", null), images.told);
    assertTrue(seen.stream().anyMatch(name -> name.endsWith(".unpacked")), seen::toString);
    assertTrue(seen.stream().anyMatch(name -> name.endsWith(".converted")), seen::toString);
    assertTrue(seen.stream().anyMatch(name -> name.endsWith(".download.resume")), seen::toString);
    assertEquals(Set.of(), open);
  }

  @Test
  void whatIsRefused() throws IOException {
    images.server.files.put("/a.img", Files.readAllBytes(images.qcow2));
    Digest wrong = Digest.parse("sha256:" + "0".repeat(64)).orElseThrow();
    ImageRequest request = request("/a.img", wrong);
    assertThrows(KvmcoreException.class, () -> images.fetch(request));
    look();
    assertEquals(Set.of(request.target().getFileName() + ".bad"), seen);
    assertEquals(Set.of(), open);
  }

  /** A version before this one began it. */
  @Test
  void whatIsGoneOnWith() throws IOException {
    images.server.files.put("/a.img", Files.readAllBytes(images.qcow2));
    ImageRequest request = request("/a.img", null);
    images.server.next(Fault.CUT_HALF);
    assertThrows(KvmcoreException.class, () -> images.fetch(request));
    look();
    assertEquals(Set.of(), open);
    Path download = new Workspace(request.target()).download();
    Files.setPosixFilePermissions(download, PosixFilePermissions.fromString("rw-r--r--"));
    images.server.next(Fault.CUT_HALF);
    assertThrows(KvmcoreException.class, () -> images.fetch(request));
    look();
    assertEquals(Set.of(), open);
  }

  private ImageRequest request(String path, @Nullable Digest digest) {
    return images.store.request(images.server.url(path).toString(), digest, false, 0);
  }

  /** A store whose programs are looked over the shoulder. */
  private ImageStore watched() {
    CommandRunner watching =
        new CommandRunner() {
          @Override
          public CommandResult run(Command command) {
            return looked(images.programs.run(command));
          }

          @Override
          public CommandResult stream(Command command, InputStream in, @Nullable OutputStream out) {
            return looked(images.programs.stream(command, in, out));
          }
        };
    HostAccess real = images.access;
    return new ImageStore(
        new HostAccess(watching, real.files(), real.ports(), real.downloads()),
        images.cache,
        folder.resolve("smoke/build-image"),
        Publishers.of("https://example.org"),
        new ImageStore.Limits(32 << 20, Duration.ofMillis(20), Duration.ofSeconds(30)),
        Clock.systemUTC());
  }

  private CommandResult looked(CommandResult result) {
    look();
    return result;
  }

  private synchronized void look() {
    for (String name : images.files.list(images.cache)) {
      FileFacts facts = images.files.stat(images.cache.resolve(name)).orElse(null);
      if (facts != null && !name.endsWith(".lock")) {
        seen.add(name);
        if ((facts.mode() & 077) != 0) {
          open.add("%s %04o".formatted(name, facts.mode()));
        }
      }
    }
  }

  /** The builder makes it with a mode of its own, so it lies in a folder that is closed. */
  @Test
  void theSmokeGuest() {
    Workspace workspace = new Workspace(images.cache.resolve("a.qcow2"));
    assertEquals(workspace.buildFolder(), workspace.built().getParent());
    assertEquals(List.of(), images.left());
  }
}
