package io.github.kvmcore.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.Digest;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.model.storage.ByteSize;
import io.github.kvmcore.model.storage.ClusterFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmallThingsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1536, 1.5 KiB",
    "1048575, 1.0 MiB",
    "1073741824, 1.0 GiB",
    "9223372036854775807, 8.0 EiB"
  })
  void sizes(long bytes, String text) {
    assertEquals(text, ByteSize.text(bytes));
  }

  @Test
  void digests() {
    Digest digest = Digest.parse("SHA256:" + "AB".repeat(32)).orElseThrow();
    assertEquals("SHA-256", digest.javaName());
    assertEquals("sha256:" + "ab".repeat(32), digest.toString());
    assertEquals("SHA-512", Digest.parse("sha512:" + "0".repeat(128)).orElseThrow().javaName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha256:", "md5:0123", "sha256:xyz", "sha512:00"})
  void whatIsNoDigest(String text) {
    assertEquals(Optional.empty(), Digest.parse(text));
    assertEquals(Optional.empty(), Digest.parse("sha256:" + "0".repeat(65)));
  }

  @Test
  void allOfAClusterFolderIsBelowItsStorage() {
    ClusterFolder folder = new ClusterFolder(Path.of("/srv"));
    for (Path path :
        new Path[] {
          folder.claim("a-1"), folder.network("a"), folder.madeFolders(), folder.driveContent("a-1")
        }) {
      assertEquals(Path.of("/srv/.kvmcore"), path.getParent());
    }
    assertTrue(folder.claim("a-1").toString().endsWith(ClusterFolder.CLAIM_SUFFIX));
  }

  @Test
  void aTimeThatIsNoneIsNotKnown() {
    assertEquals(Optional.of(Instant.EPOCH), image("1970-01-01T00:00:00Z").fetchedAt());
    assertEquals(Optional.empty(), image("yesterday").fetchedAt());
  }

  private static BaseImage image(String fetched) {
    return new BaseImage(
        "smoke", Path.of("/a.qcow2"), 1, 1, "", "built", fetched, OsRelease.UNKNOWN);
  }
}
