package io.github.kvmcore.engine.libvirt.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.Check.Status;
import io.github.kvmcore.exec.file.FileFacts.Kind;
import io.github.kvmcore.exec.process.CommandResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks that ask programs; what the programs say is from Debian 12. */
class FullDoctorTest {
  private static final String ASK = "virsh -q -c qemu:///system version --daemon";
  private static final String NO_CONNECTION = "error: failed to connect to the hypervisor\nerror: ";
  private static final String NO_SOCKET =
      "Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory";
  private static final String FORBIDDEN =
      "Failed to connect socket to '/var/run/libvirt/libvirt-sock': Permission denied";
  private static final String NO_BUS =
      "internal error: Unable to get system bus connection: Could not connect: No such file or"
          + " directory";
  private static final String NOT_ALLOWED =
      "; run kvmcore with sudo, or join the group libvirt and log in again (kvmcore create also"
          + " needs to write to its folders)";

  private final TestHost host = new TestHost();
  private final Map<String, CommandResult> answers = new HashMap<>();

  @BeforeEach
  void healthy() {
    host.networkName = "lan";
    say("/usr/bin/virsh --version", "9.0.0\n");
    say("/usr/bin/qemu-img --version", "qemu-img version 7.2.22 (Debian 1:7.2+dfsg-7)\nCopyright");
    say("/usr/bin/qemu-system-x86_64 --version", "QEMU emulator version 7.2.22 (Debian 1:7.2)\n");
    say("/usr/sbin/dnsmasq --version", "Dnsmasq version 2.90  Copyright (c) 2000-2024\n");
    say(
        ASK,
        """
        Compiled against library: libvirt 9.0.0
        Using library: libvirt 9.0.0
        Using API: QEMU 9.0.0
        Running hypervisor: QEMU 7.2.22
        Running against daemon: 9.0.0
        """);
    say("virsh -q -c qemu:///system net-list --name", "default\nlan\n\n");
    say("virsh -q -c qemu:///system net-list --name --inactive", "dmz\n\n");
    host.answers = line -> answers.getOrDefault(line, TestHost.result(line, 127, "", "not told"));
  }

  private void say(String line, String out) {
    answers.put(line, TestHost.result(line, 0, out, ""));
  }

  private void fail(String line, int status, String err) {
    answers.put(line, TestHost.result(line, status, "", err));
  }

  @Test
  void healthyHost() {
    List<String> lines =
        host.doctor().full(host.machines(3)).stream()
            .filter(check -> check.name().matches(".* version|libvirt|network"))
            .map(check -> check.status() + " " + check.name() + ": " + check.detail())
            .toList();
    assertEquals(
        List.of(
            "ok virsh version: 9.0.0",
            "ok qemu-img version: 7.2.22",
            "ok QEMU version: 7.2.22",
            "ok dnsmasq version: 2.90",
            "ok libvirt: 9.0.0",
            "ok network: lan is active"),
        lines);
    assertEquals(7, host.ran.size());
  }

  @Test
  void asksForNoNetworkWhereLibvirtDoesNotAnswer() {
    fail(ASK, 1, NO_CONNECTION + NO_SOCKET + "\n");
    List<String> names = host.doctor().full(host.machines(3)).stream().map(Check::name).toList();
    assertEquals(false, names.contains("network"));
    assertEquals(5, host.ran.size());
  }

  @ParameterizedTest(name = "{0}: {2} {3}")
  @MethodSource({"versions", "connections", "networks"})
  void check(
      String name, Consumer<FullDoctorTest> change, Status status, String detail, String remedy) {
    change.accept(this);
    List<Check> checks =
        host.doctor().full(host.machines(3)).stream()
            .filter(check -> check.name().equals(name))
            .toList();
    assertEquals(List.of(new Check(name, status, detail, remedy)), checks);
  }

