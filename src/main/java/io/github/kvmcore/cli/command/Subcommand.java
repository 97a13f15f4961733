package io.github.kvmcore.cli.command;

import com.beust.jcommander.ParametersDelegate;
import io.github.kvmcore.cli.options.CommonOptions;
import io.github.kvmcore.cli.options.Flags;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.failure.ExitCode;
import java.util.List;

/** A command of kvmcore: its options are fields, filled by JCommander. */
public abstract class Subcommand {
  @ParametersDelegate protected final CommonOptions common = new CommonOptions();

  /**
   * What stands behind the command's name in its usage line; may be empty. Shells complete what it
   * says: MACHINE, FILE, DIR and words in small letters.
   */
  public abstract String synopsis();

  /** The words behind the command's name that are not options. */
  protected List<String> words() {
    return List.of();
  }

  /** Flags that stand for settings. */
  public Flags flags() {
    return new Flags();
  }

  /** Whether it makes machines, and so reads the inventory that settings name. */
  public boolean readsInventory() {
    return false;
  }

  /** Whether it changes the host; where not, nobody need be told that nothing was changed. */
  protected boolean changesHost() {
    return false;
  }

  /** Runs it; what it prints goes through the session. Not of those that need none. */
  protected ExitCode run(Session session) {
    throw new IllegalStateException(getClass().getSimpleName() + " does not run in a session");
  }

  /** Runs it; the exit status is another program's where the command gives way to that. */
  public int status(Session session) {
    return run(session).status();
  }
}
