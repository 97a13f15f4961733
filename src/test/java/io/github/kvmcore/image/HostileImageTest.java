package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.kvmcore.exec.file.LocalFiles;
import io.github.kvmcore.hostile.Inputs;
import io.github.kvmcore.hostile.Judge;
import io.github.kvmcore.hostile.Samples;
import io.github.kvmcore.hostile.Texts;
import io.github.kvmcore.image.check.Content;
import io.github.kvmcore.image.check.Qcow2Header;
import io.github.kvmcore.image.check.RefusedException;
import io.github.kvmcore.image.pipeline.Bzip2End;
import io.github.kvmcore.image.pipeline.ImageMetadataFile;
import io.github.kvmcore.image.pipeline.JavaUnpacker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;

/** Whatever bytes an image begins with, is packed as, or has beside it. */
class HostileImageTest {
  private static final int HEAD = 1024;
  private static final int QCOW2_HEAD = 104;

  /** First bytes of what kvmcore knows, good and bad. */
  private static final List<String> STARTS =
      List.of(
          "QFI\u00fb",
          "QFI\u00fb\0\0\0\u0003",
          "QFI\u00fb\0\0\0\u0001",
          "BZh9",
          "\u001f\u008b\u0008",
          "\u00fd7zXZ\0",
          "PK\u0003\u0004",
          "KDMV",
          "COWD",
          "QED\0",
          "# Disk DescriptorFile",
          "vhdxfile",
          "conectix",
          "7z\u00bc\u00af'\u001c",
          "(\u00b5/\u00fd",
          "<html>",
          "\u007fELF",
          "");

  private static final String DIGESTS =
      "# MD5 HASH\n0a0a  a.img\n# SHA512 HASH\n"
          + "0a".repeat(64)
          + "  a.img\n"
          + "# SHA256 HASH\n"
          + "0b".repeat(32)
          + " *./b/a.img\n";

  private static final String SIDE_FILE =
      """
      {"source": "https://images.example/a", "fileBytes": 1, "virtualBytes": 1073741824,
       "digest": "sha512:00", "verified": "digest", "fetched": "2026-01-01T00:00:00Z",
       "content": "sha512:00", "release": {"os": "flatcar", "channel": "stable"}}
      """;

  @Provide
  Arbitrary<byte[]> heads() {
    return Combinators.combine(
            Arbitraries.of(STARTS),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(HEAD),
            Arbitraries.of(Texts.PIECES),
            Arbitraries.integers().between(0, HEAD))
        .as(HostileImageTest::head);
  }

  private static byte[] head(String start, byte[] rest, String text, int at) {
    byte[] first = start.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] all = Arrays.copyOf(first, first.length + rest.length);
    System.arraycopy(rest, 0, all, first.length, rest.length);
    byte[] piece = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    if (at + piece.length < all.length) {
      System.arraycopy(piece, 0, all, at, piece.length);
    }
    return all;
  }

  @Provide
  Arbitrary<String> digests() {
    return Samples.mutated(List.of(DIGESTS));
  }

  @Provide
  Arbitrary<String> sideFiles() {
    return Samples.mutated(List.of(SIDE_FILE));
  }

  @Inputs(1000)
  void heads(@ForAll("heads") byte[] head) {
    Optional<Content> content =
        Judge.of(() -> Content.of(head, head.length), RefusedException.class);
    Judge.of(() -> Qcow2Header.backingFile(head)).orElseThrow();
    Judge.of(() -> Bzip2End.is(head)).orElseThrow();
    Optional<Boolean> alone =
        Judge.of(
            () -> {
              Qcow2Header.check(Arrays.copyOf(head, Math.min(head.length, QCOW2_HEAD)));
              return true;
            },
            RefusedException.class);
    if (alone.isPresent()) {
      assertEquals(Content.QCOW2, content.orElseThrow());
      assertEquals(0, ByteBuffer.wrap(head).getLong(8), "a backing file");
      assertEquals(Optional.empty(), Qcow2Header.backingFile(head));
    }
  }

  /** Good streams with bytes changed, cut or doubled; and what they become stays within a bound. */
  @Inputs(200)
  void packed(@ForAll("heads") byte[] plain, @ForAll int seed) {
    for (Content content : List.of(Content.GZIP, Content.BZIP2, Content.XZ)) {
      byte[] packed = damaged(packed(content, plain), seed);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Optional<byte[]> unpacked =
          Judge.of(
              () -> {
                try {
                  JavaUnpacker.unpack(content, new ByteArrayInputStream(packed), out);
                  return out.toByteArray();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              RefusedException.class);
      if (seed % 8 == 0) {
        assertTrue(Arrays.equals(plain, unpacked.orElseThrow()));
      }
    }
  }

  private static byte[] packed(Content content, byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (java.io.OutputStream packer =
        content == Content.GZIP
            ? new GZIPOutputStream(bytes)
            : content == Content.BZIP2
                ? new BZip2CompressorOutputStream(bytes)
                : new XZCompressorOutputStream(bytes, 0)) {
      packer.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] damaged(byte[] packed, int seed) {
    int at = Math.floorMod(seed, packed.length);
    byte[] changed = packed.clone();
    switch (Math.floorMod(seed, 8)) {
      case 0 -> {}
      case 1 -> changed = Arrays.copyOf(packed, at);
      case 2 -> {
        changed = Arrays.copyOf(packed, packed.length * 2);
        System.arraycopy(packed, 0, changed, packed.length, packed.length);
        changed[packed.length + at] ^= 1;
      }
      case 3 -> Arrays.fill(changed, at, changed.length, (byte) 0xff);
      default -> changed[at] ^= (byte) (1 << Math.floorMod(seed, 7));
    }
    return changed;
  }

  @Inputs(500)
  void digests(@ForAll("digests") String text) {
    Judge.of(() -> DigestsFile.find(text, "a.img", "a.DIGESTS"), RefusedException.class);
  }

  @Inputs(300)
  void sideFiles(@ForAll("sideFiles") String text) throws IOException {
    try (FileSystem disk = Jimfs.newFileSystem(Configuration.unix())) {
      Path image = disk.getPath("/a.qcow2");
      Files.write(image, new byte[] {1});
      Files.writeString(ImageMetadataFile.beside(image), Texts.encodable(text));
      LocalFiles files = new LocalFiles();
      Judge.of(() -> ImageMetadataFile.read(files, image)).orElseThrow();
      Judge.of(() -> ImageMetadataFile.content(files, image)).orElseThrow();
      Judge.of(
          () -> {
            ImageMetadataFile.mark(files, image, true);
            return true;
          });
    }
  }

  @Provide
  Arbitrary<String> names() {
    return Texts.any();
  }

  /** A source's name never leads out of the cache's folder. */
  @Inputs(500)
  void namesInTheCache(@ForAll("names") String name) {
    String base = TargetNames.base(name, name);
    assertTrue(base.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,92}"), base);
  }
}
