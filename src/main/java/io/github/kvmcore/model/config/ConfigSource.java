package io.github.kvmcore.model.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The way on which a guest gets its configuration; each machine has exactly one. */
public enum ConfigSource {
  /** cloud-config in a folder that the guest sees by 9p. */
  NINE_P("9p", ConfigKind.CLOUD_CONFIG, "config drive", "configdrive-", ""),
  /** cloud-config on an ISO image. */
  ISO("iso", ConfigKind.CLOUD_CONFIG, "config drive", "configdrive-", ".iso"),
  /** Ignition's configuration in a file that QEMU hands over by fw_cfg. */
  IGNITION("ignition", ConfigKind.IGNITION, "Ignition config", "ignition-", ".ign");

  private final String text;
  private final ConfigKind kind;
  private final String title;
  private final String prefix;
  private final String suffix;

  ConfigSource(String text, ConfigKind kind, String title, String prefix, String suffix) {
    this.text = text;
    this.kind = kind;
    this.title = title;
    this.prefix = prefix;
    this.suffix = suffix;
  }

  /** The one that a machine's file or folder is made for; empty where the name is none of these. */
  public static Optional<ConfigSource> of(Path drive, String machine) {
    return Arrays.stream(values())
        .filter(source -> drive.endsWith(source.fileName(machine)))
        .findFirst();
  }

  /** The name of a machine's file or folder. */
  public String fileName(String machine) {
    return prefix + machine + suffix;
  }

  /** What it holds. */
  public ConfigKind kind() {
    return kind;
  }

  /** What it is, as shown to users. */
  public String title() {
    return title;
  }

  /** The word in templates. */
  @Override
  public String toString() {
    return text;
  }
}
