package io.github.kvmcore.e2e.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.e2e.lab.Lab;
import io.github.kvmcore.e2e.lab.Result;
import io.github.kvmcore.e2e.lab.Snapshot;
import io.github.kvmcore.publisher.CoreosSite;
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
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A lab with images from publishers that have what the real ones have, and from publishers of which
 * one thing is wrong: the right error, nothing half-made, and a second run that finds it right
 * again goes on. Images that are booted hold the smoke guest; those that only have to be fetched
 * hold noise. After each test the lab is as it was before it.
 */
final class PublisherLab
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  static final String OLD = "4230.2.1";
  static final String NEW = "4230.2.2";
  static final String LIST = ".DIGESTS.asc";
  static final String FEDORA = "43.20261019.3.0";

  private static final int PORT = 8082;
  private static final String BASE = "http://127.0.0.1:" + PORT;

  private final Lab lab = new Lab();

  private Site site;
  private SigningKey key;
  private CoreosSite flatcar;
  private CoreosSite beta;
  private Path noise;
  private String image;

  private Snapshot before;
  private List<Path> cached;

  // --- The publishers ---

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    lab.beforeAll(context);
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

  private Path packed(String program, String file, String name) {
    Path packed = lab.home().resolve(name);
    lab.exec("sh", "-c", program + " -c " + file + " > " + packed).ok();
    return packed;
  }

  /** A mirror's addresses, and the key that is pinned. */
  private String settings() {
    return """
    flatcar_url: %1$s/{channel}
    flatcar_key_url: %1$s%2$s
    fcos_url: %1$s/streams
    fcos_key_url: %1$s%3$s
    image_key_fingerprints: [%4$s]
    """
        .formatted(BASE, CoreosSite.FLATCAR_KEY, FedoraSite.KEYS, key.fingerprint());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (key != null) {
      key.close();
    }
    lab.afterAll(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    right();
  }

  /** All as it should be; what is in the cache by now is not fresh. */
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

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    site.right();
    lab.kvmcore("destroy", "--yes").ok();
    before.assertSame(lab.snapshot());
    for (Path file : cached()) {
      if (!cached.contains(file)) {
        Files.delete(file);
      }
    }
  }

  private List<Path> cached() throws IOException {
    try (Stream<Path> files = Files.walk(lab.file("lib/images/kvmcore-cache"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  Lab lab() {
    return lab;
  }

  Site site() {
    return site;
  }

  /** Signs all that is published. */
  SigningKey key() {
    return key;
  }

  /** The channel whose images are booted. */
  CoreosSite flatcar() {
    return flatcar;
  }

  /** The channel whose image holds noise. */
  CoreosSite beta() {
    return beta;
  }

  /** What the beta channel's image is, on the lab. */
  Path noise() {
    return noise;
  }

  /** The path of the beta channel's image. */
  String image() {
    return image;
  }

  // --- What is run ---

  Result kvmcore(String... words) {
    return lab.kvmcore(withSettings(words));
  }

  Result create(String... words) {
    return lab.create(withSettings(words));
  }

  private String[] withSettings(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    int options = words[0].equals("image") ? 2 : 1;
    all.addAll(options, List.of("-e", "@" + lab.home().resolve("kvmcore.yml")));
    return all.toArray(String[]::new);
  }

  /** Fetches the beta channel's image. */
  Result pull(String... more) {
    List<String> all = new ArrayList<>(List.of("image", "pull"));
    all.addAll(List.of("--os", "flatcar", "--channel", "beta"));
    all.addAll(List.of(more));
    return kvmcore(all.toArray(String[]::new));
  }

  /** Fails, and leaves no image; what was fetched is kept aside where it is bad. */
  Result refused(boolean aside, String... more) throws IOException {
    Result result = pull(more).exits(1);
    List<String> fresh = fresh();
    assertEquals(List.of(), ending(fresh, ".qcow2"));
    assertEquals(aside, !ending(fresh, ".bad").isEmpty(), fresh::toString);
    return result;
  }

  /** The names of what has come into the cache. */
  List<String> fresh() throws IOException {
    return cached().stream()
        .filter(file -> !cached.contains(file))
        .map(file -> file.getFileName().toString())
        .toList();
  }

  static List<String> ending(List<String> names, String ending) {
    return names.stream().filter(name -> name.endsWith(ending)).toList();
  }

  void recovers() throws IOException {
    pull().ok();
    assertEquals(1, ending(fresh(), ".qcow2").size());
  }
}
