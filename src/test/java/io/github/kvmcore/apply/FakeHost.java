package io.github.kvmcore.apply;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.kvmcore.engine.MachineWatch;
import io.github.kvmcore.engine.libvirt.LibvirtErrors;
import io.github.kvmcore.engine.libvirt.watch.DomainWatch;
import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.Ports;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.machine.Stage;
import io.github.kvmcore.model.machine.WaitLevel;
import io.github.kvmcore.plan.Plan;
import io.github.kvmcore.plan.Step;
import io.github.kvmcore.spec.NextCommand;
import io.github.kvmcore.tool.libvirt.Virsh;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A host that does what a test tells it, and the lines of a run's progress. */
final class FakeHost implements Progress {
  final HostFiles files = mock(HostFiles.class);
  final Ports ports = mock(Ports.class);
  final List<String> ran = new CopyOnWriteArrayList<>();
  final List<String> told = new CopyOnWriteArrayList<>();
  Optional<Boolean> hostKey = Optional.of(true);
  final HostAccess access = new HostAccess(this::answer, files, ports, mock(Downloader.class));
  Function<String, CommandResult> answers =
      line -> line.startsWith("virsh -q") ? result(1, "no libvirt") : result(0, "");

  static CommandResult result(int status, String err) {
    return new CommandResult(Command.of("any"), status, "", err, Duration.ZERO);
  }

  private CommandResult answer(Command command) {
    ran.add(command.display());
    CommandResult said = answers.apply(command.display());
    return new CommandResult(command, said.exitStatus(), said.out(), said.err(), said.time());
  }

  /** Every command that begins so fails. */
  FakeHost failing(String start) {
    answers =
        line ->
            line.startsWith(start) || line.startsWith("virsh -q")
                ? result(1, "no " + start)
                : result(0, "");
    return this;
  }

  FakeHost() {
    when(files.tail(any(), anyInt())).thenReturn("");
  }

  MachineWaiter waiter() {
    return waiter("create");
  }

  MachineWaiter waiter(String verb, Machine... machines) {
    Virsh virsh = new Virsh("qemu:///system");
    MachineWatch watch = new DomainWatch(access, virsh, List.of(machines));
    NextCommand next = new NextCommand("coreos", "qemu:///system");
    AddressConfirmation confirmation =
        new AddressConfirmation(files, (machine, address) -> hostKey);
    return new MachineWaiter(access, watch, confirmation, this, verb, next);
  }

  Outcome apply(int processors, Plan plan) {
    return new Applier(access, new LibvirtErrors(), request -> {}, waiter(), this, processors)
        .apply(plan);
  }

  Outcome apply(Step... steps) {
    return apply(4, Plans.plan(steps));
  }

  /** The undone steps, in order. */
  List<String> undone() {
    return ran.stream().filter(it -> it.startsWith("undo ")).map(it -> it.substring(5)).toList();
  }

  void port(Ports.Answer... answers) {
    when(ports.ask(any(), anyInt(), any()))
        .thenReturn(
            answers[0], List.of(answers).subList(1, answers.length).toArray(Ports.Answer[]::new));
  }

  static Step late(String name, String... after) {
    return Plans.await(name, WaitLevel.SSH, Duration.ZERO, after);
  }

  @Override
  public void started(Step step) {
    told.add("started " + step.id());
  }

  @Override
  public void done(Step step, Duration time) {
    told.add("done " + step.id());
  }

  @Override
  public void failed(Step step) {
    told.add("failed " + step.id());
  }

  @Override
  public void leftOut(Step step) {
    told.add("left out " + step.id());
  }

  @Override
  public void reached(String machine, Stage stage) {
    told.add(machine + " " + stage);
  }

  @Override
  public void transferred(String what, long bytes, long total) {}

  @Override
  public void note(String text) {
    told.add(text);
  }

  @Override
  public void warn(String text) {
    told.add("warning: " + text);
  }

  @Override
  public void close() {}
}
