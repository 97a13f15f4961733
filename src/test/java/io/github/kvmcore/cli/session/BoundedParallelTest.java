package io.github.kvmcore.cli.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedParallelTest {
  @Test
  void resultsAreInTheOrderOfTheTasksThoughTheLastEndsFirst() {
    CountDownLatch last = new CountDownLatch(1);
    List<String> results =
        BoundedParallel.each(
            List.of(1, 2),
            2,
            task -> {
              if (task == 2) {
                last.countDown();
                return "two";
              }
              return arrived(last) ? "one, at the same time" : "one, alone";
            });
    assertEquals(List.of("one, at the same time", "two"), results);
  }

  @Test
  void moreTasksThanThreads() {
    List<Integer> tasks = IntStream.range(0, 20).boxed().toList();
    assertEquals(tasks, BoundedParallel.each(tasks, 3, task -> task));
  }

  @Test
  void nothingToDo() {
    assertTrue(BoundedParallel.each(List.of(), 3, task -> task).isEmpty());
  }

  private static boolean arrived(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
