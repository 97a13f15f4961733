package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.engine.libvirt.read.HostImageUsers;
import io.github.kvmcore.engine.libvirt.read.HostState;
import io.github.kvmcore.engine.libvirt.read.Volumes;
import io.github.kvmcore.exec.file.HostFiles.FileLock;
import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.image.pipeline.ImageMetadataFile;
import io.github.kvmcore.image.pipeline.Workspace;
import io.github.kvmcore.model.hardware.Hardware;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the real qemu-img and real locks. */
class ImageCareTest {
  @TempDir Path folder;
  private final LocalFiles files = new LocalFiles();
  private Path cache;
  private Path image;
  private ImageCare care;

  @BeforeEach
  void make() throws IOException {
    cache = Files.createDirectories(folder.resolve("images/cache"));
    image = cache.resolve("a-0123456789ab.qcow2");
    qemuImg("create", "-q", "-f", "qcow2", image.toString(), "1M");
    BaseImage base =
        new BaseImage(
            "x", image, Files.size(image), 1 << 20, "", "built", "then", OsRelease.UNKNOWN);
    ImageMetadataFile.write(files, base, "sha512:" + files.digest(image, "SHA-512"));
    care = new ImageCare(files, cache);
  }

  private static void qemuImg(String... arguments) {
    List<String> argv = new ArrayList<>(List.of("qemu-img"));
    argv.addAll(List.of(arguments));
    var result = new RealPrograms().run(Command.of(argv));
    assertTrue(result.ok(), result::explain);
  }

  private static HostState host(Domain... domains) {
    return new HostState(
        List.of(domains), List.of(), Map.of(), List.of(), Set.of(), Set.of(), Volumes.NONE);
  }

  private List<String> users(Domain... domains) {
    return new HostImageUsers(files, host(domains), cache).all(image);
  }

  private static Domain domain(String name, Path... disks) {
    return new Domain(
        UUID.randomUUID(),
        name,
        DomainState.SHUT_OFF,
        1,
        1,
        List.of(disks),
        List.of(),
        Hardware.PLAIN,
        null);
  }

  @Test
  void aWholeImageIsAsItCame() {
    assertEquals("ok", care.look(image).state());
    assertEquals(List.of(image), care.images());
  }

  @Test
  void whatChangedIsSaid() throws IOException {
    byte[] bytes = Files.readAllBytes(image);
    bytes[bytes.length - 1] ^= 1;
    Files.write(image, bytes);
    ImageCare.Condition found = care.look(image);
    assertEquals("changed", found.state());
    assertTrue(found.detail().startsWith("its SHA-512 is "), found.detail());
    Files.write(image, new byte[3]);
    assertTrue(care.look(image).detail().startsWith("it has 3 bytes; it came with "));
    Files.delete(image);
    assertEquals("it is gone, or is no file", care.look(image).detail());
  }

  @Test
  void aChangedImageIsNotUsedUntilItIsWhatItWas() throws IOException {
    byte[] before = Files.readAllBytes(image);
    byte[] bytes = before.clone();
    bytes[bytes.length - 1] ^= 1; // as many bytes as before
    Files.write(image, bytes);
    assertTrue(ImageMetadataFile.read(files, image).isPresent());
    care.look(image);
    assertEquals(Optional.empty(), ImageMetadataFile.read(files, image));
    assertEquals(List.of(image), care.images());
    assertEquals("changed", care.look(image).state());
    Files.write(image, before);
    assertEquals("ok", care.look(image).state());
    assertTrue(ImageMetadataFile.read(files, image).isPresent());
  }

  @Test
  void whatARemovalHidDoesNotSpeakForAnImageThatCameSince() throws IOException {
    Path side = ImageMetadataFile.beside(image);
    Files.writeString(
        side.resolveSibling(side.getFileName() + ".pruned"),
        Files.readString(side).replace("built", "signature X"));
    care.recover();
    assertEquals("built", ImageMetadataFile.read(files, image).orElseThrow().verified());
    assertEquals(2, files.list(cache).stream().filter(it -> !it.endsWith(".lock")).count());
  }

  @Test
  void anImageOfAnOlderVersion() throws IOException {
    Path side = ImageMetadataFile.beside(image);
    Files.writeString(
        side, Files.readString(side).replaceFirst(",\\s*\"content\" : \"[^\"]*\"", ""));
    assertEquals("unknown", care.look(image).state());
  }

  @Test
  void nobodysImageIsRemoved() {
    assertEquals(List.of(), users());
    assertEquals(List.of(), care.remove(image, this::users));
    assertEquals(List.of(), files.list(cache));
  }

  @Test
  void whatADiskBuildsOnStays() throws IOException {
    Path disks = Files.createDirectories(folder.resolve("images/lab"));
    Path overlay = disks.resolve("vm-1.img");
    qemuImg(
        "create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", image.toString(), overlay.toString());
    assertEquals(List.of(overlay.toString()), users());
    assertEquals(List.of(overlay.toString()), care.remove(image, this::users));
    assertTrue(Files.exists(image) && Files.exists(ImageMetadataFile.beside(image)));
  }

