package io.github.kvmcore.image.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.kvmcore.exec.file.LocalFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GrowingFileTest {
  private final Path path = Jimfs.newFileSystem(Configuration.unix()).getPath("/file");
  private final GrowingFile file = new GrowingFile(new LocalFiles(), path);

  @BeforeEach
  void make() throws IOException {
    Files.createFile(path);
  }

  private void append(byte[] bytes) throws IOException {
    Files.write(path, bytes, StandardOpenOption.APPEND);
  }

  private static <T> FutureTask<T> start(java.util.concurrent.Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    new Thread(task).start();
    return task;
  }

  @Test
  void severalReadItWholeWhileItGrows() throws Exception {
    byte[] all = new byte[1_000_000];
    new Random(1).nextBytes(all);
    GrowingFile.View view = file.view();
    FutureTask<byte[]> one = start(() -> view.open().readAllBytes());
    FutureTask<byte[]> other = start(() -> view.open().readAllBytes());
    for (int at = 0; at < all.length; at += 10_000) {
      append(Arrays.copyOfRange(all, at, at + 10_000));
      file.at(at + 10_000, all.length);
    }
    assertFalse(view.await(1));
    file.complete();
    assertArrayEquals(all, one.get());
    assertArrayEquals(all, other.get());
    assertTrue(view.await(1));
    assertEquals(all.length, file.slowest());
  }

  @Test
  void onlyWhatWasToldIsRead() throws Exception {
    append("abcdef".getBytes());
    file.at(3, 6);
    try (InputStream in = file.view().open()) {
      assertEquals("abc", new String(in.readNBytes(3)));
      FutureTask<Integer> next = start(in::read);
      Thread.sleep(50);
      assertFalse(next.isDone());
      file.at(6, 6);
      assertEquals('d', next.get());
    }
  }

  @Test
  void anotherContentFailsTheReadersOfTheOld() throws Exception {
    append("abc".getBytes());
    file.at(3, 6);
    GrowingFile.View old = file.view();
    InputStream in = old.open();
    in.readNBytes(3);
    FutureTask<Integer> next = start(in::read);
    file.restarted();
    Files.writeString(path, "xyz");
    file.at(3, 3);
    file.complete();
    assertThrows(java.util.concurrent.ExecutionException.class, next::get);
    assertFalse(old.holds());
    assertEquals("xyz", new String(file.view().open().readAllBytes()));
  }

  @Test
  void aFailureWakesAllAndTheFirstCounts() throws Exception {
    GrowingFile.View view = file.view();
    FutureTask<byte[]> reading = start(() -> view.open().readAllBytes());
    file.fail(new IllegalStateException("first"));
    file.fail(new IllegalStateException("second"));
    assertThrows(java.util.concurrent.ExecutionException.class, reading::get);
    assertEquals("first", assertThrows(IOException.class, view::awaitEnd).getMessage());
  }

  @Test
  void aFileThatBecomesShorterIsNoEnd() throws Exception {
    append("abcdef".getBytes());
    file.at(6, 6);
    file.complete();
    try (InputStream in = file.view().open()) {
      in.readNBytes(3);
      Files.writeString(path, "ab");
      assertThrows(IOException.class, in::readAllBytes);
    }
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    GrowingFile.View view = file.view();
    Thread.currentThread().interrupt();
    assertThrows(java.io.InterruptedIOException.class, () -> view.await(1));
    assertTrue(Thread.interrupted());
  }

  @Test
  void whoGaveUpIsNotTheSlowest() throws Exception {
    append(new byte[1000]);
    file.at(1000, -1);
    file.complete();
    file.view().open().close();
    try (InputStream in = file.view().open()) {
      in.readAllBytes();
    }
    assertEquals(1000, file.slowest());
  }
}
