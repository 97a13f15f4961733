package io.github.kvmcore.spec;

import io.github.kvmcore.model.config.ConfigDriveKind;
import io.github.kvmcore.model.hardware.VirtType;
import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.machine.WaitLevel;
import io.github.kvmcore.model.network.Ipv4Subnet;
import io.github.kvmcore.model.storage.DiskMode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every setting, checked and with its defaults filled in. The names of the settings are in {@link
 * SettingDefinitions}.
 *
 * @param cluster the cluster's name, and the prefix of its machines' names
 * @param connect libvirt's connection URI
 * @param memoryKiB memory of a machine, in KiB
 * @param networkName an existing libvirt network; null: the cluster has one of its own
 * @param bridge a bridge of the host; null: a libvirt network is used
 * @param subnet the subnet of the cluster's own network; null: a free one is chosen
 * @param image a URL, a local file, or {@code smoke}; null: what the catalogue has
 * @param imageDigest what the image's file must have; null where the user gave none
 * @param storageDir where the machines' disks are
 * @param diskPrefix beginning of the disks' file names
 * @param configDriveDir where config drives are
 * @param imageCacheDir where base images are kept
 * @param consoleLogDir where serial consoles are logged
 * @param diskBytes size of a machine's disk; null: the base image's own
 * @param profile the profile that configures the machines
 * @param sshKeys public keys that may log in as core, in OpenSSH's one-line format
 * @param templatesDir a folder whose templates override the shipped ones; null: none
 * @param autostart whether new machines start with the host
 * @param limits how long things may take
 * @param discovery how etcd's members find each other
 * @param machines the machines that the cluster should have: the named ones, or as many as vm_count
 *     says
 * @param volumes the logical volumes that machines' disks are on; null: disks are files
 * @param catalogue which image is wanted where {@code image} names none
 * @param config what configures the guests
 * @param services what the profiles with services are set up with
 * @param hardware what the machines' hardware is beyond memory, processors and their first disk
 */
public record Settings(
    String cluster,
    String connect,
    long memoryKiB,
    int vcpus,
    @Nullable String networkName,
    @Nullable String bridge,
    @Nullable Ipv4Subnet subnet,
    @Nullable String image,
    @Nullable Digest imageDigest,
    boolean forceDownload,
    Path storageDir,
    String diskPrefix,
    Path configDriveDir,
    Path imageCacheDir,
    Path consoleLogDir,
    DiskMode diskMode,
    @Nullable Long diskBytes,
    ConfigDriveKind configDrive,
    VirtType virtType,
    String profile,
    List<String> sshKeys,
    @Nullable Path templatesDir,
    WaitLevel waitFor,
    boolean autostart,
    Limits limits,
    DiscoverySettings discovery,
    List<MachineSpec> machines,
    @Nullable VolumeSettings volumes,
    CatalogueSettings catalogue,
    ConfigSettings config,
    ServiceSettings services,
    HardwareSettings hardware) {

  /** The most machines that a cluster can have. */
  public static final int MAX_VM_COUNT = 1000;

  public Settings {
    sshKeys = List.copyOf(sshKeys);
    machines = List.copyOf(machines);
  }
}
