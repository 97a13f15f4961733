package io.github.kvmcore.cli.remote;

import com.beust.jcommander.Parameter;
import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.remote.Login;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Options of commands that log in to machines. */
final class LoginOptions {
  private static final List<String> OWN =
      List.of("id_rsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk");

  @Parameter(
      names = {"-l", "--login"},
      order = 22,
      description = "USER: user to log in as (default: core)")
  @Nullable String user;

  @Parameter(
      names = {"-i", "--identity"},
      order = 23,
      description = "FILE: private key (default: the cluster's key and yours)")
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
    if (file != null && session.access().files().stat(file).isEmpty()) {
      throw KvmcoreException.settings(List.of("-i " + identity + ": there is no such file"));
    }
    return new Login(user == null ? Login.CORE : user, file, own(session));
  }

  /** As core, by the keys that there are. */
  static Login core(Session session) {
    return new Login(Login.CORE, null, own(session));
  }

  /**
   * Those that ssh tries by itself, by ssh_config(5): it tries none of them if it is given another.
   */
  private static List<Path> own(Session session) {
    Path home = session.environment().home();
    if (home == null) {
      return List.of();
    }
    Path folder = home.resolve(".ssh");
    List<String> names = session.access().files().list(folder);
    return OWN.stream().filter(names::contains).map(folder::resolve).toList();
  }
}
