package io.github.kvmcore.spec.load;

import static io.github.kvmcore.spec.load.SettingsFixture.env;
import static io.github.kvmcore.spec.load.SettingsFixture.extra;
import static io.github.kvmcore.spec.load.SettingsFixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.model.config.ConfigDriveKind;
import io.github.kvmcore.model.config.Provisioning;
import io.github.kvmcore.model.hardware.VirtType;
import io.github.kvmcore.model.image.UpdateStrategy;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.machine.WaitLevel;
import io.github.kvmcore.model.storage.DiskMode;
import io.github.kvmcore.spec.ConfigSettings;
import io.github.kvmcore.spec.DiscoverySettings;
import io.github.kvmcore.spec.HardwareSettings;
import io.github.kvmcore.spec.Limits;
import io.github.kvmcore.spec.LoadedSettings;
import io.github.kvmcore.spec.ServiceSettings;
import io.github.kvmcore.spec.SettingDefinition;
import io.github.kvmcore.spec.SettingDefinitions;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.VolumeSettings;
import io.github.kvmcore.spec.source.SettingsSource;
import io.github.kvmcore.spec.source.YamlSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {
  private final SettingsFixture host = new SettingsFixture();

  @Test
  void defaults() {
    Settings expected =
        new Settings(
            "coreos",
            "qemu:///system",
            2097152,
            1,
            null,
            null,
            null,
            null,
            null,
            false,
            Path.of("/var/lib/libvirt/images/coreos"),
            "vm-coreos",
            Path.of("/var/lib/libvirt/images/coreos"),
            Path.of("/var/lib/libvirt/images/kvmcore-cache"),
            Path.of("/var/log/libvirt/qemu"),
            DiskMode.OVERLAY,
            null,
            ConfigDriveKind.AUTO,
            VirtType.AUTO,
            "basic",
            List.of(),
            null,
            WaitLevel.SSH,
            false,
            new Limits(
                Duration.ofMinutes(5),
                Duration.ofMinutes(2),
                Duration.ofSeconds(30),
                Duration.ZERO,
                Duration.ofMinutes(1),
                Duration.ofSeconds(90),
                Duration.ofMinutes(30),
                null),
            new DiscoverySettings(
                DiscoverySettings.Use.AUTO, null, "https://discovery.etcd.io/new"),
            IntStream.rangeClosed(1, 3)
                .mapToObj(it -> new MachineSpec("coreos-" + it, it, 2097152, 1, null, null))
                .toList(),
            null,
            new SettingsFixture().load().catalogue(),
            new ConfigSettings(Provisioning.AUTO, UpdateStrategy.OFF, null, null, null),
            new ServiceSettings(true, "quay.io/coreos/etcd:v3.5.21", 1, "v1.36.4+k3s1", null, null),
            HardwareSettings.NONE);
    assertEquals(expected, host.load());
  }

  @Test
  void volumes() {
    VolumeSettings standard = host.load(yaml("vg_name: data")).volumes();
    assertEquals(
        new VolumeSettings("data", List.of(), 4 << 20, "HDD-CoreOS-VM<n>", null, null), standard);
    assertEquals("HDD-CoreOS-VM7", standard.volume("coreos", "coreos-7", 7));
    assertEquals("HDD-CoreOS-VMdb", standard.volume("coreos", "db", 0));

    VolumeSettings own =
        host.load(
                yaml(
                    """
                    cluster: web
                    vg_name: data
                    vg_device: [/dev/sdb, /dev/disk/by-id/x]
                    vg_pe_size: 16
                    lv_thin_pool: thin
                    lv_thin_pool_size: 20GiB
                    """))
            .volumes();
    assertEquals(
        new VolumeSettings(
            "data",
            List.of(Path.of("/dev/sdb"), Path.of("/dev/disk/by-id/x")),
            16 << 20,
            "HDD-<cluster>-VM<n>",
            "thin",
            20L << 30),
        own);
    assertEquals("HDD-web-VM2", own.volume("web", "web-2", 2));
    assertEquals(
        List.of(Path.of("/dev/sdb"), Path.of("/dev/sdc")),
        host.load(extra("vg_name=a vg_device='/dev/sdb /dev/sdc'")).volumes().devices());
    assertNull(host.load(yaml("vg_device: /dev/sdb\nlv_thin_pool: thin")).volumes());
    VolumeSettings named =
        host.load(yaml("vg_name: a\nlv_name_pattern: <cluster>.<name>")).volumes();
    assertEquals("web.web-1", named.volume("web", "web-1", 1));
  }

  @Test
  void defaultsFollowTheClusterAndTheStorage() {
    Settings settings = host.load(yaml("cluster: web"));
    assertEquals(Path.of("/var/lib/libvirt/images/web"), settings.storageDir());
    assertEquals("vm-web", settings.diskPrefix());
    settings = host.load(yaml("vm_image_storage_fs_dir: ~/vms/"));
    assertEquals(Path.of("/home/ada/vms"), settings.storageDir());
    assertEquals(Path.of("/home/ada/vms"), settings.configDriveDir());
  }

  /** What the setting's default was before there was one image for all systems. */
  @Test
  void noImageOfEtcdIsTheDefaultOne() {
    assertEquals("quay.io/coreos/etcd:v3.5.21", host.load(yaml("")).services().etcdImage());
    for (String none : List.of("etcd_image: ''", "etcd_image:")) {
      assertEquals("quay.io/coreos/etcd:v3.5.21", host.load(yaml(none)).services().etcdImage());
    }
    assertEquals("mine", host.load(yaml("etcd_image: mine")).services().etcdImage());
  }

  @Test
  void laterSourcesWin() {
    SettingsSource system = YamlSource.parse("/etc/kvmcore.yml", "vm_count: 4\nvm_cpu_count: 2");
    SettingsSource own = yaml("vm_count: 5\ncluster: web\nvm_wait: none");
    SettingsSource variable = env("KVMCORE_CLUSTER", "db");
    LoadedSettings loaded =
        SettingsLoader.load(
            List.of(system, own, variable, extra("vm_wait=address vm_wait=running")),
            host.context());

    assertEquals(5, loaded.settings().machines().size());
    assertEquals(2, loaded.settings().vcpus());
    assertEquals("db", loaded.settings().cluster());
    assertEquals(WaitLevel.RUNNING, loaded.settings().waitFor());
    assertEquals("/etc/kvmcore.yml:2", loaded.origins().get("vm_cpu_count"));
    assertEquals("kvmcore.yml:1", loaded.origins().get("vm_count"));
    assertEquals("KVMCORE_CLUSTER", loaded.origins().get("cluster"));
    assertEquals("-e vm_wait=running", loaded.origins().get("vm_wait"));
    assertEquals("default", loaded.origins().get("disk_mode"));
    assertEquals(
        SettingDefinitions.all().stream().map(SettingDefinition::name).toList(),
        List.copyOf(loaded.origins().keySet()));
  }

  @Test
  void overriddenValuesAreNotLookedAt() {
    assertEquals(5, host.load(yaml("vm_count: many"), extra("vm_count=5")).machines().size());
    assertNull(host.load(yaml("vm_bridge: br0"), extra("vm_bridge=")).bridge());
    assertEquals(3, host.load(yaml("vg_name: data"), extra("vg_name=")).machines().size());
  }

  @Test
  void allMistakesAreToldAtOnceAndInOrder() {
    String said =
        host.mistakes(
            yaml("vm_wait: shh\n\nvm_memroy: 5\nvm_cpu_count: 0\ncluster: [a, b]\n"),
            env("KVMCORE_VM_COUNT", "many"),
            env("KVMCORE_vm_count", "5"),
            extra("vm_memory=12 oops"),
            SettingsSource.flag("--image", "vm_image", "ftp://h/x"));
    assertEquals(
        String.join(
            "\n",
            "kvmcore.yml:1: vm_wait: 'shh' is not one of none, running, address, ssh",
            "kvmcore.yml:3: vm_memroy: no such setting; did you mean vm_memory?",
            "kvmcore.yml:4: vm_cpu_count: '0' is not a whole number from 1 to 512",
            "kvmcore.yml:5: cluster: takes one value, not a list",
            "KVMCORE_VM_COUNT: vm_count: 'many' is not a whole number from 1 to 1000",
            "KVMCORE_vm_count: write it in capitals: KVMCORE_VM_COUNT",
            "-e: 'oops' is not name=value; a value with blanks needs quotes: -e 'name=\"two"
                + " words\"'",
            "-e vm_memory=12: vm_memory: 12 KiB is too small for a machine (at least 64MiB); a bare"
                + " number is KiB, write 12GiB or 12MiB",
            "--image: vm_image: 'ftp://h/x': ftp is not supported; use http, https or file"),
        said);
  }

  @Test
  void reservedVariablesAreNoSettings() {
    assertEquals(3, host.load(env("KVMCORE_JAVA", "/opt/java")).machines().size());
    assertEquals(3, host.load(env("HOME", "/root")).machines().size());
    assertTrue(
        host.mistakes(env("KVMCORE_JAVAX", "1")).startsWith("KVMCORE_JAVAX: javax: no such"));
  }

  @Test
  void namesOfTheSeedWithoutEffectAreTaken() {
    host.load(
        yaml(
            """
            vg_name:
            vg_device: ""
            vg_pe_size: 4
            vm_startup_pause: 0
            """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qemu:///system",
        "qemu:///session",
        "qemu+unix:///system?socket=/run/libvirt/libvirt-sock"
      })
  void connections(String uri) {
    assertEquals(uri, host.load(env("KVMCORE_CONNECT", uri)).connect());
  }

  @Test
  void withoutAHomeDirectoryTildeIsAMistake() {
    host.home = null;
    assertEquals(
        "-e templates_dir=~/t: templates_dir: '~/t': the home directory is not known; write the"
            + " whole path",
        host.mistakes(extra("templates_dir=~/t")));
    assertEquals(
        "-e my_public_key_file=.ssh/x.pub: my_public_key_file: '.ssh/x.pub': the home directory is"
            + " not known; write the whole path",
        host.mistakes(extra("my_public_key_file=.ssh/x.pub")));
  }

  @Test
  void longestClusterNameMakesAHostName() {
    String name = "a".repeat(40);
    assertEquals(name, host.load(env("KVMCORE_CLUSTER", name)).cluster());
    assertTrue((name + "-250").length() <= 63);
  }
}
