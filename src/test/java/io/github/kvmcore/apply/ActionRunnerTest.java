package io.github.kvmcore.apply;

import static io.github.kvmcore.apply.FakeHost.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.FileFacts;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.plan.Action;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActionRunnerTest {
  private static final Action START =
      new Action.Run(Command.of("virsh", "start", "c-1"), "already active");
  private static final String RACE = "error: cannot acquire state change lock (held by x)";

  private final FakeHost host = new FakeHost();
  private final ActionRunner actions = new ActionRunner(host.outside, request -> {}, host.waiter());

  @Test
  void whatIsDoneAlreadyIsNoFailure() throws InterruptedException {
    host.answers = line -> result(1, "error: Domain is already active");
    actions.run(START);
    host.answers = line -> result(1, "error: no such domain");
    KvmcoreException failure = assertThrows(KvmcoreException.class, () -> actions.run(START));
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
    List<String> said = new ArrayList<>(List.of(RACE, "domain has asynchronous jobs running"));
    host.answers = line -> said.isEmpty() ? result(0, "") : result(1, said.remove(0));
    actions.run(START);
    assertEquals(3, host.ran.size());
  }

  @Test
  void butNotForEver() {
    host.answers = line -> result(1, RACE);
    assertThrows(KvmcoreException.class, () -> actions.run(START));
    assertEquals(5, host.ran.size());
  }

  @Test
  void aFolderThatIsThereIsLeft() throws InterruptedException {
    Path path = Path.of("/there");
    when(host.files.stat(path))
        .thenReturn(Optional.of(new FileFacts(FileFacts.Kind.DIRECTORY, 0, 0755, "root", 0)));
    actions.run(new Action.MakeDirectory(path, 0711));
    verify(host.files, never()).makeDirectory(any(), anyInt());
    actions.run(new Action.MakeDirectory(Path.of("/new"), 0711));
    verify(host.files).makeDirectory(Path.of("/new"), 0711);
  }

  @Test
  void whatTheSystemRefusesIsTold() {
    String reason = "can't remove /x: Read-only file system";
    doThrow(new UncheckedIOException(reason, new IOException())).when(host.files).delete(any());
    KvmcoreException failure =
        assertThrows(KvmcoreException.class, () -> actions.run(new Action.Delete(Path.of("/x"))));
    assertEquals(ExitCode.STEP_FAILED, failure.exitCode());
    assertEquals(reason, failure.text());
  }

  @Test
  void aFolderForItsOwnerAloneIsClosedWhereItIsOpen() throws InterruptedException {
    Path folder = Path.of("/secrets");
    FileFacts facts = new FileFacts(FileFacts.Kind.DIRECTORY, 0, 0755, "root", 0);
    when(host.files.stat(folder)).thenReturn(Optional.of(facts));
    actions.run(new Action.MakeDirectory(folder, 0711));
    verify(host.files, never()).restrict(any(), anyInt());
    actions.run(new Action.MakeDirectory(folder, 0700));
    verify(host.files).restrict(folder, 0700);
    verify(host.files, never()).makeDirectory(any(), anyInt());
  }
}
