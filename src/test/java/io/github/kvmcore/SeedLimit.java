package io.github.kvmcore;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The test shows that a limit of the playbook that kvmcore follows is gone. The README lists the
 * limits by number; {@code SeedLimitsTest} looks that each is shown by some test.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface SeedLimit {
  /** The limits' numbers. */
  int[] value();
}
