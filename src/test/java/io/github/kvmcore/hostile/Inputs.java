package io.github.kvmcore.hostile;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * A property that holds for so many generated inputs; with {@code -Dkvmcore.whole=true} many times
 * as many are tried. The same ones each time, or others with {@code -Dkvmcore.seed=NUMBER}.
 */
@Property
@AddLifecycleHook(InputCount.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Inputs {
  /** How many in a usual run. */
  int value();

  /** How many times as many where the whole is wanted. */
  int times() default 100;
}
