package io.github.kvmcore.engine.libvirt.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import io.github.kvmcore.engine.libvirt.doctor.TestHost;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClaimReaderTest {
  private static final String FOLDER = "/var/lib/libvirt/images/coreos/.kvmcore";
  private final TestHost host = new TestHost();

  private HostState.Storage read(String... names) {
    when(host.files.list(Path.of(FOLDER))).thenReturn(List.of(names));
    return new ClaimReader(host.files).read(Path.of("/var/lib/libvirt/images/coreos"));
  }

  @Test
  void noFolderNoClaims() {
    Path storage = Path.of("/var/lib/libvirt/images/coreos");
    assertEquals(HostState.Storage.without(storage, List.of()), read());
  }

  @Test
  void whatIsNoClaimIsLeftOut() throws Exception {
    String machine = Files.readString(Path.of("test-fixtures/outputs/virsh/domain-machine.txt"));
    host.text(FOLDER + "/coreos-1.xml", machine);
    host.text(FOLDER + "/cut.xml", machine.substring(0, 500));
    host.text(FOLDER + "/notes.xml", "my notes");
    host.text(FOLDER + "/coreos.network", "<network/>");
    List<Domain> claims =
        read("coreos-1.xml", "coreos.network", "cut.xml", "gone.xml", "notes.xml").claims();
    assertEquals(1, claims.size());
    assertEquals("coreos-1", claims.get(0).name());
    assertEquals(DomainState.INCOMPLETE, claims.get(0).state());
  }

  @Test
  void foldersThatWereMade() {
    host.text(FOLDER + "/folders", "/srv/images\nrelative\n\n/srv/images/a b\n");
    assertEquals(
        List.of(Path.of("/srv/images"), Path.of("/srv/images/a b")), read("folders").madeFolders());
  }

  private HostState.Doubt doubt(String path, String reason) {
    when(host.files.untrusted(Path.of(path))).thenReturn(Optional.of(reason));
    return new HostState.Doubt(Path.of(path), reason);
  }

  @Test
  void nothingIsBelievedInAFolderOfOthers() throws Exception {
    String machine = Files.readString(Path.of("test-fixtures/outputs/virsh/domain-machine.txt"));
    host.text(FOLDER + "/coreos-1.xml", machine);
    host.text(FOLDER + "/folders", "/etc\n");
    HostState.Doubt doubt = doubt(FOLDER, "/srv is owned by alice");
    Path storage = Path.of(FOLDER).getParent();
    assertEquals(
        HostState.Storage.without(storage, List.of(doubt)),
        read("coreos-1.xml", "folders", "secrets-coreos"));
  }

  @Test
  void whatOthersCanWriteToIsLeftOutOfAll() throws Exception {
    String machine = Files.readString(Path.of("test-fixtures/outputs/virsh/domain-machine.txt"));
    host.text(FOLDER + "/coreos-1.xml", machine);
    host.text(FOLDER + "/coreos.volumes", "vg/base\n");
    HostState.Doubt claim = doubt(FOLDER + "/coreos-1.xml", "it is writable by everyone");
    HostState.Doubt secrets = doubt(FOLDER + "/secrets-coreos", "it is owned by alice");
    HostState.Storage storage =
        read("coreos-1.xml", "coreos.volumes", "secrets-blue", "secrets-coreos");
    assertEquals(List.of(claim, secrets), storage.doubts());
    assertEquals(List.of(), storage.claims());
    assertEquals(List.of(Path.of(FOLDER + "/secrets-blue")), storage.secrets());
    assertEquals(Set.of("vg/base"), storage.madeVolumes());
  }

  @Test
  void aClaimCountsOnlyWhereItBelongs() throws Exception {
    String machine = Files.readString(Path.of("test-fixtures/outputs/virsh/domain-machine.txt"));
    host.text(FOLDER + "/coreos-2.xml", machine);
    host.text(
        FOLDER + "/coreos-1.xml",
        machine.replace("storage=\"/var/lib/libvirt/images/coreos\"", "storage=\"/home/alice\""));
    when(host.files.real(any())).thenAnswer(call -> call.getArgument(0));
    assertEquals(List.of(), read("coreos-1.xml", "coreos-2.xml").claims());
    // The same folder by the name of a link to it.
    when(host.files.real(Path.of("/home/alice"))).thenReturn(Path.of(FOLDER).getParent());
    assertEquals(1, read("coreos-1.xml", "coreos-2.xml").claims().size());
  }
}
