package io.github.kvmcore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** A test is left out without a program, and never where all programs have to be there. */
class InstalledTest {
  private static final String ALL = "kvmcore.all-programs";

  @Test
  void whatIsNotThereLeavesATestOutOrFailsIt() {
    String before = System.getProperty(ALL, "false");
    try {
      Installed.need("sh");
      System.setProperty(ALL, "false");
      assertThrows(TestAbortedException.class, () -> Installed.need("sh", "no-such-program"));
      System.setProperty(ALL, "true");
      AssertionFailedError error =
          assertThrows(AssertionFailedError.class, () -> Installed.need("sh", "no-such-program"));
      assertEquals("no-such-program is not installed", error.getMessage().split(" ==>")[0]);
    } finally {
      System.setProperty(ALL, before);
    }
  }
}