  @Test
  void aDiskOfAnybodysDomainAnywhereCountsThroughAChain() throws IOException {
    Path one = Files.createDirectories(folder.resolve("far/one")).resolve("middle.qcow2");
    Path two = Files.createDirectories(folder.resolve("far/two")).resolve("top.qcow2");
    qemuImg("create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", image.toString(), one.toString());
    qemuImg("create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", one.toString(), two.toString());
    assertEquals(List.of(), users());
    assertEquals(List.of(one.toString()), users(domain("theirs", two)));
    assertEquals(List.of("theirs"), users(domain("theirs", image)));
  }

  @Test
  void whatARunHoldsStays() {
    try (FileLock hold = care.hold(image)) {
      assertEquals(List.of("another run is building on it"), care.remove(image, List::of));
      assertTrue(ImageMetadataFile.read(files, image).isPresent());
    }
    assertEquals(List.of(), care.remove(image, List::of));
    assertEquals(List.of(), files.list(cache));
  }

  @Test
  void whileUsersAreLookedForTheImageIsNotThere() {
    boolean[] seen = {true};
    care.remove(
        image,
        () -> {
          seen[0] = ImageMetadataFile.read(files, image).isPresent();
          return List.of("somebody");
        });
    assertFalse(seen[0]);
    assertTrue(ImageMetadataFile.read(files, image).isPresent());
  }

  @Test
  void whatAKilledRemovalHidComesBack() throws IOException {
    Path side = ImageMetadataFile.beside(image);
    Files.move(side, side.resolveSibling(side.getFileName() + ".pruned"));
    Files.createFile(cache.resolve(image.getFileName() + ".hold-dead"));
    assertEquals(List.of(), care.images());
    care.recover();
    assertEquals(List.of(image), care.images());
    assertEquals(List.of(), care.remove(image, List::of));
    assertEquals(List.of(), files.list(cache));
  }

  /** A run can die between an image's last step and the end of its lock. */
  @Test
  void locksOfDeadRunsGoAndThoseOfOthersStay() throws IOException {
    List<String> whole = files.list(cache);
    Path other = cache.resolve("other.qcow2");
    for (Path dead : List.of(new Workspace(image).lock(), image.resolveSibling("a.hold-dead"))) {
      Files.writeString(dead, "create --cluster coreos, process 4711 of root");
    }
    Files.createFile(cache.resolve("theirs.lock"));
    try (FileLock hold = care.hold(other);
        FileLock lock = files.tryLock(new Workspace(other).lock(), "a test").orElseThrow()) {
      care.clearLocks();
      List<String> left = new ArrayList<>(files.list(cache));
      left.removeAll(whole);
      assertEquals(3, left.size(), left::toString);
      assertTrue(left.containsAll(List.of("theirs.lock", "other.qcow2.lock")), left::toString);
    }
  }

  /** Whose run that is can't be known, so the image stays; what it leads to is let be. */
  @ParameterizedTest
  @ValueSource(strings = {"ln -s \"$2\"", "ln \"$2\"", "mkfifo", "mkdir"})
  void aHoldThatIsNoPlainFileKeepsTheImage(String make) throws Exception {
    Path target = Files.writeString(folder.resolve("target"), "root's");
    String hold = image + ".hold-x";
    String script = make + " \"$1\"";
    assertEquals(
        0, new ProcessBuilder("sh", "-c", script, "sh", hold, target.toString()).start().waitFor());
    care.clearLocks();
    assertEquals(List.of("another run is building on it"), care.remove(image, List::of));
    assertTrue(Files.exists(Path.of(hold), LinkOption.NOFOLLOW_LINKS));
    assertEquals("root's", Files.readString(target));
  }

  @Test
  void oneThatIsBeingFetchedStays() {
    try (FileLock lock = files.tryLock(new Workspace(image).lock(), "a test").orElseThrow()) {
      assertEquals(List.of("another run is fetching it"), care.remove(image, List::of));
    }
  }

  @Test
  void anImageThatAnotherRunRemovedMeanwhile() {
    assertEquals(List.of(), care.remove(image, this::users));
    assertEquals(List.of("another run has removed it"), care.remove(image, this::users));
  }

  @Test
  void aMarkLeavesTheRestOfTheNoteAsItIs() throws IOException {
    String note =
        """
        {
          "source" : "x",
          "virtualBytes" : 12345678901234567890,
          "release" : {
            "os" : "flatcar"
          },
          "changed" : true
        }
        """;
    Files.writeString(ImageMetadataFile.beside(image), note);
    ImageMetadataFile.mark(files, image, false);
    assertEquals(note.replace("true", "false"), Files.readString(ImageMetadataFile.beside(image)));
    Files.writeString(ImageMetadataFile.beside(image), "{\"source\": null, \"virtualBytes\": 1}");
    assertTrue(ImageMetadataFile.noted(files, image).isEmpty());
  }
}
