package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.http.FaultyServer;
import io.github.kvmcore.exec.http.FaultyServer.Fault;
import io.github.kvmcore.image.pipeline.ImageMetadataFile;
import io.github.kvmcore.model.image.BaseImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An image whose URL is signed again each day. */
@Timeout(60)
class SignedUrlTest {
  @TempDir Path folder;
  @AutoClose private TestStore images;

  @BeforeEach
  void make() throws IOException {
    images = new TestStore(folder);
    images.server.files.put("/a.img", Files.readAllBytes(images.qcow2));
  }

  private String url(String signature) {
    return images.server.url("/a.img")
        + "?X-Amz-Credential=AKIA%2F2026/x&X-Amz-Signature="
        + signature;
  }

  @Test
  void isFetchedOnceAndKeptWithoutTheSignature() throws IOException {
    BaseImage image = images.fetch(url("SECRET1"));
    assertEquals(images.server.url("/a.img") + "?…", image.source());
    assertEquals(image, images.fetch(url("SECRET2")));
    assertTrue(image.path().getFileName().toString().startsWith("a-"), image::toString);
    assertNoSecrets();
    long fetched =
        images.server.seen.stream().map(FaultyServer.Seen::path).filter("/a.img"::equals).count();
    assertEquals(1, fetched);
  }

  @Test
  void isGoneOnWithByAnotherSignature() throws IOException {
    images.server.next(Fault.CUT_HALF);
    String message = images.failure(url("SECRET1"));
    assertFalse(message.contains("SECRET"), message);
    assertNoSecrets();
    images.fetch(url("SECRET2"));
    FaultyServer.Seen last = images.server.seen.get(images.server.seen.size() - 1);
    assertTrue(last.range().startsWith("bytes="), last::toString);
    assertNoSecrets();
  }

  @Test
  void otherParametersNameOtherImages() {
    String url = images.server.url("/a.img") + "?image=";
    assertNotEquals(images.request(url + "1").target(), images.request(url + "2").target());
  }

  /** What a version before this one wrote down. */
  @Test
  void aSideFileWithTheWholeUrlIsShownWithoutIt() throws IOException {
    BaseImage image = images.fetch(url("SECRET1"));
    Path side = ImageMetadataFile.beside(image.path());
    Files.writeString(side, Files.readString(side).replace("?…", "?X-Amz-Signature=SECRET1"));
    assertEquals(Optional.of(image), images.store.at(image.path()));
    assertEquals(image, images.fetch(url("SECRET3")));
  }

  private void assertNoSecrets() throws IOException {
    for (String name : images.files.list(images.cache)) {
      String text = new String(Files.readAllBytes(images.cache.resolve(name)), "ISO-8859-1");
      assertFalse(name.contains("SECRET") || text.contains("SECRET"), name);
    }
    assertFalse(String.join("", images.notes).contains("SECRET"), images.notes::toString);
  }
}
