package io.github.kvmcore.e2e.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Runs Debian's etcd in place of guests that have none: each with the environment that its machine
 * was given, on a host of its own with the machine's address, in a network of these hosts.
 */
final class EtcdHosts {
  private final Lab lab;

  EtcdHosts(Lab lab) {
    this.lab = lab;
  }

  /** What systemd makes of the unit's drop-in; where the data is, the unit itself says. */
  String variables(String dropIn) {
    return dropIn
        .lines()
        .filter(line -> line.startsWith("Environment="))
        .map(line -> line.replaceFirst("^Environment=\"(.*)\"$", "$1"))
        .collect(Collectors.joining("\n"));
  }

  /** Keeps what {@link #start} gives the etcd of a machine. */
  void write(int index, String variables) throws IOException {
    String data = "ETCD_DATA_DIR=" + lab.home().resolve("data-" + index);
    Files.writeString(lab.home().resolve("env-" + index), variables + "\n" + data + "\n");
  }

  /** The beginning of a script: the network, with the shell at its gateway. */
  String network(String gateway) {
    return """
    export ETCDCTL_API=3
    pids=
    trap 'kill $pids; wait' EXIT
    ip link add br0 type bridge
    ip link set br0 up
    ip address add %1$s/24 dev br0
    start() { # INDEX ADDRESS
      unshare --net sh -c '
        until ip link set eth0 up; do sleep 0.1; done
        ip link set lo up
        ip address add "$2/24" dev eth0
        exec env $(cat "$3/env-$1") etcd' etcd "$1" "$2" %2$s > "%2$s/log-$1" 2>&1 &
      pids="$pids $!"
      while [ "$(readlink /proc/$!/ns/net)" = "$(readlink /proc/$$/ns/net)" ]; do sleep 0.1; done
      ip link add "veth$1" type veth peer name eth0 netns "$!"
      ip link set "veth$1" master br0 up
    }
    """
        .formatted(gateway, lab.home());
  }

  /** A line of that script: a machine's etcd begins. */
  String start(JsonNode machine) {
    return "start %d %s\n".formatted(machine.get("index").asInt(), machine.get("address").asText());
  }

  /** Runs the whole script. */
  Result run(CharSequence script) throws IOException {
    Path file = Files.writeString(lab.home().resolve("etcd.sh"), script);
    return lab.exec("unshare", "--net", "sh", "-eu", file.toString());
  }
}
