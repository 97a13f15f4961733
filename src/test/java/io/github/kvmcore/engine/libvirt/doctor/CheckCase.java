package io.github.kvmcore.engine.libvirt.doctor;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kvmcore.engine.Check.Status;
import java.util.function.Consumer;
import org.junit.jupiter.params.provider.Arguments;

/** A row of a table of checks: its name, what is changed on the host, and what is found then. */
final class CheckCase {
  private CheckCase() {}

  static Arguments ok(String name, Consumer<TestHost> change, String detail) {
    return arguments(name, change, Status.OK, detail, null);
  }

  static Arguments warning(String name, Consumer<TestHost> change, String detail, String remedy) {
    return arguments(name, change, Status.WARNING, detail, remedy);
  }

  static Arguments problem(String name, Consumer<TestHost> change, String detail, String remedy) {
    return arguments(name, change, Status.PROBLEM, detail, remedy);
  }
}