  static Stream<Arguments> versions() {
    return Stream.of(
        arguments(
            "qemu-img version",
            says(test -> test.say("/usr/bin/qemu-img --version", "qemu-img version 2.11.1\n")),
            Status.PROBLEM,
            "2.11.1 is too old: kvmcore needs 2.12 at least",
            null),
        arguments(
            "virsh version",
            says(test -> test.say("/usr/bin/virsh --version", "4.5.0\n")),
            Status.OK,
            "4.5.0",
            null),
        arguments(
            "virsh version",
            says(test -> test.say("/usr/bin/virsh --version", "10.0.0\n")),
            Status.OK,
            "10.0.0",
            null),
        arguments(
            "QEMU version",
            says(test -> test.fail("/usr/bin/qemu-system-x86_64 --version", 139, "")),
            Status.WARNING,
            "does not say its version (exit status 139)",
            "/usr/bin/qemu-system-x86_64 --version"),
        arguments(
            "libvirt",
            says(test -> test.say(ASK, "Running against daemon: 4.0.0\n")),
            Status.PROBLEM,
            "4.0.0 is too old: kvmcore needs 4.5 at least",
            null));
  }

  static Stream<Arguments> connections() {
    return Stream.of(
        refused(
            test -> {
              test.fail(ASK, 1, NO_CONNECTION + NO_SOCKET + "\n");
              test.host.there("/run/systemd/system", Kind.DIRECTORY);
            },
            "its daemon does not run: " + NO_SOCKET,
            "sudo systemctl enable --now libvirtd"),
        refused(
            test -> {
              test.fail(ASK, 1, NO_CONNECTION + NO_SOCKET + "\n");
              test.host.there("/run/systemd/system", Kind.DIRECTORY);
              test.host.there("/usr/lib/systemd/system/virtqemud.socket", Kind.FILE);
            },
            "its daemon does not run: " + NO_SOCKET,
            "sudo systemctl enable --now virtqemud.socket virtnetworkd.socket"),
        refused(
            test -> test.fail(ASK, 1, NO_CONNECTION + NO_SOCKET + "\n"),
            "its daemon does not run: " + NO_SOCKET,
            "sudo mkdir -p /run/libvirt && sudo virtlogd -d -p /run/virtlogd.pid"
                + " && sudo libvirtd -d -p /run/libvirtd.pid"),
        refused(
            test -> test.fail(ASK, 1, NO_CONNECTION + FORBIDDEN + "\n"),
            "the running user may not use it: " + FORBIDDEN + NOT_ALLOWED,
            "sudo usermod -aG libvirt $USER"),
        refused(
            test -> test.fail(ASK, 1, NO_CONNECTION + NO_BUS + "\n"),
            "the running user may not use it: " + NO_BUS + NOT_ALLOWED,
            "sudo usermod -aG libvirt $USER"),
        refused(
            test -> test.fail(ASK, 1, NO_CONNECTION + "no connection driver available\n"),
            "can't be reached at qemu:///system: no connection driver available",
            ASK),
        refused(
            test -> test.fail(ASK, CommandResult.NOT_FOUND, "No such file or directory"),
            "can't be asked without virsh",
            null),
        refused(
            test -> test.fail(ASK, CommandResult.TIMED_OUT, ""),
            "its daemon did not answer within 30 s",
            null));
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        arguments(
            "network",
            says(test -> test.host.networkName = "dmz"),
            Status.OK,
            "dmz is inactive: create starts it",
            null),
        arguments(
            "network",
            says(test -> test.host.networkName = "wan"),
            Status.PROBLEM,
            "vm_network_name: libvirt has no network wan; it has default, dmz, lan",
            "leave vm_network_name out, and the cluster gets a network of its own"),
        arguments(
            "network",
            says(
                test -> {
                  test.host.networkName = "default";
                  test.say("virsh -q -c qemu:///system net-list --name", "\n");
                  test.say("virsh -q -c qemu:///system net-list --name --inactive", "\n");
                }),
            Status.PROBLEM,
            "vm_network_name: libvirt has no network default; it has none",
            "sudo virsh -c qemu:///system net-define /usr/share/libvirt/networks/default.xml"),
        arguments(
            "network",
            says(test -> test.fail("virsh -q -c qemu:///system net-list --name --inactive", 1, "")),
            Status.PROBLEM,
            "libvirt's networks can't be listed (exit status 1)",
            "virsh -q -c qemu:///system net-list --name --inactive"));
  }

  private static Arguments refused(Consumer<FullDoctorTest> change, String detail, String remedy) {
    return arguments("libvirt", change, Status.PROBLEM, detail, remedy);
  }

  private static Consumer<FullDoctorTest> says(Consumer<FullDoctorTest> change) {
    return change;
  }
}
