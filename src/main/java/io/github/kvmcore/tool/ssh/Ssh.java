package io.github.kvmcore.tool.ssh;

import io.github.kvmcore.model.remote.Login;
import io.github.kvmcore.model.remote.SshTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** OpenSSH's client: argument lists and configuration; options as in ssh_config(5). */
public final class Ssh {
  /** The exit status of ssh's own failure, says ssh(1); a command may end with it as well. */
  public static final int FAILED = 255;

  private Ssh() {}

  /** What makes ssh keep a machine's host key, and refuse another one for the same machine. */
  public static Map<String, String> hostKeyOptions(SshTarget target) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("UserKnownHostsFile", quote(target.knownHosts()));
    options.put("HostKeyAlias", target.alias());
    options.put("StrictHostKeyChecking", target.checked() ? "yes" : "accept-new");
    // Machines come and go at the same address: older versions would hold that against them.
    options.put("CheckHostIP", "no");
    return options;
  }

  /** ssh's own quoting of a value, in its configuration as well as behind -o. */
  private static String quote(String value) {
    return value.indexOf(' ') < 0 ? value : '"' + value + '"';
  }

  /**
   * An ssh to a machine.
   *
   * @param options more of them, by name
   * @param behind what stands behind the address: more options and a command, as ssh takes them
   */
  public static List<String> command(
      SshTarget target, Login login, Map<String, String> options, List<String> behind) {
    List<String> argv = new ArrayList<>(List.of("ssh"));
    Map<String, String> all = new LinkedHashMap<>(hostKeyOptions(target));
    all.putAll(SshIsolation.except(behind));
    all.putAll(options);
    all.forEach((name, value) -> argv.addAll(List.of("-o", name + "=" + value)));
    argv.addAll(List.of("-l", login.user()));
    login.identities(target).forEach(key -> argv.addAll(List.of("-i", key.toString())));
    argv.add(target.address().toString());
    argv.addAll(behind);
    return argv;
  }

  /** A machine's part of an OpenSSH configuration, each line ended. */
  public static String config(SshTarget target, Login login) {
    StringBuilder text = new StringBuilder("Host " + target.name() + "\n");
    text.append("  HostName ").append(target.address()).append('\n');
    text.append("  User ").append(login.user()).append('\n');
    Map<String, String> options = new LinkedHashMap<>(hostKeyOptions(target));
    options.putAll(SshIsolation.all());
    options.forEach((name, value) -> text.append("  " + name + " " + value + "\n"));
    login
        .identities(target)
        .forEach(key -> text.append("  IdentityFile " + quote(key.toString()) + "\n"));
    return text.toString();
  }
}
