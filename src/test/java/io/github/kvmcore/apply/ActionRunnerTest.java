package io.github.kvmcore.apply;

import static io.github.kvmcore.apply.FakeHost.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.kvmcore.engine.libvirt.LibvirtErrors;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.ownership.Owned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActionRunnerTest {
  private static final Action START =
      new Action.Run(Command.of("virsh", "start", "c-1"), "already active");
  private static final String RACE = "error: cannot acquire state change lock (held by x)";

  private final FakeHost host = new FakeHost();
  private final List<Path> gone = new ArrayList<>();
  private final ActionRunner actions =
      new ActionRunner(host.access, new LibvirtErrors(), request -> {}, host.waiter(), gone::add);

  @Test
  void whatIsDoneAlreadyIsNoFailure() throws InterruptedException {
    host.answers = line -> result(1, "error: Domain is already active");
    actions.perform(START);
    host.answers = line -> result(1, "error: no such domain");
    KvmcoreException failure = assertThrows(KvmcoreException.class, () -> actions.perform(START));
    assertEquals(
        """
        virsh failed
          command: virsh start c-1
          exit status 1; it said:
          | error: no such domain""",
        failure.text());
  }

  @Test
  void aRaceWithAnotherClientIsRunAgain() throws InterruptedException {
    List<String> said =
        new ArrayList<>(
            List.of(
                RACE,
                "domain has asynchronous jobs running",
                "error: network port not found: Network port with UUID 1 does not exist"));
    host.answers = line -> said.isEmpty() ? result(0, "") : result(1, said.remove(0));
    actions.perform(START);
    assertEquals(4, host.ran.size());
  }

  @Test
  void butNotForEver() {
    host.answers = line -> result(1, RACE);
    assertThrows(KvmcoreException.class, () -> actions.perform(START));
    assertEquals(5, host.ran.size());
  }

  @Test
  void aConnectionThatIsLostIsMadeAnew() throws InterruptedException {
    List<String> said =
        new ArrayList<>(
            List.of(
                "error: Cannot recv data: Connection reset by peer",
                "error: no valid connection",
                "error: Failed to reconnect to the hypervisor",
                "error: failed to connect to the hypervisor\nerror: Failed to connect socket to"
                    + " '/var/run/libvirt/libvirt-sock': Connection refused"));
    host.answers = line -> said.isEmpty() ? result(0, "") : result(1, said.remove(0));
    actions.perform(START);
    assertEquals(5, host.ran.size());
  }

  @Test
  void whatWasDoneBeforeItWasLostIsNotDoneTwice() throws InterruptedException {
    Action.Run add =
        new Action.Run(Command.of("virsh", "net-update"))
            .orDoneBefore("there is an existing dhcp host entry");
    String existing = "error: there is an existing dhcp host entry in network 'x'";
    List<String> said = new ArrayList<>(List.of("error: End of file while reading data", existing));
    host.answers = line -> result(1, said.remove(0));
    actions.perform(add);
    // Somebody else's.
    host.answers = line -> result(1, existing);
    assertThrows(KvmcoreException.class, () -> actions.perform(add));
  }

  /** virsh says the same of a domain that is gone and of one that it could not ask for. */
  @Test
  void aLostConnectionIsNoDomainThatIsGone() throws InterruptedException {
    Action.Run stop = new Action.Run(Command.of("virsh", "destroy", "c-1"), "failed to get domain");
    List<String> said =
        new ArrayList<>(
            List.of(
                "error: Disconnected from qemu:///system due to end of file\n"
                    + "error: failed to get domain 'c-1'\n"
                    + "error: End of file while reading data: Input/output error"));
    host.answers = line -> said.isEmpty() ? result(0, "") : result(1, said.remove(0));
    actions.perform(stop);
    assertEquals(2, host.ran.size());
  }

  @Test
  void whatTakesTooLongIsTold() {
    Command command = Command.of("virsh", "start", "c-1").withLimit(Duration.ofSeconds(7));
    host.answers = line -> result(CommandResult.TIMED_OUT, "");
    KvmcoreException late =
        assertThrows(KvmcoreException.class, () -> actions.perform(new Action.Run(command)));
    assertEquals(ExitCode.TIMEOUT, late.exitCode());
    assertEquals(
        """
        virsh did not end in time
          command: virsh start c-1
          killed after 7 s
          next: the command by itself shows what it waits for; command_timeout, vm_create_pause and\
         disk_timeout set how long such a one may take""",
        late.text());
    assertEquals(1, host.ran.size());
  }

  @Test
  void whatABrokenProgramSaysFitsAMessage() {
    host.answers = line -> result(1, "\u001b[31mx".repeat(100_000) + "\n" + "y\n".repeat(100));
    KvmcoreException failure = assertThrows(KvmcoreException.class, () -> actions.perform(START));
    assertTrue(failure.text().length() < 5000, failure::text);
    assertFalse(failure.text().contains("\u001b"));
  }

  @Test
  void aFolderThatIsThereIsLeft() throws InterruptedException {
    Path path = Path.of("/there");
    when(host.files.stat(path))
        .thenReturn(Optional.of(new FileFacts(FileFacts.Kind.DIRECTORY, 0, 0755, "root", 0)));
    actions.perform(new Action.MakeDirectory(path, 0711));
    verify(host.files, never()).makeDirectory(any(), anyInt());
    actions.perform(new Action.MakeDirectory(Path.of("/new"), 0711));
    verify(host.files).makeDirectory(Path.of("/new"), 0711);
  }

  @Test
  void whatTheSystemRefusesIsTold() {
    String reason = "can't remove /x: Read-only file system";
    when(host.files.delete(any())).thenThrow(new UncheckedIOException(reason, new IOException()));
    KvmcoreException failure =
        assertThrows(
            KvmcoreException.class,
            () -> actions.perform(new Action.Delete(Owned.path(Path.of("/x")))));
    assertEquals(ExitCode.STEP_FAILED, failure.exitCode());
    assertEquals(reason, failure.text());
  }

  @Test
  void whatIsDeletedIsTold() throws InterruptedException {
    Path there = Path.of("/there");
    Path tree = Path.of("/tree");
    when(host.files.delete(there)).thenReturn(true);
    when(host.files.deleteTree(tree)).thenReturn(List.of(tree.resolve("file"), tree));
    actions.perform(new Action.Delete(Owned.path(there)));
    actions.perform(new Action.Delete(Owned.path(Path.of("/gone"))));
    actions.perform(new Action.DeleteTree(Owned.path(tree)));
    assertEquals(List.of(there, tree.resolve("file"), tree), gone);
  }

  @Test
  void nothingIsWrittenWhereOthersRule() {
    Path folder = Path.of("/pool");
    when(host.files.untrusted(folder)).thenReturn(Optional.of("/pool is owned by alice"));
    when(host.files.stat(folder))
        .thenReturn(Optional.of(new FileFacts(FileFacts.Kind.DIRECTORY, 0, 0700, "alice", 0)));
    for (Action action :
        List.of(
            new Action.WriteFile(folder.resolve("claim"), "", 0600, null),
            new Action.WriteFileWithSecrets(folder.resolve("config"), "", 0400, null, List.of()),
            new Action.MakeDirectory(folder, 0700))) {
      KvmcoreException failure =
          assertThrows(KvmcoreException.class, () -> actions.perform(action));
      assertEquals("nothing is written to /pool: /pool is owned by alice", failure.text());
    }
    verify(host.files, never()).write(any(), any(), anyInt(), any());
    verify(host.files, never()).restrict(any(), anyInt());
  }

  @Test
  void aFolderForItsOwnerAloneIsClosedWhereItIsOpen() throws InterruptedException {
    Path folder = Path.of("/secrets");
    FileFacts facts = new FileFacts(FileFacts.Kind.DIRECTORY, 0, 0755, "root", 0);
    when(host.files.stat(folder)).thenReturn(Optional.of(facts));
    actions.perform(new Action.MakeDirectory(folder, 0711));
    verify(host.files, never()).restrict(any(), anyInt());
    actions.perform(new Action.MakeDirectory(folder, 0700));
    verify(host.files).restrict(folder, 0700);
    verify(host.files, never()).makeDirectory(any(), anyInt());
  }
}
