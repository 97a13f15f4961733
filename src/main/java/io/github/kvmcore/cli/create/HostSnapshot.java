package io.github.kvmcore.cli.create;

import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.engine.libvirt.create.CreatePlanner;
import io.github.kvmcore.engine.libvirt.doctor.Check;
import io.github.kvmcore.engine.libvirt.doctor.Doctor;
import io.github.kvmcore.engine.libvirt.machine.Goal;
import io.github.kvmcore.engine.libvirt.read.HostFacts;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.engine.libvirt.read.NeighbourProbe;
import io.github.kvmcore.exec.process.Futures;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.network.Lease;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The host as {@code create} saw it at one moment. */
public record HostSnapshot(Session session, HostState hostState, HostFacts facts) {
  /** Looks at the host: at what it holds and what it can, at the same time. */
  public static HostSnapshot of(Session session) {
    CompletableFuture<HostFacts> facts = CompletableFuture.supplyAsync(session::facts);
    return new HostSnapshot(session, hostState(session, facts), Futures.join(facts));
  }

  /** Where libvirt does not answer, what the doctor finds says more than virsh's error. */
  private static HostState hostState(Session session, CompletableFuture<HostFacts> facts) {
    try {
      return session.hostState();
    } catch (KvmcoreException e) {
      HostFacts known = Futures.join(facts);
      Doctor.require(doctor(session, known).full(List.of()), known.root());
      throw e;
    }
  }

  private static Doctor doctor(Session session, HostFacts facts) {
    return new Doctor(session.access(), session.settings(), session.programs(), facts);
  }

  /** The same with those who have addresses that the machines may get. */
  HostSnapshot probed(Goal goal) {
    CreatePlanner.Candidates candidates = planner().candidates(goal);
    List<Lease> found =
        new NeighbourProbe(session.access()).read(candidates.device(), candidates.addresses());
    return new HostSnapshot(session, hostState.withNeighbours(found), facts);
  }

  /** The wanted machines that have no domain. */
  private List<MachineSpec> missing() {
    Map<String, Domain> there = hostState.machines(session.settings().cluster());
    return session.settings().machines().stream()
        .filter(
            machine -> {
              Domain domain = there.get(machine.name());
              return domain == null || domain.state() == DomainState.INCOMPLETE;
            })
        .toList();
  }

  /** Whether any of the wanted machines is not whole. */
  boolean makesMachines() {
    Map<String, Domain> there = hostState.machines(session.settings().cluster());
    return session.settings().machines().stream()
        .map(machine -> there.get(machine.name()))
        .anyMatch(domain -> domain == null || !hostState.isWhole(domain));
  }

  /** What plans the wanted machines on this host. */
  public CreatePlanner planner() {
    return new CreatePlanner(session.settings(), hostState, facts, session.renderer());
  }

  /**
   * Goes on only where the host can bear the machines that are missing.
   *
   * @return what the doctor found
   * @throws KvmcoreException exit code HOST, with all that it lacks
   */
  List<Check> require() {
    List<Check> checks = doctor(session, facts).quick(missing());
    Doctor.require(checks, facts.root());
    return checks;
  }

  /** The same, and says what could be better where machines are made. */
  void check() {
    List<Check> checks = require();
    if (!missing().isEmpty()) {
      checks.stream()
          .filter(check -> check.status() == Check.Status.WARNING)
          .forEach(check -> session.say("warning: " + check.name() + ": " + check.detail()));
    }
  }
}
