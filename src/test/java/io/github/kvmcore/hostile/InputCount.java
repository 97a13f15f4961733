package io.github.kvmcore.hostile;

import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/** Says how many inputs a property of {@link Inputs} is tried with, and prints how many it was. */
public final class InputCount implements AroundPropertyHook {
  private static final boolean WHOLE = Boolean.getBoolean("kvmcore.whole");
  private static final long SEED = Long.getLong("kvmcore.seed", 0);
  private static final AtomicLong ALL = new AtomicLong();

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    Inputs inputs = context.findAnnotation(Inputs.class).orElseThrow();
    PropertyAttributes attributes = context.attributes();
    attributes.setTries(WHOLE ? inputs.value() * inputs.times() : inputs.value());
    attributes.setSeed(Long.toString(SEED + context.extendedLabel().hashCode()));
    attributes.setAfterFailure(AfterFailureMode.PREVIOUS_SEED);
    attributes.setEdgeCases(EdgeCasesMode.NONE); // they are among the usual ones
    long started = System.nanoTime();
    PropertyExecutionResult result = property.execute();
    System.out.printf(
        "hostile inputs: %d of %s (%d ms; %d in all)%n",
        result.countTries(),
        context.extendedLabel(),
        (System.nanoTime() - started) / 1_000_000,
        ALL.addAndGet(result.countTries()));
    return result;
  }
}
