package io.github.kvmcore.image.check;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.storage.ByteSize;
import io.github.kvmcore.tool.storage.QemuImg;
import io.github.kvmcore.tool.storage.QemuImgInfo;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Lets no image pass that would make qemu open another file, or that no machine can boot. */
public final class ImageCheck {
  private static final int HEADER_BYTES = 104;
  private static final long MAX_VIRTUAL_BYTES = 64L << 40;

  private final HostAccess access;

  public ImageCheck(HostAccess access) {
    this.access = access;
  }

  /** What the file is, by its content. */
  public Content content(Path file) {
    byte[] head = access.files().head(file, Content.HEAD_BYTES);
    long bytes = size(access.files(), access.files().real(file));
    Content content = Content.of(head, bytes);
    if (content == Content.RAW) {
      Content.checkEnd(tail(file, bytes));
    }
    return content;
  }

  /** The last sector, in which some formats have their only header. */
  private byte[] tail(Path file, long bytes) {
    try (InputStream in = access.files().open(file)) {
      in.skipNBytes(bytes - Content.SECTOR);
      return in.readNBytes(Content.SECTOR);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Checks all of a qcow2 image's tables, which finds one that is cut or damaged. Lost space alone
   * does no harm.
   *
   * @throws RefusedException where it is damaged
   */
  public void checkBody(Path image) {
    CommandResult result = access.commands().run(QemuImg.check(image));
    if (result.ok() || result.exitStatus() == QemuImg.ONLY_LEAKS) {
      checkEnd(image);
      return;
    }
    throw ProgramFailure.ofHost(result, "check " + image, access.files(), image)
        .<RuntimeException>map(host -> host)
        .orElseGet(
            () ->
                new RefusedException(
                    "is damaged or cut, as qemu-img check finds\n" + result.explain()));
  }

  private void checkEnd(Path image) {
    HostFiles files = access.files();
    Qcow2End end = new Qcow2End(files.head(image, HEADER_BYTES), size(files, image));
    try (DataInputStream first = read(image);
        DataInputStream second = read(image)) {
      end.check(first, second);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + image + ": " + e.getMessage(), e);
    }
  }

  private DataInputStream read(Path image) throws IOException {
    return new DataInputStream(new BufferedInputStream(access.files().open(image), 1 << 16));
  }

  /**
   * Checks an image.
   *
   * @param content QCOW2 or RAW
   * @return the size of its disk in bytes
   * @throws RefusedException where it must not be used
   */
  public long check(Path image, Content content) {
    if (content == Content.QCOW2) {
      Qcow2Header.check(access.files().head(image, HEADER_BYTES));
    }
    CommandResult result = access.commands().run(QemuImg.info(image, content.word()));
    if (!result.ok()) {
      Optional<KvmcoreException> host =
          ProgramFailure.ofHost(result, "look at " + image, access.files(), image);
      if (host.isPresent()) {
        throw host.get();
      }
      throw new RefusedException("can't be read by qemu-img\n" + result.explain());
    }
    return checkInfo(result.read(QemuImg::parseInfo));
  }

  private static long checkInfo(QemuImgInfo info) {
    if (info.backingFile() != null) {
      throw new RefusedException("names a backing file: " + info.backingFile());
    }
    if (info.dataFile() != null) {
      throw new RefusedException("keeps its data in an external data file: " + info.dataFile());
    }
    if (info.encrypted()) {
      throw new RefusedException("is encrypted");
    }
    if (info.corrupt()) {
      throw new RefusedException("is marked as corrupt by qemu");
    }
    if (info.virtualBytes() <= 0 || info.virtualBytes() > MAX_VIRTUAL_BYTES) {
      throw new RefusedException(
          "has a disk of " + info.virtualBytes() + " bytes; 1 byte to 64 TiB can be used");
    }
    return info.virtualBytes();
  }

  /**
   * The image, where its disk fits the machines'.
   *
   * @param maxVirtualBytes the machines' disk; 0: no bound
   * @throws KvmcoreException with exit status 3 where it does not
   */
  public static BaseImage fitting(BaseImage image, long maxVirtualBytes) {
    if (maxVirtualBytes > 0 && image.virtualBytes() > maxVirtualBytes) {
      throw KvmcoreException.settings(
          List.of(
              "the disk of the image "
                  + image.source()
                  + " is "
                  + size(image.virtualBytes())
                  + ", but vm_disk_size is "
                  + size(maxVirtualBytes)
                  + ": make vm_disk_size at least "
                  + image.virtualBytes()));
    }
    return image;
  }

  public static long size(HostFiles files, Path file) {
    return files.stat(file).map(FileFacts::bytes).orElse(0L);
  }

  private static String size(long bytes) {
    return ByteSize.text(bytes) + " (" + bytes + " bytes)";
  }
}
