package io.github.kvmcore.image;

import static io.github.kvmcore.image.pipeline.ImagePipelines.NOTHING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.http.FaultyServer.Fault;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.pipeline.ImagePipelines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pass over bytes that break off, change or stop coming meanwhile. */
@Timeout(60)
class ResumedPipelineTest {
  @TempDir Path folder;
  @AutoClose private ImagePipelines passes;

  @BeforeEach
  void serve() throws IOException {
    passes = new ImagePipelines(folder);
  }

  @Test
  void aDownloadThatBreaksOffIsNotCalledDamagedAndGoesOn() throws IOException {
    passes.server.next(Fault.CUT_HALF);
    UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> passes.run(NOTHING, 1));
    assertTrue(String.valueOf(e.getMessage()).contains("the connection ended after"), e::toString);
    long part = Files.size(passes.workspace.download());
    passes.assertRight(passes.run(NOTHING, 1));
    assertEquals(
        "bytes=" + part + "-", passes.server.seen.get(passes.server.seen.size() - 1).range());
  }

  @Test
  void aRetryGoesOnInTheSamePass() throws IOException {
    passes.server.next(Fault.CUT_HALF, Fault.SLOW);
    passes.assertRight(passes.run(NOTHING, 2));
    assertEquals(
        1, passes.programs.ran.stream().filter(c -> c.program().equals("openssl")).count());
  }

  @Test
  void anotherContentInTheMiddleIsReadFromItsBeginning() throws IOException {
    passes.server.next(Fault.CUT_HALF);
    assertThrows(UncheckedIOException.class, () -> passes.run(NOTHING, 1));
    passes.publish(ImagePipelines.plain(2));
    passes.server.etags.put("/a.bz2", "\"two\"");
    passes.server.next(Fault.SLOW);
    passes.assertRight(passes.run(NOTHING, 1));
  }

  @Test
  void anotherContentBetweenTwoTriesIsReadFromItsBeginning() throws IOException {
    passes.server.etags.put("/a.bz2", "");
    passes.server.next(Fault.CUT_HALF, Fault.SLOW);
    passes.assertRight(passes.run(NOTHING, 2));
  }

  @Test
  void anInterruptEndsAllAndKeepsWhatCame() throws Exception {
    passes.server.next(Fault.STALL_HALF);
    List<Throwable> got = new CopyOnWriteArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                passes.run(NOTHING, 1);
              } catch (KvmcoreException e) {
                got.add(e);
              }
            });
    thread.start();
    while (!Files.exists(passes.workspace.download()) || passes.told.transfers.isEmpty()) {
      Thread.sleep(10);
    }
    thread.interrupt();
    thread.join();
    assertEquals(ExitCode.INTERRUPTED, ((KvmcoreException) got.get(0)).exitCode());
    assertTrue(Files.size(passes.workspace.download()) > 0);
    passes.assertRight(passes.run(NOTHING, 1));
    assertFalse(Thread.interrupted());
  }
}
