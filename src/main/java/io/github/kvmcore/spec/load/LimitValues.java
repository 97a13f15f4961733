package io.github.kvmcore.spec.load;

import io.github.kvmcore.spec.Lifetime;
import io.github.kvmcore.spec.Limits;
import io.github.kvmcore.spec.text.Quantities;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads how long things may take, and how long machines are wanted. */
final class LimitValues {
  private static final String LIFETIME = "vm_ttl";

  private LimitValues() {}

  static Limits read(Values values) {
    return new Limits(
        values.read("vm_startup_timeout", Quantities::time),
        values.read("vm_create_pause", Quantities::time),
        values.read("vm_shutdown_timeout", Quantities::time),
        values.read("lock_wait", Quantities::pause),
        values.read("download_stall", Quantities::time),
        values.read("command_timeout", Quantities::time),
        values.read("disk_timeout", Quantities::time),
        lifetime(values));
  }

  /** Null if nothing sets it. */
  private static @Nullable Lifetime lifetime(Values values) {
    Duration length = values.readOptional(LIFETIME, Quantities::lifetime);
    return length == null ? null : new Lifetime(length, values.origin(LIFETIME).startsWith("--"));
  }
}
