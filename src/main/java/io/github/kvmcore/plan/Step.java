package io.github.kvmcore.plan;

import io.github.kvmcore.model.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of a plan.
 *
 * @param id unique in its plan, such as {@code disk:coreos-1}
 * @param machine the machine that it is for; null: for the whole cluster
 * @param title what it does, as shown to the user: "disk", "network kvmcore-coreos"
 * @param actions done one after the other
 * @param undo takes away what the actions made, also where they ended half-way
 * @param after ids of the steps that must have succeeded before
 * @param minor whether users need not hear of it where it goes well: it is no work worth a line, or
 *     it tells by itself how it goes
 */
public record Step(
    String id,
    Phase phase,
    @Nullable String machine,
    String title,
    List<Action> actions,
    List<Action> undo,
    List<String> after,
    boolean minor) {
  /** The id of the step that defines or starts the network that the machines are on. */
  public static final String NETWORK = "network";

  public Step {
    actions = List.copyOf(actions);
    undo = List.copyOf(undo);
    after = List.copyOf(after);
  }

  /** A step that users hear of. */
  public Step(
      String id,
      Phase phase,
      @Nullable String machine,
      String title,
      List<Action> actions,
      List<Action> undo,
      List<String> after) {
    this(id, phase, machine, title, actions, undo, after, false);
  }

  /** The same step in a plan of several clusters, where its id must be told apart. */
  Step within(String cluster) {
    return new Step(
        cluster + "/" + id,
        phase,
        machine,
        title,
        actions,
        undo,
        after.stream().map(other -> cluster + "/" + other).toList(),
        minor);
  }

  /** The same step as a minor one. */
  public Step asMinor() {
    return new Step(id, phase, machine, title, actions, undo, after, true);
  }

  /** Whether it defines or starts the network that the plan's machines are on. */
  public boolean makesNetwork() {
    return id.equals(NETWORK);
  }

  /** Whether it only waits: for a machine that was started before. */
  public boolean waits() {
    return actions.stream().anyMatch(Action.Await.class::isInstance);
  }

  /** Whether it waits for a machine that was asked to shut down. */
  public boolean waitsForOff() {
    return actions.stream().anyMatch(Action.AwaitOff.class::isInstance);
  }
}
