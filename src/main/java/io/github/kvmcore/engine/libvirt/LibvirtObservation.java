package io.github.kvmcore.engine.libvirt;

import io.github.kvmcore.cluster.ClusterState;
import io.github.kvmcore.cluster.Drift;
import io.github.kvmcore.engine.LifecyclePlan;
import io.github.kvmcore.engine.Observation;
import io.github.kvmcore.engine.Reaping;
import io.github.kvmcore.engine.Removal;
import io.github.kvmcore.engine.libvirt.create.FolderSteps;
import io.github.kvmcore.engine.libvirt.drift.DefinitionDrift;
import io.github.kvmcore.engine.libvirt.lifecycle.LifecyclePlanner;
import io.github.kvmcore.engine.libvirt.machine.ClusterStates;
import io.github.kvmcore.engine.libvirt.read.ClusterFinder;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.engine.libvirt.remove.DestroyPlanner;
import io.github.kvmcore.engine.libvirt.remove.Reapings;
import io.github.kvmcore.model.storage.LogicalVolume;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.spec.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A KVM host as it was read. */
public final class LibvirtObservation implements Observation {
  private final Settings settings;
  private final HostState hostState;
  private @Nullable ClusterState cluster;

  LibvirtObservation(Settings settings, HostState hostState) {
    this.settings = settings;
    this.hostState = hostState;
  }

  /** All that was read. */
  public HostState hostState() {
    return hostState;
  }

  @Override
  public ClusterState cluster() {
    if (cluster == null) {
      cluster = ClusterStates.of(hostState, settings.cluster());
    }
    return cluster;
  }

  @Override
  public Set<String> clusters() {
    return ClusterFinder.clusters(hostState);
  }

  @Override
  public List<String> doubts() {
    return hostState.storages().stream()
        .flatMap(storage -> storage.doubts().stream())
        .map(doubt -> doubt.path() + " is left alone: " + doubt.reason())
        .toList();
  }

  private LifecyclePlanner lifecycle() {
    return new LifecyclePlanner(settings, hostState);
  }

  @Override
  public LifecyclePlan start(List<String> names) {
    return lifecycle().start(names);
  }

  @Override
  public LifecyclePlan shutdown(List<String> names, boolean force) {
    return lifecycle().shutdown(names, force);
  }

  @Override
  public LifecyclePlan restart(List<String> names, boolean force, boolean rolling) {
    return lifecycle().restart(names, force, rolling);
  }

  @Override
  public Removal remove(List<String> names, boolean ifExists, boolean adopt) {
    return new DestroyPlanner(settings, hostState, adopt).plan(names, ifExists);
  }

  @Override
  public Optional<Reaping> reaping(String name, Instant now) {
    return Reapings.of(hostState, name, now);
  }

  @Override
  public List<Drift> drift() {
    return new DefinitionDrift(settings.cluster(), hostState).drift();
  }

  /**
   * The folders that the plan makes or removes: the list of them lies in one of them, so there is a
   * moment before it is written, and one after it is removed, when nothing else tells of them.
   */
  @Override
  public List<String> notes(Plan plan) {
    Set<Path> folders = new LinkedHashSet<>();
    hostState.storages().forEach(storage -> folders.addAll(storage.madeFolders()));
    folders.addAll(FolderSteps.made(plan));
    return folders.stream().map(Path::toString).toList();
  }

  @Override
  public long volumeBytes(String volume) {
    return hostState.volumes().all().stream()
        .filter(it -> it.fullName().equals(volume))
        .mapToLong(LogicalVolume::bytes)
        .sum();
  }
}
