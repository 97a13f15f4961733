package io.github.kvmcore.cli.options;

import com.beust.jcommander.Parameter;
import io.github.kvmcore.model.OutputFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Options of every command; taken before and after the command's name. */
public final class CommonOptions {
  @Parameter(
      names = "--cluster",
      order = 0,
      description = "NAME: name of the cluster, and prefix of its machines' names")
  @Nullable String cluster;

  @Parameter(
      names = {"-c", "--connect"},
      order = 1,
      description = "URI: libvirt connection")
  @Nullable String connect;

  @Parameter(
      names = "--config",
      order = 2,
      description = "FILE: read settings from this file instead of ./kvmcore.yml")
  @Nullable String config;

  @Parameter(
      names = {"-e", "--extra-vars"},
      order = 3,
      splitter = WholeValue.class,
      description = "NAME=VALUE: set a setting, or read settings from @FILE; repeatable")
  List<String> extraVars = new ArrayList<>();

  @Parameter(
      names = {"-o", "--output"},
      order = 4,
      converter = OutputFormatConverter.class,
      description = "table|json|yaml|name: output format (default: table)")
  @Nullable OutputFormat output;

  @Parameter(
      names = {"-n", "--dry-run"},
      order = 5,
      description = "print the commands as a shell script and change nothing")
  boolean dryRun;

  @Parameter(
      names = "--lock-wait",
      order = 6,
      description = "TIME: how long to wait for another run that changes the cluster")
  @Nullable String lockWait;

  @Parameter(
      names = "--record",
      order = 7,
      description = "FILE: record all commands and their output for a bug report")
  @Nullable String record;

  @Parameter(
      names = "--replay",
      hidden = true,
      description = "FILE: replay a recording instead of using the host")
  @Nullable String replay;

  @Parameter(
      names = {"-q", "--quiet"},
      order = 8,
      description = "print only results, warnings and errors")
  boolean quiet;

  @Parameter(
      names = {"-v", "--verbose"},
      order = 9,
      description = "print each command, and where each setting comes from")
  boolean verbose;

  @Parameter(names = "--debug", order = 10, description = "print stack traces of errors")
  boolean debug;

  @Parameter(names = "--no-color", order = 11, description = "do not use colors")
  boolean noColor;

  @Parameter(
      names = {"-h", "--help"},
      help = true,
      order = 12,
      description = "show help for the command")
  boolean help;

  /** These options over those that stood before the command's name. */
  public CommonOptions over(CommonOptions before) {
    cluster = cluster == null ? before.cluster : cluster;
    connect = connect == null ? before.connect : connect;
    config = config == null ? before.config : config;
    output = output == null ? before.output : output;
    lockWait = lockWait == null ? before.lockWait : lockWait;
    record = record == null ? before.record : record;
    replay = replay == null ? before.replay : replay;
    List<String> all = new ArrayList<>(before.extraVars);
    all.addAll(extraVars);
    extraVars = all;
    dryRun |= before.dryRun;
    quiet |= before.quiet;
    verbose |= before.verbose;
    debug |= before.debug;
    noColor |= before.noColor;
    help |= before.help;
    return this;
  }

  /** The same for another cluster. */
  public CommonOptions ofCluster(String name) {
    CommonOptions copy = new CommonOptions();
    copy.cluster = name;
    return copy.over(this);
  }

  /** Takes those that stand for settings and were given. */
  public Flags addTo(Flags flags) {
    return flags
        .add("--cluster", "cluster", cluster)
        .add("--connect", "connect", connect)
        .add("--lock-wait", "lock_wait", lockWait);
  }

  /** The cluster's name, where it was given. */
  public @Nullable String cluster() {
    return cluster;
  }

  /** The file of settings that stands in for the working directory's, where it was given. */
  public @Nullable String config() {
    return config;
  }

  /** The arguments of {@code -e}, in their order. */
  public List<String> extraVars() {
    return extraVars;
  }

  /** What {@code -o} says, where it was given. */
  public @Nullable OutputFormat output() {
    return output;
  }

  /** How results are printed. */
  public OutputFormat format() {
    return output == null ? OutputFormat.TABLE : output;
  }

  /** Whether nothing is done, and what would be is printed. */
  public boolean dryRun() {
    return dryRun;
  }

  /** The file into which the run is recorded; null: it is not. */
  public @Nullable String record() {
    return record;
  }

  /** The recording that stands in for the host; null: none does. */
  public @Nullable String replay() {
    return replay;
  }

  /** Whether only results, warnings and errors are printed. */
  public boolean quiet() {
    return quiet;
  }

  /** Whether commands and the settings' origins are shown. */
  public boolean verbose() {
    return verbose;
  }

  /** Whether there are no colours even at a terminal. */
  public boolean noColor() {
    return noColor;
  }

  /** Whether the command's help is wanted, and not the command. */
  public boolean help() {
    return help;
  }
}
