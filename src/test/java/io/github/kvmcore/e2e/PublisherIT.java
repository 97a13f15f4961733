package io.github.kvmcore.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.publisher.CoreosSite;
import io.github.kvmcore.publisher.Fault;
import io.github.kvmcore.publisher.FedoraSite;
import io.github.kvmcore.publisher.SigningKey;
import io.github.kvmcore.publisher.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Images from publishers that have what the real ones have, and from publishers of which one thing
 * is wrong: the right error, nothing half-made, and a second run that finds it right again goes on.
 * Images that are booted hold the smoke guest; those that only have to be fetched hold noise.
 */
class PublisherIT {
  private static final int PORT = 8082;
  private static final String BASE = "http://127.0.0.1:" + PORT;
  private static final String OLD = "4230.2.1";
  private static final String NEW = "4230.2.2";
  private static final String LIST = ".DIGESTS.asc";
  private static final String FEDORA = "43.20261019.3.0";

  @RegisterExtension static final Lab lab = new Lab();

  private static Site site;
  private static SigningKey key;
  private static CoreosSite flatcar;
  private static CoreosSite beta;
  private static Path noise;
  private static String image;

  private Snapshot before;
  private List<Path> cached;

  // --- The publishers ---

  @BeforeAll
  static void publish() throws Exception {
    site = lab.publisher(PORT);
    key = SigningKey.make("Image Publisher <publisher@example.org>");
    String guest = lab.smokeImage();
    Path packed = packed("bzip2 -1", guest, "guest.bz2");
    flatcar = CoreosSite.flatcar(site, "stable", key);
    flatcar.publish("amd64", OLD, packed);
    FedoraSite fedora = new FedoraSite(site, BASE, "stable", key);
    Path xz = packed("xz -0", guest, "guest.xz");
    fedora.publish("x86_64", FEDORA, xz, Files.copy(lab.seen(guest), lab.home().resolve("guest")));
    byte[] bytes = new byte[6 << 20];
    new Random(1).nextBytes(bytes);
    Path raw = Files.write(lab.home().resolve("noise.raw"), bytes);
    String qcow2 = lab.home().resolve("noise.qcow2").toString();
    lab.exec("qemu-img", "convert", "-q", "-O", "qcow2", raw.toString(), qcow2).ok();
    noise = packed("bzip2 -1", qcow2, "noise.bz2");
    beta = CoreosSite.flatcar(site, "beta", key);
    image = beta.path("amd64", OLD);
    Files.writeString(lab.home().resolve("kvmcore.yml"), settings());
  }

  private static Path packed(String program, String file, String name) {
    Path packed = lab.home().resolve(name);
    lab.exec("sh", "-c", program + " -c " + file + " > " + packed).ok();
    return packed;
  }

  /** A mirror's addresses, and the key that is pinned. */
  private static String settings() {
    return """
    flatcar_url: %1$s/{channel}
    flatcar_key_url: %1$s%2$s
    fcos_url: %1$s/streams
    fcos_key_url: %1$s%3$s
    image_key_fingerprints: [%4$s]
    """
        .formatted(BASE, CoreosSite.FLATCAR_KEY, FedoraSite.KEYS, key.fingerprint());
  }

  @AfterAll
  static void end() {
    if (key != null) {
      key.close();
    }
  }

  @BeforeEach
  void right() throws Exception {
    site.right();
    site.put(CoreosSite.FLATCAR_KEY, key.armored());
    flatcar.current("amd64", OLD);
    beta.publish("amd64", OLD, noise);
    beta.current("amd64", OLD);
    site.forget();
    before = lab.snapshot();
    cached = cached();
  }

  @AfterEach
  void clean() throws Exception {
    site.right();
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
    for (Path file : cached()) {
      if (!cached.contains(file)) {
        Files.delete(file);
      }
    }
  }

