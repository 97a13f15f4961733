package io.github.kvmcore.model.config;

/** In what language a guest is configured. */
public enum ConfigKind {
  IGNITION("ignition", "ignition.json.ftl"),
  CLOUD_CONFIG("cloud-config", "user_data.ftl");

  private final String text;
  private final String template;

  ConfigKind(String text, String template) {
    this.text = text;
    this.template = template;
  }

  /** The name of a profile's template of this kind, in its folder. */
  public String template() {
    return template;
  }

  /** The other one. */
  public ConfigKind other() {
    return this == IGNITION ? CLOUD_CONFIG : IGNITION;
  }

  /** The word in settings and on the command line. */
  @Override
  public String toString() {
    return text;
  }
}
