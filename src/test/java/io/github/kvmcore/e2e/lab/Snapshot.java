package io.github.kvmcore.e2e.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The whole state of a lab, line by line. */
public record Snapshot(List<String> lines) {
  private static final String FILE_LINE = "(/\\S+ f \\S+ \\S+) \\d+ [0-9a-z]+";

  /** Without what a running guest changes by itself: the content of its disk, logs and leases. */
  public Snapshot settled() {
    return map(
        line ->
            line.matches("/(\\S+\\.img|var/log/libvirt/qemu/\\S+|\\S+\\.status) f .*")
                ? line.replaceFirst(FILE_LINE, "$1")
                : line);
  }

  /** Without times, numbers that count up, and what libvirt draws by lot. */
  public Snapshot timeless() {
    return settled()
        .map(
            line ->
                line.replaceAll("created=(['\"])[^'\"]*['\"]", "created=$1…$1")
                    .replaceAll("/domain-\\d+-", "/domain-N-")
                    .replaceAll("(network \\S+ \\d+ +<mac address=').*", "$1…")
                    // A config drive holds ssh keys, which are drawn by lot.
                    .replaceFirst("^(/\\S+/openstack/latest/\\S+ f \\S+ \\S+ \\d+) .*", "$1")
                    // Files whose content the lines above hold.
                    .replaceFirst(
                        "^(/(etc/libvirt/qemu|\\S+/\\.kvmcore|var/lib/libvirt/dnsmasq)/\\S+ f \\S+"
                            + " \\S+) .*",
                        "$1")
                    .replaceFirst("^(/\\S+master-key.aes f \\S+ \\S+) .*", "$1"));
  }

  public Snapshot without(String text) {
    return new Snapshot(lines.stream().filter(line -> !line.contains(text)).toList());
  }

  private Snapshot map(UnaryOperator<String> change) {
    return new Snapshot(lines.stream().map(change).toList());
  }

  /** Fails the test, with the differences, where another snapshot is not the same. */
  public void assertSame(Snapshot later) {
    String differences = differences(later);
    assertTrue(differences.isEmpty(), () -> "the host is not as it was:\n" + differences);
  }

  private String differences(Snapshot later) {
    List<String> gone = new ArrayList<>(lines);
    later.lines.forEach(gone::remove);
    List<String> added = new ArrayList<>(later.lines);
    lines.forEach(added::remove);
    return Stream.concat(
            gone.stream().map(line -> "- " + line), added.stream().map(line -> "+ " + line))
        .limit(20)
        .collect(Collectors.joining("\n"));
  }
}