  private static List<Path> cached() throws IOException {
    try (Stream<Path> files = Files.walk(lab.file("lib/images/kvmcore-cache"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  // --- What is run ---

  private static Result kvmcore(String... words) {
    return lab.kvmcore(withSettings(words));
  }

  private static Result create(String... words) {
    return lab.create(withSettings(words));
  }

  private static String[] withSettings(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    int options = words[0].equals("image") ? 2 : 1;
    all.addAll(options, List.of("-e", "@" + lab.home().resolve("kvmcore.yml")));
    return all.toArray(String[]::new);
  }

  private static Result pull(String... more) {
    List<String> all = new ArrayList<>(List.of("image", "pull"));
    all.addAll(List.of("--os", "flatcar", "--channel", "beta"));
    all.addAll(List.of(more));
    return kvmcore(all.toArray(String[]::new));
  }

  /** Fails, and leaves no image; what was fetched is kept aside where it is bad. */
  private Result refused(boolean aside, String... more) throws IOException {
    Result result = pull(more).exits(1);
    List<String> fresh = fresh();
    assertEquals(List.of(), ending(fresh, ".qcow2"));
    assertEquals(aside, !ending(fresh, ".bad").isEmpty(), fresh::toString);
    return result;
  }

  private List<String> fresh() throws IOException {
    return cached().stream()
        .filter(file -> !cached.contains(file))
        .map(file -> file.getFileName().toString())
        .toList();
  }

  private static List<String> ending(List<String> names, String ending) {
    return names.stream().filter(name -> name.endsWith(ending)).toList();
  }

  private void recovers() throws IOException {
    pull().ok();
    assertEquals(1, ending(fresh(), ".qcow2").size());
  }

  // --- Machines ---

  @Test
  void flatcarIsFetchedCheckedAndBooted() throws Exception {
    create("1", "--os", "flatcar", "--provisioning", "cloud-config").ok();
    lab.assertAnswers("coreos-1", lab.machines().get(0).get("address").asText());
    lab.kvmcore("info").ok().prints(OLD);
    assertTrue(site.asked().contains(flatcar.path("amd64", OLD) + LIST), site.asked()::toString);
  }

  @Test
  void fedoraCoreosIsFetchedCheckedAndStarted() throws Exception {
    create("1", "--os", "fcos", "--wait", "running").ok();
    lab.kvmcore("info").ok().prints(FEDORA);
    lab.kvmcore("image", "list").ok().prints(FEDORA);
    String path = "/x86_64/fedora-coreos-" + FEDORA + "-qemu.x86_64.qcow2.xz.sig";
    assertTrue(site.asked().stream().anyMatch(it -> it.endsWith(path)), site.asked()::toString);
  }

  @Test
  void machinesKeepTheirReleaseWhereCurrentMovesOn() throws Exception {
    create("1", "--os", "flatcar", "--wait", "running").ok();
    String first = identity("coreos-1");
    flatcar.publish("amd64", NEW, lab.home().resolve("guest.bz2"));
    flatcar.current("amd64", NEW);
    create("2", "--os", "flatcar", "--wait", "running").ok();
    assertEquals(first, identity("coreos-1"));
    lab.kvmcore("info").ok().prints(OLD).prints(NEW);
    // Where there is nothing to make, nobody is asked.
    site.forget();
    create("2", "--os", "flatcar", "--wait", "running").ok();
    assertEquals(List.of(), site.asked());
  }

  private static String identity(String name) {
    return lab.virsh("domuuid", name).ok().out() + lab.virsh("domid", name).ok().out();
  }

  @Test
  void withTheImageInTheCacheTheServerMayBeGone() throws Exception {
    kvmcore("image", "pull", "--os", "flatcar").ok();
    site.fault(Site.ALL, Fault.status(503));
    create("1", "--os", "flatcar", "--release", OLD, "--wait", "running").ok();
    assertEquals(List.of("coreos-1 running"), lab.states());
  }

  @Test
  void withoutAnImageNoMachineIsMade() throws Exception {
    site.fault(image, Fault.corrupt(1 << 20));
    create("1", "--os", "flatcar", "--channel", "beta", "--wait", "running").exits(1).says(image);
    assertEquals(List.of(), lab.machines());
    assertFalse(Files.exists(lab.file("lib/images/coreos/vm-coreos-1.img")));
  }

  // --- Signatures ---

  /** So that the image's own signature is looked at. */
  private static void removeSignedLists() throws IOException {
    site.remove(image + LIST);
    site.remove(image + ".DIGESTS.sig");
  }

  private static byte[] digests(String sha512) throws IOException {
    String digests = new String(site.get(image + ".DIGESTS"));
    return digests.replaceAll("[0-9a-f]{128}", sha512).getBytes();
  }

  @Test
  void aListOfDigestsThatWasChangedIsRefused() throws Exception {
    byte[] right = site.get(image + LIST);
    String changed = new String(right).replaceAll("(?m)^[0-9a-f]{128}", "0".repeat(128));
    site.put(image + LIST, changed);
    refused(false).says(image + LIST).says("was changed after it was signed");
    assertFalse(site.asked().contains(image), "the image is not even asked for");
    site.put(image + LIST, right);
    recovers();
  }

  @Test
  void aBadSignatureIsRefused() throws Exception {
    removeSignedLists();
    byte[] right = site.get(image + ".sig");
    site.put(image + ".sig", key.sign("something else".getBytes()));
    refused(true).says("was changed after it was signed");
    site.put(image + ".sig", right);
    recovers();
  }

  @Test
  void whatSomebodyElseSignedIsRefused() throws Exception {
    try (SigningKey stranger = SigningKey.make("Stranger <stranger@example.org>")) {
      site.put(image + LIST, stranger.clearsign(site.get(image + ".DIGESTS")));
      refused(false).says("is signed by somebody else's key").says(key.fingerprint());
      removeSignedLists();
      site.put(image + ".sig", stranger.sign(site.file(image)));
      refused(false).says("is signed by somebody else's key");
    }
    assertFalse(site.asked().contains(image), "the image is not even asked for");
    right();
    recovers();
  }

  @Test
  void aKeyThatIsNotPinnedIsRefused() throws Exception {
    try (SigningKey stranger = SigningKey.make("Stranger <stranger@example.org>")) {
      site.put(image + LIST, stranger.clearsign(site.get(image + ".DIGESTS")));
      site.put(CoreosSite.FLATCAR_KEY, stranger.armored());
      refused(false).says("no key of").says(stranger.fingerprint()).says(key.fingerprint());
    }
    right();
    recovers();
  }

  @Test
  void anExpiredSubKeyIsToldWithTheWayToRefresh() throws Exception {
    try (SigningKey expired = SigningKey.expired("Publisher of 2020 <old@example.org>")) {
      site.put(image + LIST, expired.clearsign(site.get(image + ".DIGESTS")));
      site.put(CoreosSite.FLATCAR_KEY, expired.armored());
      refused(false, "-e", "image_key_fingerprints=" + expired.fingerprint())
          .says("has expired since, " + expired.fingerprint())
          .says("next: ");
    }
    right();
    recovers();
  }

  @Test
  void aMissingSignatureIsRefusedAndCanLoudlyBeDoneWithout() throws Exception {
    removeSignedLists();
    site.remove(image + ".sig");
    refused(false).says("is not signed").says(image + ".sig").says("--no-verify");
    pull("--no-verify").ok().says("warning: images are not verified");
    assertEquals(1, ending(fresh(), ".qcow2").size());
  }

  @Test
  void aDigestThatIsSignedIsWhatTheImageMustHave() throws Exception {
    byte[] right = site.get(image + LIST);
    site.put(image + LIST, key.clearsign(digests("0".repeat(128))));
    refused(true).says("0".repeat(128));
    site.put(image + LIST, right);
    recovers();
  }

  // --- Bytes ---

  @Test
  void aTruncatedImageIsRefused() throws Exception {
    site.fault(image, Fault.truncate(Files.size(noise) / 2));
    refused(true);
    site.right();
    recovers();
  }

  @Test
  void aCorruptImageIsRefused() throws Exception {
    site.fault(image, Fault.corrupt(Files.size(noise) / 2));
    refused(true);
    site.right();
    recovers();
  }

  @Test
  void aCutDownloadIsResumedByTheNextRun() throws Exception {
    site.fault(image, Fault.cut(1 << 20));
    refused(false).says(image);
    site.right();
    site.forget();
    recovers();
    Site.Seen resumed =
        site.requests().stream()
            .filter(seen -> seen.target().equals(image))
            .findFirst()
            .orElseThrow();
    assertTrue(resumed.range().matches("bytes=[1-9]\\d{6,}-"), resumed::toString);
  }

  /** Each try waits for so long as it is told to; the last one says how far it came. */
  @Test
  void aServerThatStallsIsGivenUpAndTheNextRunGoesOn() throws Exception {
    site.fault(image, Fault.stall(1 << 20));
    refused(false, "-e", "download_stall=1s").says(image).says("run again: it goes on from byte");
    site.right();
    site.forget();
    recovers();
    List<Site.Seen> seen = site.requests();
    assertTrue(
        seen.stream().anyMatch(it -> it.target().equals(image) && it.range().startsWith("bytes=")),
        seen::toString);
  }

  @Test
  void whatIsInsideMustBeWhatIsPublished() throws Exception {
    String metadata = "/streams/stable.json";
    String right = new String(site.get(metadata));
    site.put(
        metadata,
        right.replaceFirst("(\"uncompressed-sha256\" ?: ?\")[0-9a-f]{64}", "$1" + "0".repeat(64)));
    kvmcore("image", "pull", "--os", "fcos").exits(1).says("0".repeat(64) + " of what is inside");
    assertEquals(List.of(), ending(fresh(), ".qcow2"));
    site.put(metadata, right);
    kvmcore("image", "pull", "--os", "fcos").ok();
    assertEquals(1, ending(fresh(), ".qcow2").size());
  }

  @Test
  void anImageThatIsReplacedMeanwhileIsFetchedFromItsBeginning() throws Exception {
    site.fault(image, Fault.cut(1 << 20));
    refused(false);
    site.right();
    beta.publish("amd64", OLD, noise);
    recovers();
  }

  // --- Servers ---

  @Test
  void aLoopOfRedirectionsEnds() throws Exception {
    site.fault(image, Fault.redirect(image));
    refused(false).says(image);
    site.right();
    recovers();
  }

  @Test
  void oneRedirectionIsFollowed() throws Exception {
    site.put("/elsewhere", noise);
    site.fault(image, Fault.redirect("/elsewhere"));
    recovers();
  }

  @Test
  void aServerThatHasNoSuchChannelIsTold() {
    kvmcore("image", "pull", "--os", "flatcar", "--channel", "alpha")
        .exits(1)
        .says("/alpha/amd64-usr/current/version.txt");
  }

  @Test
  void anImageOfAnotherArchitectureIsRefused() throws Exception {
    String metadata = "/streams/stable.json";
    String right = new String(site.get(metadata));
    site.put(
        metadata,
        right
            .replace("qemu.x86_64.qcow2.xz", "qemu.aarch64.qcow2.xz")
            .replace("/x86_64/", "/aarch64/"));
    kvmcore("image", "pull", "--os", "fcos").exits(1).says("another architecture");
    site.put(metadata, right);
    kvmcore("image", "pull", "--os", "fcos").ok();
  }
}
