package io.github.kvmcore.exec.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a path is believed; owners are those of a file system in memory, modes real as well. */
class OwnershipRuleTest {
  private final FileSystem memory =
      Jimfs.newFileSystem(
          Configuration.unix().toBuilder()
              .setAttributeViews("basic", "owner", "posix", "unix")
              .build());
  private final Path pool = memory.getPath("/srv/pool");
  private final Path claim = pool.resolve(".kvmcore/coreos-1.xml");

  @TempDir Path real;

  @BeforeEach
  void prepare() throws IOException {
    Files.createDirectories(claim.getParent());
    Files.writeString(claim, "<domain/>");
    for (Path path = claim.getParent(); path != null; path = path.getParent()) {
      mode(path, "rwxr-xr-x");
    }
    mode(claim, "rw-------");
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private void give(Path path, String owner) throws IOException {
    Files.setOwner(path, memory.getUserPrincipalLookupService().lookupPrincipalByName(owner));
  }

  private void giveGroup(Path path, String group) throws IOException {
    Files.getFileAttributeView(path, PosixFileAttributeView.class)
        .setGroup(memory.getUserPrincipalLookupService().lookupPrincipalByGroupName(group));
  }

  /** What is trusted is remembered: each question is that of a new run. */
  private static Optional<String> untrusted(Path path) {
    return new LocalFiles().untrusted(path);
  }

  private static Optional<String> why(String reason) {
    return Optional.of(reason);
  }

  @Test
  void whatIsRootsOrTheUsersIsTrusted() {
    assertEquals(Optional.empty(), untrusted(claim));
    assertEquals(Optional.empty(), untrusted(memory.getPath("/srv/missing/too")));
  }

  @ParameterizedTest
  @CsvSource({"/srv", "/srv/pool", "/srv/pool/.kvmcore", "/srv/pool/.kvmcore/coreos-1.xml"})
  void anythingOfAnotherUserOnTheWayIsNamed(String path) throws IOException {
    give(memory.getPath(path), "mallory");
    assertEquals(why(path + " is owned by mallory"), untrusted(claim));
  }

  @ParameterizedTest
  @CsvSource({
    "/srv, rwxrwxrwx, is writable by everyone (mode 0777)",
    "/srv/pool, rwxr-x-wx, is writable by everyone (mode 0753)",
    "/srv/pool/.kvmcore, rwx----w-, is writable by everyone (mode 0702)",
    "/srv/pool/.kvmcore/coreos-1.xml, rw--w----, is writable by group group (mode 0620)",
    "/srv/pool, rwxrwxr-x, is writable by group group (mode 0775)",
  })
  void anythingThatOthersCanWriteToOnTheWayIsNamed(String path, String mode, String reason)
      throws IOException {
    mode(memory.getPath(path), mode);
    assertEquals(why(path + " " + reason), untrusted(claim));
  }

  @Test
  void aUsersOwnGroupHoldsNobodyElse() throws IOException {
    mode(pool, "rwxrwxr-x");
    giveGroup(pool, "user");
    assertEquals(Optional.empty(), untrusted(claim));
    giveGroup(pool, "libvirt");
    assertEquals(why("/srv/pool is writable by group libvirt (mode 0775)"), untrusted(claim));
  }

  /** Whoever called sudo, for files that are that user's word; never for claims. */
  @Test
  void aFurtherOwnerIsTrustedOnlyWhereThatIsAskedFor() throws IOException {
    give(claim, "alice");
    Set<Integer> alice = Set.of((Integer) Files.getAttribute(claim, "unix:uid"));
    give(pool, "alice");
    LocalFiles files = new LocalFiles();
    assertEquals(Optional.empty(), files.untrusted(claim, alice));
    assertEquals(why("/srv/pool is owned by alice"), files.untrusted(claim));
    mode(claim, "rw-rw-rw-");
    assertEquals(
        why(claim + " is writable by everyone (mode 0666)"), files.untrusted(claim, alice));
    give(claim, "mallory");
    assertEquals(why(claim + " is owned by mallory"), files.untrusted(claim, alice));
  }

  @Test
  void linksAreFollowedByTheSameRule() throws IOException {
    Path link = memory.getPath("/srv/link");
    Files.createSymbolicLink(link, memory.getPath("pool/../pool/.kvmcore"));
    assertEquals(Optional.empty(), untrusted(link.resolve("coreos-1.xml")));
    give(pool, "mallory");
    assertEquals(why("/srv/pool is owned by mallory"), untrusted(link.resolve("coreos-1.xml")));
    give(pool, "user");
    Files.getFileAttributeView(link, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setOwner(memory.getUserPrincipalLookupService().lookupPrincipalByName("mallory"));
    assertEquals(why("/srv/link is owned by mallory"), untrusted(link.resolve("coreos-1.xml")));
  }

  @Test
  void nothingIsTrustedBehindALinkThatLeadsNowhereElse() throws IOException {
    Path loop = memory.getPath("/srv/loop");
    Files.createSymbolicLink(loop, memory.getPath("loop"));
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> untrusted(loop.resolve("x")));
    assertEquals("can't look at /srv/loop/x: Too many levels of symbolic links", e.getMessage());
  }

  @Test
  void aStickyFolderMayBeAboveButNotBelieved() throws IOException {
    // /tmp itself: everybody can put something into it, but not rename what root has there.
    assertEquals(Optional.empty(), untrusted(real));
    Path tmp = Path.of("/tmp");
    assertEquals(why("/tmp is writable by everyone (mode 1777)"), untrusted(tmp));
    mode(real, "rwxrwxrwx");
    assertEquals(
        why(real + " is writable by everyone (mode 0777)"), untrusted(real.resolve("claim")));
  }

  @Test
  void theOwnerOfKvmcoreItselfIsTrustedWithPrograms() throws IOException {
    Path checkout = Files.createDirectories(memory.getPath("/home/dev/kvmcore"));
    for (Path path = checkout; path != null; path = path.getParent()) {
      mode(path, "rwxr-xr-x");
    }
    give(checkout, "dev");
    give(pool, "dev");
    assertEquals(null, OwnershipRule.ofPrograms(checkout).violation(claim));
    assertEquals(why("/srv/pool is owned by dev"), untrusted(claim));
    give(claim, "mallory");
    assertEquals(
        claim + " is owned by mallory", OwnershipRule.ofPrograms(checkout).violation(claim));
  }
}
