package io.github.kvmcore.cli.help;

/** This program's version, from the jar's manifest. */
public final class Version {
  private Version() {}

  /** Such as {@code 0.1.0}; {@code development} where kvmcore does not run from its jar. */
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
