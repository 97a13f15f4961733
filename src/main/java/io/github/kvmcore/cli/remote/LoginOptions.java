package io.github.kvmcore.cli.remote;

import com.beust.jcommander.Parameter;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.Login;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Options of commands that log in to machines. */
final class LoginOptions {
  @Parameter(
      names = {"-l", "--login"},
      order = 22,
      description = "USER: as whom to log in (core)")
  @Nullable String user;

  @Parameter(
      names = {"-i", "--identity"},
      order = 23,
      description = "FILE: the private key (those that ssh tries by itself)")
  @Nullable String identity;

  /**
   * As whom to log in.
   *
   * @throws KvmcoreException exit code SETTINGS, where it can't be
   */
  Login read(Session session) {
    if (user != null && !user.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")) {
      throw KvmcoreException.settings(List.of("-l " + user + ": is not a user's name"));
    }
    Path file = identity == null ? null : session.environment().path(identity);
    if (file != null && session.outside().files().stat(file).isEmpty()) {
      throw KvmcoreException.settings(List.of("-i " + identity + ": there is no such file"));
    }
    return new Login(user == null ? Login.CORE : user, file);
  }
}
