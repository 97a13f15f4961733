package io.github.kvmcore.engine;

import io.github.kvmcore.cluster.Drift;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.render.OwnConfigs;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The place as {@code create} and {@code verify} see it at one moment: what is there, what it can
 * do, and the plans that follow.
 */
public interface CreateView {
  /** What is there. */
  Observation observation();

  /** The processor architecture of the place, in libvirt's words: {@code x86_64}. */
  String architecture();

  /** How many processors run the commands of a plan. */
  int processors();

  /** Whether a machine that the settings want is missing or half-made. */
  boolean makesMachines();

  /** Whether the cluster has a network of its own. */
  boolean hasNetwork();

  /** The releases of disks that earlier runs made for machines they did not finish. */
  List<OsRelease> begun();

  /**
   * Refuses a place that can't bear the missing machines.
   *
   * @return warnings about it, {@code NAME: DETAIL}; none if no machine is missing
   * @throws KvmcoreException exit code HOST, with all that it lacks
   */
  List<String> require();

  /** Probes addresses that the machines may get on networks of others. */
  CreateView probed(Goal goal);

  /**
   * The plan that only fetches the image, if sizes of volumes depend on it.
   *
   * @throws KvmcoreException as {@link #plan}
   */
  Optional<Plan> imageFirst(Goal goal);

  /** The URL that the machines would fetch k3s from; empty if they don't fetch it. */
  Optional<String> k3sUrl(Goal goal);

  /** For how many etcd members a discovery URL is needed before {@link #plan}; 0: none. */
  int discoverySize(Goal goal);

  /**
   * Renders a template of the user's.
   *
   * @param name for messages about mistakes in it
   * @param all for all machines; else for those that have to be made
   * @return by the machine's name
   * @throws KvmcoreException as {@link #plan}, and if the template is wrong
   */
  Map<String, String> render(Goal goal, String name, String template, boolean all);

  /**
   * Plans the cluster.
   *
   * @param own the user's own configuration of the machines
   * @throws KvmcoreException exit code SETTINGS, if something is in the way; with all of it
   */
  Plan plan(Goal goal, OwnConfigs own);

  /**
   * What is not as {@link #plan} would leave it, the machines' configuration aside.
   *
   * @throws KvmcoreException as {@link #plan}
   */
  List<Drift> drift(Goal goal);

  /**
   * The machines whose configuration is not what they would get now. What the user may not read,
   * and what depends on the moment, is not compared.
   *
   * @throws KvmcoreException as {@link #plan}
   */
  List<Drift> configDrift(Goal goal, OwnConfigs own);

  /** The machines whose disk is smaller than the settings say; read if any has a size. */
  List<Drift> diskDrift();

  /** The same moment, seen by an engine with other settings. */
  CreateView with(EngineContext other);
}
