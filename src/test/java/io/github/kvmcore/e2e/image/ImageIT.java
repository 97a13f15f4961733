package io.github.kvmcore.e2e.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.kvmcore.SeedLimit;
import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import io.github.kvmcore.publisher.Fault;
import io.github.kvmcore.publisher.Site;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Base images from a web server, as Flatcar publishes them, and its faults. */
class ImageIT {
  private static final String URL = "http://127.0.0.1:8080/guest.img.bz2";
  private static final String NO_HASH = "0".repeat(128);

  @RegisterExtension static final Lab lab = new Lab();

  private static final String FILE = "/guest.img.bz2";

  private static Site site;
  private static String hash;

  private Snapshot before;
  private List<Path> cached;

  @BeforeAll
  static void serve() throws Exception {
    site = lab.publisher(8080);
    Path image = site.file(FILE);
    lab.exec("sh", "-c", "bzip2 -1 -c " + lab.smokeImage() + " > " + image).ok();
    hash = lab.exec("sha512sum", image.toString()).ok().out().split(" ")[0];
  }

  @BeforeEach
  void look() throws Exception {
    digests(hash);
    site.right();
    before = lab.snapshot();
    cached = cached();
  }

  @AfterEach
  void destroy() throws Exception {
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
    for (Path file : cached()) {
      if (!cached.contains(file)) {
        Files.delete(file);
      }
    }
  }

  @Test
  void anImageIsFetchedCheckedAndBooted() {
    lab.create("1", "--image", URL).ok();
    lab.assertAnswers("coreos-1", lab.machines().get(0).get("address").asText());
  }

  @Test
  @SeedLimit(10)
  void anImageWithAnotherDigestIsRefusedUntilItIsRight() throws Exception {
    digests(NO_HASH);
    Result refused = lab.create("1", "--image", URL, "--wait", "running");
    assertNotEquals(0, refused.status(), refused::toString);
    refused.says(NO_HASH.substring(0, 12));
    assertNothingMade();
    digests(hash);
    lab.create("1", "--image", URL, "--wait", "running").ok();
    assertEquals(List.of("coreos-1 running"), lab.states());
  }

  @Test
  void aDownloadThatFailsTellsItsCauseOnce() {
    Result failed = lab.create("2", "--image", "http://127.0.0.1:1/guest.img");
    failed.exits(1).says("no connection to 127.0.0.1");
    assertEquals(1, count(failed.err(), "no connection"), failed::toString);
  }

  /** The lab has no way to the distribution's packages. */
  @Test
  void aBuildThatFailsTellsItsCauseOnce() {
    String cache = "/var/lib/libvirt/images/no-images";
    Result failed = lab.create("2", "--image", "smoke", "-e", "vm_image_cache_dir=" + cache);
    lab.exec("rm", "-r", cache).ok();
    failed.exits(1).says("the packages of the smoke guest cannot be fetched: ");
    assertEquals(1, count(failed.err(), "annot be fetched"), failed::toString);
    assertEquals(1, count(failed.err(), "resolving"), failed::toString);
  }

  private static long count(String text, String words) {
    return text.lines().filter(line -> line.contains(words)).count();
  }

  @Test
  void anImageIsHeldToTheDigestThatTheUserGives() throws Exception {
    Result refused =
        lab.create("1", "--image", URL, "--image-digest", "sha512:" + NO_HASH, "--wait", "running");
    assertNotEquals(0, refused.status(), refused::toString);
    assertNothingMade();
    lab.create("1", "--image", URL, "--image-digest", "sha512:" + hash, "--wait", "running").ok();
  }

  @Test
  @SeedLimit(11)
  void aFetchThatBreaksOffIsNotTakenForAnImage() throws Exception {
    site.fault(FILE, Fault.cut(1 << 20));
    Result failed = lab.create("1", "--image", URL, "--wait", "running");
    assertNotEquals(0, failed.status(), failed::toString);
    failed.says(URL);
    assertNothingMade();
    site.right();
    lab.create("1", "--image", URL, "--wait", "running").ok();
    assertEquals(List.of("coreos-1 running"), lab.states());
  }

  /**
   * No machine and no image. What the cluster has besides, its network and folders, stays for the
   * next run, as does a part of a download.
   */
  private void assertNothingMade() throws Exception {
    assertEquals(List.of(), lab.machines());
    Path disk = lab.file("lib/images/coreos/vm-coreos-1.img");
    assertFalse(Files.exists(disk), disk::toString);
    assertEquals(images(cached), images(cached()));
  }

  private static List<Path> images(List<Path> files) {
    return files.stream().filter(file -> file.toString().endsWith(".qcow2")).sorted().toList();
  }

  private static void digests(String sha512) throws Exception {
    site.put(FILE + ".DIGESTS", "# SHA512 HASH\n" + sha512 + "  guest.img.bz2\n");
  }

  private static List<Path> cached() throws Exception {
    try (Stream<Path> files = Files.list(lab.file("lib/images/kvmcore-cache"))) {
      return files.toList();
    }
  }
}
