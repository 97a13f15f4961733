package io.github.kvmcore.spec.load;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.config.ConfigDriveKind;
import io.github.kvmcore.model.hardware.VirtType;
import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.machine.WaitLevel;
import io.github.kvmcore.model.storage.DiskMode;
import io.github.kvmcore.spec.LoadedSettings;
import io.github.kvmcore.spec.SettingDefinition;
import io.github.kvmcore.spec.SettingDefinitions;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.source.SettingsSource;
import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import io.github.kvmcore.spec.text.Names;
import io.github.kvmcore.spec.text.Quantities;
import io.github.kvmcore.spec.text.Sizes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes {@link Settings} of all sources. Start reading here. */
public final class SettingsLoader {
  private static final int MAX_VCPUS = 512;

  private final Values values;
  private final SettingsContext context;
  private final PathValues paths;

  private SettingsLoader(List<SettingsSource> sources, SettingsContext context) {
    this.values = new Values(sources);
    this.context = context;
    this.paths = new PathValues(context);
  }

  /**
   * Checks everything that was given. A value that a later source overrides is not looked at; a
   * name that is no setting's is a mistake wherever it stands.
   *
   * @param sources lowest first; defaults are not among them
   * @throws KvmcoreException with all mistakes at once, a line each
   */
  public static LoadedSettings load(List<SettingsSource> sources, SettingsContext context) {
    SettingsLoader loader = new SettingsLoader(sources, context);
    Settings settings = loader.read();
    loader.checkUnused();
    List<String> mistakes = loader.values.mistakes();
    if (!mistakes.isEmpty()) {
      throw KvmcoreException.settings(mistakes);
    }
    return new LoadedSettings(settings, loader.origins(), loader.values.notes());
  }

  private Settings read() {
    String cluster = values.read("cluster", Names::cluster);
    long memoryKiB = values.read("vm_memory", Sizes::memoryKiB);
    int vcpus = values.read("vm_cpu_count", Quantities.number(1, MAX_VCPUS));
    Long diskBytes = values.readOptional("vm_disk_size", Sizes::diskBytes);
    List<MachineSpec> machines =
        MachineValues.read(
            values, context, paths, new MachineSpec(cluster, 0, memoryKiB, vcpus, diskBytes, null));
    NetworkValues network = NetworkValues.read(values, machines.size());
    Path storage = storage("vm_image_storage_fs_dir", "<cluster>", cluster);
    String image = ImageValues.read(values, paths, context.architecture());
    return new Settings(
        cluster,
        values.read("connect", UrlValues::connection),
        memoryKiB,
        vcpus,
        network.name(),
        network.bridge(),
        network.subnet(),
        image,
        values.readOptional("vm_image_digest", SettingsLoader::digest),
        values.read("force_download", Quantities::yesNo),
        storage,
        values.read("vm_image_name_prefix", "vm-" + cluster, Names::filePrefix),
        storage("cloud_init_dir", "<vm_image_storage_fs_dir>", storage.toString()),
        values.read("vm_image_cache_dir", paths::storage),
        values.read("vm_console_log_dir", paths::storage),
        values.read("disk_mode", Quantities.word(DiskMode.values())),
        diskBytes,
        values.read("config_drive", Quantities.word(ConfigDriveKind.values())),
        values.read("virt_type", Quantities.word(VirtType.values())),
        values.read("cloud_init_profile", Names::profile),
        KeyValues.read(values, context, paths),
        values.readOptional("templates_dir", paths::fromWorkingDirectory),
        values.read("vm_wait", Quantities.word(WaitLevel.values())),
        values.read("autostart", Quantities::yesNo),
        LimitValues.read(values),
        DiscoveryValues.read(values),
        machines,
        VolumeValues.read(values, paths, cluster),
        CatalogueValues.read(values, paths, context, image),
        ConfigValues.read(values, paths, context),
        ServiceValues.read(values),
        HardwareValues.read(values, paths, machines, network));
  }

  /** A folder whose default names another setting. */
  private Path storage(String name, String placeholder, String value) {
    String defaultText = SettingDefinitions.defaultText(name).replace(placeholder, value);
    return values.read(name, defaultText, paths::storage);
  }

  /** Names of the seed that have no effect here are checked all the same. */
  private void checkUnused() {
    values.read("vm_startup_pause", Quantities::pause);
  }

  static Digest digest(String text) {
    return Digest.parse(text)
        .orElseThrow(
            () ->
                new BadValueException(
                    MessageText.quote(text)
                        + " is not a digest: sha256: and 64, or sha512: and 128 hexadecimal"
                        + " digits"));
  }

  private Map<String, String> origins() {
    Map<String, String> origins = new LinkedHashMap<>();
    for (SettingDefinition definition : SettingDefinitions.all()) {
      origins.put(definition.name(), values.origin(definition.name()));
    }
    return origins;
  }
}
