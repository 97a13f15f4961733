package io.github.kvmcore.cli.remote;

import io.github.kvmcore.cli.session.Environment;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.exec.Folders;
import io.github.kvmcore.failure.KvmcoreException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file with the host keys of a cluster's machines: the running user's, by the XDG base
 * directory specification.
 */
final class KnownHosts {
  private static final int PRIVATE = 0700;

  /** What ssh, Ansible and its templates take as it is; a blank needs quotes. */
  private static final Pattern PLAIN = Pattern.compile("/[\\p{L}\\p{N} _./@+=:,-]*");

  private final Session session;

  KnownHosts(Session session) {
    this.session = session;
  }

  /**
   * The file, in a folder that is made here where it is missing: ssh makes none. Without one ssh
   * still works, and says that it can't keep the key.
   *
   * @throws KvmcoreException of the input, where the path can't be told to ssh
   */
  String file() {
    Path state = state();
    if (state == null) {
      session.say("warning: host keys are not kept: you have no home directory");
      return "/dev/null";
    }
    Path folder = state.resolve("kvmcore").resolve(session.settings().cluster());
    String file = folder.resolve("known_hosts").toString();
    if (!PLAIN.matcher(file).matches()) {
      throw KvmcoreException.settings(
          List.of(
              "host keys would be kept in "
                  + file
                  + ", a name that ssh can't be told; set XDG_STATE_HOME to another folder"));
    }
    requireTrusted(folder);
    try {
      Folders.make(session.outside().files(), folder, PRIVATE);
    } catch (UncheckedIOException e) {
      session.say("warning: host keys are not kept: " + e.getMessage());
    }
    return file;
  }

  /** Whoever can write to it decides by which keys machines are known. */
  private void requireTrusted(Path folder) {
    session
        .outside()
        .files()
        .untrusted(folder)
        .ifPresent(
            why -> {
              throw KvmcoreException.settings(
                  List.of(
                      "host keys are not kept in "
                          + folder
                          + ": "
                          + why
                          + "; set XDG_STATE_HOME to a folder of your own"));
            });
  }

  /** A relative path there counts as none, says the specification. */
  private @Nullable Path state() {
    Environment environment = session.environment();
    String given = environment.variable("XDG_STATE_HOME", "");
    if (given.startsWith("/")) {
      return environment.path(given);
    }
    Path home = environment.home();
    return home == null ? null : home.resolve(".local").resolve("state");
  }
}
