package io.github.kvmcore.report.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A group of shell functions that a script begins with where a step needs it, in this order. */
enum ShellPart {
  BASE("base.sh", ""),
  TOLERATE("tolerate.sh", ""),
  WRITE("write.sh", ""),
  DELETE("delete.sh", ""),
  FETCH("fetch.sh", "awk od qemu-img"),
  SMOKE("smoke.sh", ""),
  SHUTDOWN("shutdown.sh", "virsh"),
  AWAIT("await.sh", "awk virsh");

  private final String resource;
  private final String programs;

  ShellPart(String resource, String programs) {
    this.resource = resource;
    this.programs = programs;
  }

  /** The programs that the functions run, beyond those that every system has. */
  List<String> programs() {
    return programs.isEmpty() ? List.of() : List.of(programs.split(" ", -1));
  }

  /** The functions, as shell text that ends with a line break. */
  String text() {
    try (InputStream stream = ShellPart.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("kvmcore.jar lacks " + resource);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
