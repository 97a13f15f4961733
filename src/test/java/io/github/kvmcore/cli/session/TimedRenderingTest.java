package io.github.kvmcore.cli.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.render.OverrunException;
import io.github.kvmcore.render.RenderBounds;
import io.github.kvmcore.render.Templates;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates that loop for ever, or call themselves, end with a message. */
class TimedRenderingTest {
  /** Ends when it is told to. */
  private static final class Endless implements RenderBounds.Work {
    private final CountDownLatch abandoned = new CountDownLatch(1);

    @Override
    public String text() {
      try {
        abandoned.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return "";
    }

    @Override
    public String place() {
      return "in template \"it.ftl\" at line 2, column 1";
    }

    @Override
    public void abandon() {
      abandoned.countDown();
    }
  }

  private record Failing(Supplier<Error> failure) implements RenderBounds.Work {
    @Override
    public String text() {
      throw failure.get();
    }

    @Override
    public String place() {
      return "";
    }

    @Override
    public void abandon() {
      throw new IllegalStateException("it has ended");
    }
  }

  private static String render(String template) {
    RenderBounds bounds = new TimedRendering(Duration.ofMinutes(1));
    Templates templates =
        new Templates(
            name -> Optional.of(template).filter(it -> name.equals("it.ftl")), bounds, bounds);
    return templates.render("it.ftl", Map.of("name", "a"));
  }

  @Test
  void aTemplateIsRenderedAsEver() {
    assertEquals("one a", render("one ${name}"));
    KvmcoreException mistake = assertThrows(KvmcoreException.class, () -> render("${nmae}"));
    assertTrue(mistake.text().startsWith("template it.ftl: "), mistake.text());
  }

  @Test
  void whatDoesNotEndIsLeftAlone() {
    Endless work = new Endless();
    OverrunException overrun =
        assertThrows(OverrunException.class, () -> new TimedRendering(Duration.ZERO).render(work));
    assertEquals(
        "it does not end within 0s: is there an endless loop? (in template \"it.ftl\" at line 2,"
            + " column 1)",
        overrun.getMessage());
    assertEquals(0, work.abandoned.getCount());
  }

  @Test
  void anInterruptEndsTheWaiting() {
    Endless work = new Endless();
    Thread.currentThread().interrupt();
    KvmcoreException failure =
        assertThrows(KvmcoreException.class, () -> new TimedRendering().render(work));
    assertTrue(Thread.interrupted());
    assertEquals(ExitCode.INTERRUPTED, failure.exitCode());
    assertEquals(0, work.abandoned.getCount());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<#macro a><@a/></#macro><@a/>",
        "<#function f><#return f()></#function>${f()}",
        "<#include 'it.ftl'>",
        "<#macro a><#attempt><@a/><#recover></#attempt></#macro><@a/>",
        "<#global it = '<@it/>'?interpret><@it/>",
      })
  void recursionIsToldWithItsPlace(String template) {
    KvmcoreException failure = assertThrows(KvmcoreException.class, () -> render(template));
    assertEquals(ExitCode.SETTINGS, failure.exitCode());
    String start =
        "template it.ftl: it nests too deeply: a macro, a function or a file includes itself"
            + " without end (in template \"";
    assertTrue(failure.text().startsWith(start), failure.text());
    assertTrue(failure.text().contains(" at line 1, column "), failure.text());
  }

  @Test
  void aTextWithoutEndIsToldWithItsPlace() {
    KvmcoreException failure =
        assertThrows(
            KvmcoreException.class,
            () -> render("one\n<#list 1.. as x>${''?left_pad(10000)}</#list>"));
    assertEquals(ExitCode.SETTINGS, failure.exitCode());
    assertEquals(
        "template it.ftl: it makes more than 32 MiB of text (in template \"it.ftl\" at line 2,"
            + " column 17)",
        failure.text());
  }

  @Test
  void deepNestingIsNoBugOfTheParser() {
    KvmcoreException failure =
        assertThrows(KvmcoreException.class, () -> render("${" + "(".repeat(200_000)));
    assertTrue(failure.text().contains("it nests too deeply"), failure.text());
  }

  @Test
  void aFullMemoryIsTheTemplatesFault() {
    OverrunException overrun =
        assertThrows(
            OverrunException.class,
            () -> new TimedRendering().render(new Failing(OutOfMemoryError::new)));
    assertEquals("it needs more memory than kvmcore has", overrun.getMessage());
    AssertionError other = new AssertionError("a bug");
    IllegalStateException bug =
        assertThrows(
            IllegalStateException.class,
            () -> new TimedRendering().render(new Failing(() -> other)));
    assertSame(other, bug.getCause());
  }
}
