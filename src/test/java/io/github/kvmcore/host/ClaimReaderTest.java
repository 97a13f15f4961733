package io.github.kvmcore.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.when;

import io.github.kvmcore.model.Domain;
import io.github.kvmcore.model.DomainState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimReaderTest {
  private static final String FOLDER = "/srv/images/.kvmcore";
  private final TestHost host = new TestHost();

  private HostState.Storage read(String... names) {
    when(host.files.list(Path.of(FOLDER))).thenReturn(List.of(names));
    return new ClaimReader(host.files).read(Path.of("/srv/images"));
  }

  @Test
  void noFolderNoClaims() {
    Path storage = Path.of("/srv/images");
    assertEquals(
        new HostState.Storage(storage, List.of(), List.of(), List.of(), List.of()), read());
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
    assertEquals(List.of(Path.of("/srv/images"), Path.of("/srv/images/a b")), read().madeFolders());
  }
}
