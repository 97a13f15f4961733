package io.github.kvmcore.image;

import static io.github.kvmcore.image.TestStore.DISK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.http.FaultyServer.Fault;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.pipeline.ImageMetadataFile;
import io.github.kvmcore.image.pipeline.Workspace;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.model.image.OsRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One run at a time makes an image; what a dead one left is cleared. */
@Timeout(60)
class ImageLockTest {
  @TempDir Path folder;
  @AutoClose private TestStore images;

  @BeforeEach
  void make() throws IOException {
    images = new TestStore(folder);
  }

  @Test
  void twoRunsFetchOnce() throws Exception {
    images.server.files.put("/a.img", Files.readAllBytes(images.qcow2));
    images.server.next(Fault.SLOW);
    String url = images.server.url("/a.img").toString();
    List<Object> got = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  got.add(images.fetch(url));
                } catch (KvmcoreException e) {
                  got.add(e.text());
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(2, got.size());
    assertTrue(
        images.notes.contains(
            "another run is fetching " + images.request(url).target() + ": waiting for it"),
        images.notes::toString);
    assertEquals(got.get(0), got.get(1));
    assertTrue(got.get(0) instanceof BaseImage, got::toString);
    assertEquals(
        1, images.server.seen.stream().filter(seen -> seen.path().equals("/a.img")).count());
  }

  @Test
  void whoWaitedFindsTheImageThere() throws Exception {
    ImageRequest request = images.request(images.qcow2);
    Files.createDirectories(images.cache);
    var lock = images.files.tryLock(new Workspace(request.target()).lock(), "a test").orElseThrow();
    List<BaseImage> got = new CopyOnWriteArrayList<>();
    Thread thread = new Thread(() -> got.add(images.fetch(request)));
    thread.start();
    while (images.notes.isEmpty()) {
      Thread.sleep(5);
    }
    BaseImage other =
        new BaseImage(
            "other",
            request.target(),
            Files.size(images.qcow2),
            DISK,
            "",
            "",
            "then",
            OsRelease.UNKNOWN);
    ImageMetadataFile.write(images.files, other, "sha512:" + "0".repeat(128));
    Files.copy(images.qcow2, request.target());
    lock.close();
    thread.join();
    assertEquals(List.of(other), got);
    assertEquals(List.of(), images.programs.names());
  }

  @Test
  void leftoversOfADeadRunAreCleared() throws IOException {
    Workspace workspace = new Workspace(images.request(images.qcow2).target());
    Files.createDirectories(workspace.buildFolder().resolve("x"));
    Files.writeString(workspace.unpacked(), "half");
    Files.writeString(workspace.converted(), "half");
    images.fetch(images.qcow2);
    assertEquals(2, images.left().size());
  }
}
