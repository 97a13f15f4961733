package io.github.kvmcore.e2e.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Programs;
import io.github.kvmcore.e2e.lab.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Looks at all files that kvmcore writes through the whole life of a cluster, again and again while
 * it is made and removed: each has the owner and the mode that docs/reference/files.md says.
 */
class FilesIT {
  private static final String IMAGES = "/var/lib/libvirt/images";
  private static final String PRINT = " -printf '%p\\t%u\\t%m\\t%y\\n' 2>/dev/null";
  private static final String LOOK =
      ("find " + IMAGES + "/coreos " + IMAGES + "/kvmcore-cache /run/kvmcore" + PRINT)
          + ("; find /var/log/libvirt/qemu -name '*-console.log'" + PRINT);
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\| ([0-7]{4}) \\|");

  /** What stands for what in the table, in the order in which it is put in. */
  private static final Map<String, String> WORDS = new LinkedHashMap<>();

  static {
    WORDS.put("STORAGE", IMAGES + "/coreos");
    WORDS.put("CONFIG", IMAGES + "/coreos");
    WORDS.put("CACHE", IMAGES + "/kvmcore-cache");
    WORDS.put("MACHINE", "coreos-[0-9]+");
    WORDS.put("CLUSTER", "coreos");
    WORDS.put("IMAGE", "[^/]+?");
    WORDS.put("HEX", "[0-9a-f]{1,16}");
    WORDS.put("N", "[0-9]+");
    WORDS.put("K", "[0-9]+");
    WORDS.put("*", "[^/]+");
  }

  @RegisterExtension static final Lab lab = new Lab();

  /** A row of a table: which paths may have which owners and which mode. */
  private record Rule(Pattern path, Set<String> owners, String mode) {
    static Rule of(Matcher row) {
      String pattern =
          Pattern.compile("[A-Z]+|\\*|[^A-Z*]+")
              .matcher(row.group(1))
              .results()
              .map(it -> WORDS.getOrDefault(it.group(), Pattern.quote(it.group())))
              .collect(Collectors.joining());
      Set<String> owners = new HashSet<>();
      for (String owner : row.group(2).split(", ")) {
        owners.add(owner.strip().startsWith("QEMU") ? "libvirt-qemu" : "root");
      }
      return new Rule(
          Pattern.compile(pattern), owners, String.valueOf(Integer.parseInt(row.group(3))));
    }
  }

  private static List<Rule> rules() throws IOException {
    List<Rule> rules = new ArrayList<>();
    Matcher row =
        ROW.matcher(Files.readString(Programs.sources().resolve("docs/reference/files.md")));
    while (row.find()) {
      rules.add(Rule.of(row));
    }
    assertTrue(rules.size() > 20, () -> rules.size() + " rows");
    return rules;
  }

  @ParameterizedTest
  @CsvSource({
    "000, etcd, ignition, auto",
    "077, k3s, ignition, auto",
    "000, basic, cloud-config, iso",
    "077, basic, cloud-config, 9p",
  })
  void ofAWholeLife(String umask, String profile, String provisioning, String drive)
      throws Exception {
    Path list = lab.home().resolve("list-" + umask + profile + drive);
    Path stop = lab.home().resolve("stop-" + umask + profile + drive);
    Programs.Running looks =
        lab.start(
            "sh",
            "-c",
            "while [ ! -e \"$1\" ]; do " + LOOK + "; done >\"$2\"",
            "sh",
            stop.toString(),
            list.toString());
    try {
      create(umask, profile, provisioning, drive).ok();
      String made = lab.exec("sh", "-c", LOOK).out();
      assertEquals(Set.of(), wrong(made.lines(), false), "after create");
      lab.virsh("destroy", "coreos-2").ok();
      under(umask, "start", "coreos-2", "--wait", "running").ok();
      under(umask, "destroy", "--yes").ok();
    } finally {
      Files.createFile(stop);
    }
    looks.result().ok();
    Set<String> seen = new HashSet<>(Files.readAllLines(list));
    assertEquals(Set.of(), wrong(seen.stream(), true));
    assertTrue(seen.stream().anyMatch(it -> it.contains("/coreos-1.xml\t")), "no claim was seen");
    assertTrue(seen.stream().anyMatch(it -> it.contains(".lock\t")), "no lock was seen");
    assertTrue(seen.size() > 20, () -> "few files: " + seen);
  }

  private static Set<String> wrong(Stream<String> lines, boolean making) throws IOException {
    List<Rule> rules = rules();
    return lines
        .filter(line -> !isRight(line.split("\t"), rules, making))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Whether one file is as the table says, or, with {@code making}, on its way there. A file has
   * another name until it is whole, and gets its mode and owner last. A folder has mode 0700 until
   * the mode that the umask may have cut is set.
   */
  private static boolean isRight(String[] line, List<Rule> rules, boolean making) {
    String path = line[0].replaceAll("\\.part$", "");
    Matcher hidden = Pattern.compile("(.*/)\\.(.+?)(?:\\.part)?\\.[0-9a-f]{1,16}").matcher(path);
    boolean half = !path.equals(line[0]) || hidden.matches();
    String whole = hidden.matches() ? hidden.group(1) + hidden.group(2) : path;
    return rules.stream()
        .filter(rule -> rule.path.matcher(whole).matches())
        .findFirst()
        .filter(
            rule ->
                (rule.mode.equals(line[2]) && rule.owners.contains(line[1]))
                    || (making && half && line[2].equals("600"))
                    || (making && line[3].equals("d") && line[2].equals("700")))
        .isPresent();
  }

  private static Result create(String umask, String profile, String provisioning, String drive) {
    List<String> command = new ArrayList<>(lab.createCommand());
    command.remove(0);
    command.addAll(List.of("2", "--profile", profile, "--provisioning", provisioning));
    command.addAll(List.of("--wait", "running", "-e", "config_drive=" + drive));
    command.addAll(List.of("-e", "vm_data_disks=64MiB"));
    return under(umask, command.toArray(String[]::new));
  }

  private static Result under(String umask, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
    command.add(Lab.KVMCORE.toString());
    command.addAll(Arrays.asList(arguments));
    return lab.exec(command.toArray(String[]::new));
  }
}
