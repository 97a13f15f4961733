package io.github.kvmcore.cli.help;

import io.github.kvmcore.cli.command.CommandLine;
import io.github.kvmcore.cli.command.Subcommand;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.spec.SettingDefinition;
import io.github.kvmcore.spec.SettingDefinitions;
import java.util.List;
import java.util.Map;

/** The man page kvmcore(1), made from what the help is made from. */
final class ManPage {
  /** Of this page's own sentences. */
  private static final String DATE = "2026-11-24";

  /** A file or a variable, and what it is for. */
  private record Thing(String name, String meaning) {}

  private static final List<Thing> FILES =
      List.of(
          new Thing("/etc/kvmcore.yml", "settings of this host"),
          new Thing("~/.config/kvmcore.yml", "settings of the user"),
          new Thing("./kvmcore.yml", "settings of the folder; --config FILE stands in for it"),
          new Thing("/var/lib/libvirt/images/CLUSTER", "the machines' disks and config drives"),
          new Thing("/var/lib/libvirt/images/kvmcore-cache", "the base images"),
          new Thing("/var/log/libvirt/qemu/MACHINE-console.log", "a machine's serial console"),
          new Thing(
              "/run/kvmcore/kvmcore-CLUSTER.lock",
              "held while a run changes the cluster, and names that run; of users other than root"
                  + " ~/.local/state/kvmcore/locks/HOST/kvmcore-CLUSTER.lock"),
          new Thing(
              "~/.local/state/kvmcore/CLUSTER/known_hosts, known_hosts.MACHINE",
              "the machines' host keys, as ssh and exec know them"));

  private static final List<Thing> VARIABLES =
      List.of(
          new Thing("KVMCORE_NAME", "the setting of that name, as in KVMCORE_VM_COUNT=5"),
          new Thing("KVMCORE_JAVA_OPTS", "options for Java"),
          new Thing("JAVA_HOME", "the Java to run with, where it is 17 or newer"),
          new Thing("XDG_CONFIG_HOME", "where your settings are, in place of ~/.config"),
          new Thing("XDG_STATE_HOME", "where host keys are kept, in place of ~/.local/state"),
          new Thing("NO_COLOR", "where it is not empty: no colours"),
          new Thing("http_proxy, https_proxy, no_proxy", "how images are fetched"));

  private static final List<HelpText.Example> EXAMPLES =
      List.of(
          new HelpText.Example("kvmcore create 5", "two more, after create 3; the three stay"),
          new HelpText.Example(
              "kvmcore create 9 --cluster blue -e vm_memory=4GiB", "a cluster beside it"),
          new HelpText.Example(
              "kvmcore ssh coreos-1 systemctl --failed",
              "a command on a machine; without one, a login"),
          new HelpText.Example(
              "kvmcore exec --on coreos-1,coreos-2 uname -r",
              "on two at once; without --on, on all"),
          new HelpText.Example("kvmcore list -o json", "for the next program"),
          new HelpText.Example("kvmcore inventory >hosts", "for Ansible"),
          new HelpText.Example(
              "kvmcore destroy --cluster blue --yes -q", "all of it, as a cron job would"));

  private final CommandLine line;

  ManPage(CommandLine line) {
    this.line = line;
  }

  String text() {
    Roff page = new Roff("KVMCORE", 1, DATE, "kvmcore " + Version.text());
    page.section("NAME").text("kvmcore - clusters of CoreOS-family machines on a KVM host");
    page.section("SYNOPSIS").text("kvmcore [OPTION…] COMMAND [ARGUMENT…]");
    describe(page);
    commands(page);
    page.section("OPTIONS");
    page.text("Those of every command stand before or after its name.");
    options(page, OptionText.common(line.parser()));
    settings(page);
    things(page.section("FILES"), FILES);
    things(page.section("ENVIRONMENT"), VARIABLES);
    page.section("EXIT STATUS");
    for (ExitCode code : ExitCode.values()) {
      page.term(Integer.toString(code.status()), code.meaning());
    }
    page.paragraph(HelpText.STATUS_OF_OTHERS + ".");
    page.section("EXAMPLES");
    HelpText.FIRST_STEPS.forEach(it -> page.term(it.command(), it.meaning()));
    EXAMPLES.forEach(it -> page.term(it.command(), it.meaning()));
    page.section("SEE ALSO").text("virsh(1), qemu-img(1), ssh(1), crontab(5), at(1)");
    return page.text();
  }

  private static void describe(Roff page) {
    page.section("DESCRIPTION");
    page.text(
        "kvmcore makes, runs and removes clusters of CoreOS-family virtual machines (Flatcar, old"
            + " CoreOS) by running the host's own tools. There is no daemon and no state"
            + " file: the host is read afresh at each run, what is missing is made, what is right is"
            + " left alone, and what kvmcore did not make is never touched.");
    page.paragraph(
        "It needs no terminal, no PATH beyond cron's and, as root, no home directory. One run at a time"
            + " changes a cluster; runs of different clusters do not wait for each other.");
  }

  private void commands(Roff page) {
    page.section("COMMANDS");
    for (Map.Entry<String, Subcommand> command : line.commands().entrySet()) {
      String usage = command.getKey() + " " + command.getValue().synopsis();
      page.subsection("kvmcore " + usage.strip());
      page.text(sentence(HelpText.description(command.getValue())));
      options(page, OptionText.own(line.parser(command.getKey())));
    }
  }

  private static String sentence(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  private static void options(Roff page, List<OptionText> options) {
    options.forEach(option -> page.term(option.usage(), option.meaning()));
  }

  private static void settings(Roff page) {
    page.section("SETTINGS");
    page.text(
        "Lowest first: the defaults, the files below, the environment, -e NAME=VALUE, and options."
            + " All mistakes are told at once, before anything is changed.");
    for (SettingDefinition setting : SettingDefinitions.all()) {
      String standard = setting.defaultText();
      page.term(
          setting.name(),
          setting.meaning()
              + " ("
              + setting.kind()
              + (standard.isEmpty() ? "" : "; default " + standard)
              + ")");
    }
  }

  private static void things(Roff page, List<Thing> things) {
    things.forEach(thing -> page.term(thing.name(), thing.meaning()));
  }
}
