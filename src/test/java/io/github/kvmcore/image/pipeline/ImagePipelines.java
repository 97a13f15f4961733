package io.github.kvmcore.image.pipeline;

import static io.github.kvmcore.image.TestStore.sha;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.http.FaultyServer;
import io.github.kvmcore.image.ImageSources;
import io.github.kvmcore.image.RealPrograms;
import io.github.kvmcore.image.Told;
import io.github.kvmcore.image.check.RefusedException;
import io.github.kvmcore.image.pipeline.ImagePipeline.Passed;
import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.model.image.OsRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** ImagePipelines over bytes from a server on loopback, with the host's real programs. */
public final class ImagePipelines implements AutoCloseable {
  public static final Expected NOTHING = new Expected(null, null, null, "nothing");
  static final long LIMIT = 32 << 20;

  public final RealPrograms programs = new RealPrograms();
  public final Told told = new Told();
  public final FaultyServer server = new FaultyServer();
  public final Workspace workspace;
  private final Path folder;
  byte[] plain;
  byte[] packed;

  public ImagePipelines(Path folder) throws IOException {
    this.folder = folder;
    workspace = new Workspace(folder.resolve("a.qcow2"));
    publish(plain(1));
  }

  @Override
  public void close() {
    server.close();
  }

  public static byte[] plain(int seed) {
    byte[] bytes = new byte[3 << 20];
    new Random(seed).nextBytes(bytes);
    Arrays.fill(bytes, 1 << 20, 2 << 20, (byte) 0);
    return bytes;
  }

  /** Packs the bytes, and serves that from now on. */
  public void publish(byte[] plain) throws IOException {
    publish(plain, packed("bzip2", plain));
  }

  public void publish(byte[] plain, byte[] packed) {
    this.plain = plain;
    this.packed = packed;
    server.files.put("/a.bz2", packed);
  }

  byte[] packed(String program, byte[] bytes) throws IOException {
    Path in = Files.write(folder.resolve("in"), bytes);
    return programs.output(folder.resolve("out"), program, "-c", in.toString());
  }

  static Digest digest(String algorithm, byte[] bytes) {
    String name = new Digest(algorithm, "").javaName();
    return new Digest(algorithm, sha(name, bytes));
  }

  /** A pass over what is served, of which a download is tried so often. */
  public Passed run(Expected expected, int tries) {
    ImageRequest request =
        new ImageRequest(
            server.url("/a.bz2").toString(),
            ImageRequest.Kind.URL,
            workspace.target(),
            null,
            0,
            OsRelease.UNKNOWN);
    HostAccess access = programs.access(tries);
    workspace.clear(access.files());
    Origin origin = new ImageSources(access, folder, told).of(request, workspace);
    return new ImagePipeline(access, LIMIT, told, "a.bz2", expected, workspace.unpacked())
        .run(origin);
  }

  String refusal(Expected expected) {
    return assertThrows(RefusedException.class, () -> run(expected, 1)).reason();
  }

  public void assertRight(Passed passed) throws IOException {
    assertArrayEquals(plain, Files.readAllBytes(passed.image()));
    assertEquals(digest("sha512", packed), passed.digest());
  }
}
