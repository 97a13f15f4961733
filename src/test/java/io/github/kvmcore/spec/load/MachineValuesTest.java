package io.github.kvmcore.spec.load;

import static io.github.kvmcore.spec.load.SettingsFixture.env;
import static io.github.kvmcore.spec.load.SettingsFixture.extra;
import static io.github.kvmcore.spec.load.SettingsFixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.spec.LoadedSettings;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.source.SettingsSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineValuesTest {
  private static final String INI =
      """
      ; a comment
      mail.example.org ansible_user="two words"

      [coreos_servers] # ours
      node[01:02] vm_memory=1GiB   # both
      node02 vm_memory='3 GiB' vm_disk_size="20GiB" color=blue\\ green
      edge:2222 vm_cpu_count=4 ansible_host=10.0.0.9

      [coreos_servers:children]
      more

      [more]
      late

      [more:vars]
      vm_cpu_count = 2 # of each
      vm_memory = "768MiB"
      motd = anything = goes [here]

      [all:vars]
      vm_cpu_count=8
      vm_disk_size=10GiB
      """;

  private static final String YAML =
      """
      all:
        vars: &common
          vm_cpu_count: 8
          vm_disk_size: 10GiB
        hosts:
          mail.example.org:
        children:
          coreos_servers:
            hosts:
              node[01:02]:
                vm_memory: 1GiB
              node02:
                vm_memory: 3 GiB
                vm_disk_size: 20GiB
                secret: !vault |
                  $ANSIBLE_VAULT;1.1;AES256
              edge:
                <<: *common
                vm_cpu_count: 4
                ansible_host: 10.0.0.9
            children:
              more:
                hosts: late
                vars:
                  vm_cpu_count: 2
                  vm_memory: 768MiB
                  list: [1, 2]
      """;

  private final SettingsFixture host = new SettingsFixture();

  private Settings load(String file, String text, SettingsSource... more) {
    host.files.put(Path.of("/srv/here/" + file), text);
    SettingsSource[] all = new SettingsSource[more.length + 1];
    System.arraycopy(more, 0, all, 1, more.length);
    all[0] = extra("inventory_file=" + file);
    return host.load(all);
  }

  private String mistakes(String file, String text) {
    host.files.put(Path.of("/srv/here/" + file), text);
    return host.mistakes(extra("inventory_file=" + file));
  }

  private static String shown(Settings settings) {
    return settings.machines().stream()
        .map(MachineValuesTest::shown)
        .collect(Collectors.joining("\n"));
  }

  private static String shown(MachineSpec machine) {
    return "%s %d %dM %d %s %s"
        .formatted(
            machine.name(),
            machine.index(),
            machine.memoryKiB() >> 10,
            machine.vcpus(),
            machine.diskBytes() == null ? null : machine.diskBytes() >> 30,
            machine.address());
  }

  private static final String EXPECTED =
      """
      node01 0 1024M 8 10 null
      node02 0 3072M 8 20 null
      edge 0 2048M 4 10 10.0.0.9
      late 0 768M 2 10 null""";

  @Test
  void anInventoryInIniSaysNamesSizesAndAddresses() {
    Settings settings = load("hosts", INI);
    assertEquals(EXPECTED, shown(settings));
    assertEquals(4, settings.machines().size());
  }

  @Test
  void theSameInYaml() {
    assertEquals(EXPECTED, shown(load("hosts.yml", YAML)));
    assertEquals(EXPECTED, shown(load("hosts", "---\n" + YAML)));
    assertEquals(EXPECTED, shown(load("hosts", YAML)));
  }

  /** {@code kvmcore inventory} prints them; another host makes the same machines of them. */
  @ParameterizedTest
  @ValueSource(strings = {"inventory.ini", "inventory.yml"})
  void whatKvmcorePrintsIsReadBack(String file) throws IOException {
    String text = Files.readString(Path.of("test-fixtures/outputs/ansible", file));
    assertEquals(
        """
        coreos-1 1 256M 1 0 192.168.222.11
        coreos-2 2 256M 1 10 192.168.222.12
        coreos-3 3 256M 1 null null""",
        shown(load(file, text)));
    assertEquals((10L << 30) + 512, load(file, text).machines().get(1).diskBytes());
  }

  @Test
  void jsonIsYaml() {
    String json = "{\"g\": {\"hosts\": {\"a\": {\"vm_cpu_count\": 3}, \"b\": null}}}";
    assertEquals(
        "a 0 2048M 3 null null\nb 0 2048M 1 null null",
        shown(load("hosts.json", json, extra("inventory_group=g"))));
  }

  @Test
  void aNameWithTheClustersPrefixHasItsNumber() {
    Settings settings = host.load(extra("vm_names=coreos-7,coreos-07,web"));
    assertEquals(List.of(7, 0, 0), settings.machines().stream().map(MachineSpec::index).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"web,db,n[1:2]", "web, db n1 n2", "web\nn1\nn2\ndb,"})
  void namesAreListedInAnyWay(String names) {
    assertEquals(4, host.load(env("KVMCORE_VM_NAMES", names)).machines().size());
    assertEquals(4, host.load(yaml("vm_names: [web, db, 'n[1:2]']")).machines().size());
  }

  @Test
  void aNumberMustAgreeWithTheNames() {
    assertEquals(2, host.load(extra("vm_names=a,b"), extra("vm_count=2")).machines().size());
    assertEquals(
        "-e vm_count=3: vm_count: is 3, but vm_names (-e vm_names=a,b) names 2; leave one out",
        host.mistakes(extra("vm_names=a,b"), extra("vm_count=3")));
  }

  @Test
  void namesAndAnInventoryAreTwoAnswers() {
    host.files.put(Path.of("/srv/here/hosts"), INI);
    assertEquals(
        "-e inventory_file=hosts: inventory_file: can't go together with vm_names (-e vm_names=a);"
            + " leave one out, or set it empty",
        host.mistakes(extra("vm_names=a"), extra("inventory_file=hosts")));
  }

  @Test
  void wrongNamesAreToldAllAtOnce() {
    String said =
        host.mistakes(extra("vm_names=Web,1a,a-,a_b,a.example.org,10.0.0.1,a,a,x-console"));
    assertEquals(8, said.lines().count(), said);
    assertTrue(said.contains("'a' is there twice"), said);
    assertTrue(said.contains("has no domain behind it: write a"), said);
    assertTrue(said.contains("node01 ansible_host=10.0.0.1"), said);
    assertTrue(said.contains("'x-console' can't be"), said);
  }

  @Test
  void allMistakesOfAnInventoryAreToldAtOnceWithTheirLines() {
    String said =
        mistakes(
            "hosts",
            """
            [coreos_servers]
            Node vm_memory=12 vm_cpu_count=many
            b vm_disk_size=10 ansible_host=b.example.org
            c ansible_host=10.0.0.1 stray
            d ansible_host=10.0.0.1
            e "open
            [coreos_servers:sons]
            x
            [nobody:vars]
            a=1
            [coreos_servers:children]
            missing
            [a b]
            """);
    List<String> places =
        said.lines().map(line -> line.replaceFirst(": .*", "").strip()).sorted().toList();
    assertEquals(
        List.of(
            "hosts:11",
            "hosts:12",
            "hosts:2",
            "hosts:2",
            "hosts:2",
            "hosts:3",
            "hosts:3",
            "hosts:4",
            "hosts:5",
            "hosts:6",
            "hosts:7",
            "hosts:9"),
        places.stream()
            .map(place -> place.equals("hosts:13") ? "hosts:11" : place)
            .sorted()
            .toList(),
        said);
    assertTrue(said.contains("hosts:3: b: ansible_host: 'b.example.org' is not an IPv4"), said);
    assertTrue(said.contains("hosts:5: d: ansible_host: 10.0.0.1 is the address of c"), said);
  }

  @Test
  void groupsAreNamedWhereTheOneIsMissing() {
    assertEquals(
        "-e inventory_file=hosts: inventory_file: hosts has no group 'coreos_servers'"
            + " (inventory_group); there are: db web",
        mistakes("hosts", "[web]\na\n[db]\nb\n"));
    assertTrue(mistakes("hosts", "[coreos_servers]\n").contains("has no hosts"));
    assertEquals(
        2, load("hosts", "[w]\na\n[d]\nb\n", extra("inventory_group=all")).machines().size());
  }

  @Test
  void whatOtherGroupsHoldIsTheirs() {
    String others = "\n[db]\n[2001:db8::1]:22\nbig[1:9999999]\nDB_1\n";
    assertEquals(1, load("hosts", "[coreos_servers]\na\n" + others).machines().size());
  }

  @Test
  void aMissingFileIsToldOnlyWhereMachinesAreMade() {
    assertEquals(
        "-e inventory_file=gone: inventory_file: gone is missing, or may not be read",
        host.mistakes(extra("inventory_file=gone")));
    SettingsContext all = host.context();
    SettingsContext reader =
        new SettingsContext(
            all.home(), all.workingDirectory(), "x86_64", all.keyFile(), List.of(), null);
    LoadedSettings loaded = SettingsLoader.load(List.of(extra("inventory_file=gone")), reader);
    assertEquals(3, loaded.settings().machines().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[coreos_servers]\nn[1:100000000]\n",
        "[coreos_servers]\nn[1:2000]\n",
        "[coreos_servers]\nn[1:999]x[1:999]x[1:999]\n",
        "[coreos_servers:children]\na\n[a:children]\ncoreos_servers\n",
        "{coreos_servers: {hosts: {a: *b}}}",
        "plugin: aws_ec2\n",
        "[coreos_servers]\n[::1]:22\n",
        "coreos_servers:\n  hosts: [a, b]\n",
        "coreos_servers: &a\n  children:\n    x: *a\n",
        "- a\n- b\n"
      })
  void hostileFilesAreRefusedQuickly(String text) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> assertTrue(mistakes(text.startsWith("[") ? "h" : "h.yml", text).contains("h")));
  }

  @Test
  void bombsAreRefusedQuickly() {
    StringBuilder bomb = new StringBuilder("a0: &a0 {children: {x: }}\n");
    for (int i = 1; i < 30; i++) {
      bomb.append(
          "a%d: &a%d {children: {l%d: *a%d, r%d: *a%d}}\n".formatted(i, i, i, i - 1, i, i - 1));
    }
    StringBuilder deep = new StringBuilder("[coreos_servers]\na\n");
    for (int i = 0; i < 500; i++) {
      deep.append("[g%d:children]\n%s\n".formatted(i, i == 0 ? "coreos_servers" : "g" + (i - 1)));
    }
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertTrue(mistakes("h.yml", bomb.toString()).contains("too many aliases"));
          assertTrue(mistakes("h", deep.toString()).contains("nested more than"));
          assertTrue(mistakes("h", "#".repeat(2_000_000)).contains("larger than 1 MiB"));
          assertTrue(mistakes("h.yml", "[".repeat(9_000)).contains("is not YAML"));
          assertTrue(mistakes("h", "[a]\n".repeat(9_000)).contains("no group"));
          assertTrue(mistakes("h", "[a]\nn[1:9999]\nm[1:9999]\no[1:9999]").contains("more than"));
        });
  }

  private String notes(String file, String text) {
    host.files.put(Path.of("/srv/here/" + file), text);
    return String.join(
        "\n",
        SettingsLoader.load(List.of(extra("inventory_file=" + file)), host.context()).notes());
  }

  @Test
  void whatListsNoHostsItselfIsNamedWithTheWayOut() {
    assertEquals(
        "-e inventory_file=hosts: inventory_file: hosts is a script, which kvmcore does not run;"
            + " give what it prints\n  next: ansible-inventory -i hosts --list > inventory.json",
        mistakes("hosts", "#!/bin/sh\necho '{}'\n"));
    assertTrue(mistakes("hosts.toml", "[web.hosts]\na = {}\n").contains("hosts.toml is TOML"));
    assertTrue(mistakes("hosts", "$ANSIBLE_VAULT;1.1;AES256\n33\n").contains("ansible-vault"));
    assertTrue(
        mistakes("a'b.yml", "plugin: aws_ec2\n")
            .endsWith("next: ansible-inventory -i 'a'\\''b.yml' --list > inventory.json"));
  }

  @Test
  void jsonOfScriptsInItsShortFormsIsRead() {
    String json =
        """
        {
        \t"coreos_servers": ["a", "b[1:2]"],
        \t"c": {"vm_memory": "1GiB"},
        \t"more": {"hosts": ["d"], "vars": {"vm_cpu_count": 2}, "children": ["c"]},
        \t"coreos_servers2": {"children": ["more"]}
        }
        """;
    assertTrue(mistakes("x.json", json).contains("x.json:2: "), "a pattern is a name there");
    assertEquals("a 0 2048M 1 null null", shown(load("x.json", json.replace(", \"b[1:2]\"", ""))));
    assertEquals(
        "d 0 2048M 2 null null\nc 0 1024M 2 null null",
        shown(load("x.json", json, extra("inventory_group=more"))));
    assertTrue(
        mistakes("x.json", "{\"coreos_servers\": {\"hosts\": [\"a\", {}]}, \"b\": {\"hosts\": 1}}")
            .contains("x.json:1: takes a list of names"));
  }

  @Test
  void theOldNameOfAnAddressCountsUnlessTheNewOneDiffers() {
    assertEquals(
        "a 0 2048M 1 null 10.0.0.1",
        shown(load("hosts", "[coreos_servers]\na ansible_ssh_host=10.0.0.1\n")));
    assertEquals(
        "hosts:2: a: ansible_ssh_host: ansible_host has another value in hosts:4; leave one out",
        mistakes(
            "hosts",
            "[coreos_servers]\na ansible_ssh_host=10.0.0.1\n[all:vars]\nansible_host=10.0.0.2\n"));
  }

  @Test
  void valuesThatOnlyAnsibleReadsAreNamed() {
    assertEquals(
        "hosts:2: a: vm_memory: has a value that only Ansible can read, a template or an encrypted"
            + " one; write it plain",
        mistakes("hosts", "[coreos_servers]\na vm_memory='{{ size }}GiB'\n"));
    assertTrue(
        mistakes(
                "h.yml",
                "coreos_servers:\n  hosts:\n    a:\n      vm_memory: !vault |\n"
                    + "        $ANSIBLE_VAULT;1.1;AES256\n        33\n")
            .startsWith("h.yml:4: a: vm_memory: has a value that only Ansible"));
    assertEquals(
        "hosts:4: ansible_group_priority: 'high' is not a whole number",
        mistakes(
            "hosts", "[coreos_servers]\na\n[coreos_servers:vars]\nansible_group_priority=high\n"));
  }

  /** Nothing that is left out is left out in silence. */
  @Test
  void whatIsNotReadIsNoted() {
    host.files.put(Path.of("/srv/here/group_vars/all/vault.yml"), "$ANSIBLE_VAULT;1.1;AES256\n33");
    host.files.put(
        Path.of("/srv/here/group_vars/all/vars.yml"),
        "vm_image: x\nhttp_port: 80\nssh_keys: [a]\nansible_group_priority: 3\n");
    assertEquals(
        """
        note: /srv/here/group_vars/all/vars.yml:3: ssh_keys is not read from an inventory, since it is the same for all machines; give it in kvmcore.yml, or with -e
        note: /srv/here/group_vars/all/vars.yml:4: Ansible takes ansible_group_priority from inventories only
        note: /srv/here/group_vars/all/vault.yml is encrypted by ansible-vault: kvmcore does not read the variables in it""",
        notes("hosts", "[coreos_servers]\na\nb\n")
            .lines()
            .filter(line -> !line.contains("vm_image is"))
            .sorted()
            .collect(Collectors.joining("\n")));
  }

  @Test
  void mistakesInFilesBesideHaveTheirPlaces() {
    host.files.put(Path.of("/srv/here/group_vars/all"), "vm_memory: lots\nvm_cpu_count: [1]\n");
    assertEquals(
        """
        /srv/here/group_vars/all:2: vm_cpu_count: takes one value
        /srv/here/group_vars/all:1: a: vm_memory: 'lots' is not a size; write for example 2GiB or 512MiB"""
            .lines()
            .sorted()
            .toList(),
        mistakes("hosts", "[coreos_servers]\na\n").lines().map(String::strip).sorted().toList());
    host.files.put(Path.of("/srv/here/group_vars/all"), "- a\n");
    assertTrue(mistakes("hosts", "[coreos_servers]\na\n").contains("all: holds no variables"));
    host.files.put(Path.of("/srv/here/group_vars/all"), "a: [\n");
    assertTrue(
        mistakes("hosts", "[coreos_servers]\na\n").contains("group_vars/all:2: is not YAML"));
  }
}
