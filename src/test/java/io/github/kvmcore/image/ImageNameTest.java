package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.BaseImage;
import io.github.kvmcore.model.ImageRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which source is which image, and by what name it lies in the store. */
@Timeout(60)
class ImageNameTest {
  @TempDir Path folder;
  @AutoClose private TestStore images;

  @BeforeEach
  void make() throws IOException {
    images = new TestStore(folder);
  }

  @Test
  void forceMakesANewGenerationAndLeavesTheOld() throws IOException {
    Path first = images.fetch(images.qcow2).path();
    byte[] before = Files.readAllBytes(first);
    ImageRequest forced = images.store.request(images.qcow2.toString(), null, true, 0);
    assertEquals(first.toString().replace(".qcow2", "-2.qcow2"), forced.target().toString());
    assertEquals(first, images.request(images.qcow2).target());
    Path second = images.fetch(forced).path();
    assertEquals(second, images.request(images.qcow2).target());
    assertArrayEquals(before, Files.readAllBytes(first));
    Files.delete(SideFile.beside(second));
    assertEquals(first, images.request(images.qcow2).target());
    Files.delete(SideFile.beside(first));
    assertEquals(
        first.toString().replace(".qcow2", "-3.qcow2"),
        images.request(images.qcow2).target().toString());
  }

  @Test
  void aChangedFileIsAnotherImage() throws IOException {
    Path before = images.request(images.qcow2).target();
    Files.write(images.qcow2, new byte[512], StandardOpenOption.APPEND);
    assertFalse(before.equals(images.request(images.qcow2).target()));
  }

  @Test
  void aLinkedFileAndAFileUrlAreTaken() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), images.qcow2);
    images.assertSameDisk(images.fetch(link.toString()).path());
    assertEquals(
        images.request(images.qcow2.toUri().toString()).target(),
        images.request(images.qcow2).target());
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://h/x,       'a URL begins with http://, https:// or file:///'",
    "'',              'a URL begins with http://, https:// or file:///'",
    "http://h/a b,    'it is no URL; write special characters as %20 and so on'",
    "/no/such/file,   'there is no such file'",
    "/etc,            'it is not a file'",
  })
  void wrongSourcesAreWrongSettings(String source, String why) {
    KvmcoreException e = assertThrows(KvmcoreException.class, () -> images.request(source));
    assertEquals("the image '" + source + "' can't be used: " + why, e.text());
    assertEquals(ExitCode.SETTINGS, e.exitCode());
  }

  @Test
  void aPasswordChangesNoNameAndIsNotKept() throws Exception {
    images.server.files.put("/a.img", Files.readAllBytes(images.qcow2));
    String url = "http://me:secret@127.0.0.1:" + images.server.port() + "/a.img";
    assertEquals(
        images.request(images.server.url("/a.img").toString()).target(),
        images.request(url).target());
    BaseImage image = images.fetch(url);
    assertFalse(image.source().contains("secret"));
    assertFalse(String.join("", images.notes).contains("secret"));
  }
}
