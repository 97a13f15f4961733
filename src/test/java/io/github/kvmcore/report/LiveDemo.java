package io.github.kvmcore.report;

import io.github.kvmcore.apply.Progress;
import io.github.kvmcore.model.machine.Stage;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.report.progress.ProgressStyle;
import io.github.kvmcore.report.progress.TerminalSize;
import java.time.Duration;
import java.util.List;

/**
 * Shows live progress at a real terminal, to be looked at: three machines, a download, a note, a
 * failure. Arguments: the terminal's columns, and how many milliseconds a step takes.
 */
public final class LiveDemo {
  private LiveDemo() {}

  public static void main(String[] args) throws InterruptedException {
    TerminalSize size = new TerminalSize(Integer.parseInt(args[0]), 24);
    int pause = Integer.parseInt(args[1]);
    Step image = Plans.step(null, "image");
    Step disk1 = Plans.step("coreos-1", "disk");
    Step wait1 = Plans.step("coreos-1", "wait for ssh");
    Step disk2 = Plans.step("coreos-2", "disk");
    Step disk3 = Plans.step("coreos-3", "disk");
    List<Step> steps = List.of(image, disk1, wait1, disk2, disk3);
    Plan plan = new Plan("coreos", List.of(), steps, List.of());
    System.err.println("before");
    try (Progress progress = ProgressStyle.LIVE.open(plan, System.err, size, true)) {
      progress.started(image);
      for (long mebibytes = 0; mebibytes <= 400; mebibytes += 100) {
        progress.transferred("flatcar_production_qemu_image.img.bz2", mebibytes << 20, 400 << 20);
        Thread.sleep(pause);
      }
      progress.done(image, Duration.ofSeconds(1));
      progress.note("Note: a note that is longer than a narrow terminal, but it stays whole");
      progress.started(disk1);
      progress.started(disk2);
      Thread.sleep(pause);
      progress.done(disk1, Duration.ofMillis(100));
      progress.started(wait1);
      progress.failed(disk2);
      progress.leftOut(disk3);
      for (Stage stage : Stage.values()) {
        progress.reached("coreos-1", stage);
        Thread.sleep(pause);
      }
      progress.done(wait1, Duration.ofMillis(100));
    }
    System.err.println("after");
  }
}
