package io.github.kvmcore.cli.run;

import io.github.kvmcore.cli.session.Environment;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.exec.file.Folders;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.remote.SshTarget;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files with the host keys of a cluster's machines: the running user's, by the XDG base
 * directory specification. One that ssh adds keys to, and one for each machine whose key is known
 * before the first ssh, so that runs at the same time don't write into each other's.
 */
public final class KnownHosts {
  private static final String PREFIX = "known_hosts.";
  private static final int PRIVATE = 0700;
  private static final int PRIVATE_FILE = 0600;

  /** What ssh, Ansible and its templates take as it is; a blank needs quotes. */
  private static final Pattern PLAIN = Pattern.compile("/[\\p{L}\\p{N} _./@+=:,-]*");

  private final Session session;
  private final @Nullable Path folder;

  private KnownHosts(Session session, @Nullable Path folder) {
    this.session = session;
    this.folder = folder;
  }

  /**
   * Makes the folder where it is missing: ssh makes none. Without one ssh still works, and says
   * that it can't keep the key.
   *
   * @throws KvmcoreException of the input, where the path can't be told to ssh, or others could put
   *     keys of theirs there
   */
  public static KnownHosts of(Session session) {
    Path state = state(session.environment());
    if (state == null) {
      session.say("warning: host keys are not kept: you have no home directory");
      return new KnownHosts(session, null);
    }
    Path folder = state.resolve("kvmcore").resolve(session.settings().cluster());
    if (!PLAIN.matcher(folder.toString()).matches()) {
      throw KvmcoreException.settings(
          List.of(
              "host keys would be kept in "
                  + folder.resolve("known_hosts")
                  + ", a name that ssh can't be told; set XDG_STATE_HOME to another folder"));
    }
    HostFiles files = session.access().files();
    requireTrusted(session, folder);
    try {
      Folders.make(files, folder, PRIVATE);
      requireTrusted(session, folder);
    } catch (UncheckedIOException e) {
      session.say("warning: host keys are not kept: " + e.getMessage());
    }
    return new KnownHosts(session, folder);
  }

  /** The file in which ssh keeps the key that a machine shows first. */
  public String any() {
    return folder == null ? "/dev/null" : folder.resolve("known_hosts").toString();
  }

  /**
   * The file that holds this machine's key and no other. ssh looks it up by the machine's name.
   *
   * @param key type and key
   * @return empty if it can't be written
   */
  public Optional<String> with(String machine, String key) {
    return folder == null
        ? Optional.empty()
        : write(machine, folder.resolve(PREFIX + machine), line(folder, machine, key));
  }

  /**
   * Under its name, and under those of an earlier version that the file has, with the time when the
   * machine was made: what that version's {@code ssh-config} and {@code inventory} printed has
   * them.
   */
  private String line(Path folder, String machine, String key) {
    String names =
        session.access().files().read(folder.resolve(PREFIX + machine)).stream()
            .flatMap(text -> Stream.of(text.split(" ", 2)[0].split(",")))
            .filter(name -> SshTarget.isAlias(name, machine))
            .map(name -> "," + name)
            .collect(Collectors.joining());
    return machine + names + " " + key + "\n";
  }

  /** The same for a check of a machine whose key for {@link #with} is not known yet. */
  Optional<String> check(String machine, String key) {
    return folder == null
        ? Optional.empty()
        : write(machine, folder.resolve("check." + machine), machine + " " + key + "\n");
  }

  private Optional<String> write(String machine, Path file, String line) {
    HostFiles files = session.access().files();
    try {
      if (!files.read(file).filter(line::equals).isPresent()) {
        files.write(file, line, PRIVATE_FILE, null);
      }
      return Optional.of(file.toString());
    } catch (UncheckedIOException e) {
      session.say("warning: the host key of " + machine + " is not checked: " + e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Writes the keys of machines that were recreated, so that what an earlier {@code ssh-config}
   * printed still holds.
   *
   * @param machines those that are there now
   */
  public static void refresh(Session session, List<Machine> machines) {
    Path state = state(session.environment());
    if (state == null) {
      return;
    }
    String cluster = session.settings().cluster();
    HostFiles files = session.access().files();
    Set<String> there = Set.copyOf(files.list(state.resolve("kvmcore").resolve(cluster)));
    List<Machine> known =
        machines.stream().filter(machine -> there.contains(PREFIX + machine.name())).toList();
    if (!known.isEmpty()) {
      KnownHosts knownHosts = of(session);
      for (Machine machine : known) {
        session
            .engine()
            .keys(machine)
            .hostKey()
            .ifPresent(key -> knownHosts.with(machine.name(), key));
      }
    }
  }

  /** Whoever can write to it decides by which keys machines are known. */
  private static void requireTrusted(Session session, Path folder) {
    session
        .access()
        .files()
        .untrusted(folder)
        .ifPresent(
            why -> {
              throw KvmcoreException.settings(
                  List.of(
                      "host keys are not taken from "
                          + folder
                          + ": "
                          + why
                          + "; set XDG_STATE_HOME to a folder that you own"));
            });
  }

  /** A relative path there counts as none, says the specification. */
  private static @Nullable Path state(Environment environment) {
    String given = environment.variable("XDG_STATE_HOME", "");
    if (given.startsWith("/")) {
      return environment.path(given);
    }
    Path home = environment.home();
    return home == null ? null : home.resolve(".local").resolve("state");
  }
}
