package io.github.kvmcore.e2e.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Programs;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import io.github.kvmcore.e2e.lab.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README's lines for cron and at, as it has them: run by the real cron and the real atd. */
class CronIT {
  @RegisterExtension static final Lab lab = new Lab();

  /** Gives the lab folders of its own for cron and at, and kvmcore where the README has it. */
  private static final String PREPARE =
      """
      set -e
      mount -t tmpfs tmpfs /opt
      ln -s "$1" /opt/kvmcore
      mount -t tmpfs -o mode=0755 tmpfs /etc/cron.d
      mount --bind /dev/null /etc/crontab
      mount -t tmpfs -o mode=0755 tmpfs /var/spool/cron
      mkdir -m 1730 /var/spool/cron/crontabs
      chgrp crontab /var/spool/cron/crontabs
      mkdir -m 1770 /var/spool/cron/atjobs /var/spool/cron/atspool
      : > /var/spool/cron/atjobs/.SEQ
      chmod 0600 /var/spool/cron/atjobs/.SEQ
      chown -R daemon:daemon /var/spool/cron/atjobs /var/spool/cron/atspool
      """;

  /** What else a host would have in /etc/kvmcore.yml: here is no way to the internet. */
  private static final List<String> SETTINGS =
      List.of("KVMCORE_VM_IMAGE=smoke", "KVMCORE_VM_MEMORY=128MiB", "KVMCORE_VM_WAIT=running");

  private static final Pattern LINE =
      Pattern.compile("(\\S+\\s+){5}(?<user>\\S+)\\s+(?<command>.*)");
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private static List<String> crontab;
  private static String at;

  private Snapshot before;

  @BeforeAll
  static void readTheReadme() throws Exception {
    List<String> readme = Files.readAllLines(Programs.sources().resolve("README.md"));
    int first = readme.indexOf("# /etc/cron.d/lab: a fresh cluster each morning");
    int last = first + readme.subList(first, readme.size()).indexOf("```");
    crontab = readme.subList(first, last);
    at =
        readme.stream().filter(line -> line.matches("echo .* \\| at .*")).findFirst().orElseThrow();
    lab.exec("sh", "-c", PREPARE, "sh", Programs.sources().toString()).ok();
  }

  @BeforeEach
  void look() {
    before = lab.snapshot();
  }

  @AfterEach
  void everythingIsGone() {
    before.assertSame(lab.snapshot());
  }

  /** The command that does this in the crontab. */
  private static String command(String verb) {
    return crontab.stream()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .filter(line -> line.group("command").contains("kvmcore " + verb))
        .peek(line -> assertEquals("root", line.group("user")))
        .map(line -> line.group("command"))
        .findFirst()
        .orElseThrow();
  }

  /** No home directory, no terminal, nothing to read, and any umask. */
  @ParameterizedTest
  @ValueSource(strings = {"022", "077"})
  void isSilentOnSuccess(String umask) {
    String[] commands = {
      "/opt/kvmcore/bin/kvmcore image pull -q",
      command("destroy"),
      command("create"),
      command("create"),
      command("destroy"),
    };
    String made = "";
    for (String command : commands) {
      Result result = cron(umask, command).ok();
      assertEquals("", result.out() + result.err());
      assertEquals(command.contains("create") ? 5 : 0, running(), command);
      // With libvirt's numbers, of which a machine that is started again gets another.
      String now = lab.virsh("list").ok().out().strip();
      assertTrue(!command.contains("create") || made.isEmpty() || now.equals(made), now);
      made = now;
    }
  }

  private static Result cron(String umask, String command) {
    List<String> words = new ArrayList<>(List.of("env", "-i", "PATH=/usr/bin:/bin"));
    words.addAll(SETTINGS);
    words.addAll(Arrays.asList("sh", "-c", "umask " + umask + "; cd /; " + command));
    return lab.exec(words.toArray(String[]::new));
  }

  private static int running() {
    return lab.states("--cluster", "lab").stream()
        .filter(it -> it.endsWith(" running"))
        .toList()
        .size();
  }

  /** The minute for which cron would wait until the next morning is the next. */
  @Test
  void cronAndAtRunThem() throws Exception {
    List<String> now = new ArrayList<>(SETTINGS);
    for (String line : crontab) {
      if (!line.contains("kvmcore destroy")) {
        now.add(line.replaceFirst("^0  7 \\* \\* 1-5 ", "* * * * * "));
      }
    }
    assertTrue(now.get(now.size() - 1).startsWith("* * * * * "), now::toString);
    install(now);
    Programs.Running cron = lab.start("cron", "-f");
    Wait.until("cron has made five machines", LIMIT, () -> running() == 5);
    lab.exec("rm", "/etc/cron.d/lab").ok();
    // Its children would be killed with it.
    String[] ours = {"pgrep", "-f", "--", "[-]-cluster lab"};
    Wait.until("cron's kvmcore has ended", () -> lab.exec(ours).status() == 1);
    cron.kill();
    Path lock = lab.file("run/kvmcore/kvmcore-lab.lock");
    assertFalse(Files.exists(lock));

    Programs.Running atd = lab.start("atd", "-f");
    Wait.until("atd runs", () -> lab.exec("test", "-s", "/run/atd.pid").status() == 0);
    lab.exec("sh", "-c", at.replaceFirst("at \\S+$", "at now")).ok();
    Wait.until("at has removed them", LIMIT, () -> lab.states("--cluster", "lab").isEmpty());
    Wait.until("at's kvmcore has ended", () -> !Files.exists(lock));
    atd.kill();
    lab.exec("rm", "-f", "/run/atd.pid", "/run/crond.pid").ok();
  }

  private static void install(List<String> lines) throws Exception {
    Path file = Files.write(lab.home().resolve("crontab"), lines);
    lab.exec("install", "-m", "0644", file.toString(), "/etc/cron.d/lab").ok();
    Files.delete(file);
  }
}
