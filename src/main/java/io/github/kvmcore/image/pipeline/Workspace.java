package io.github.kvmcore.image.pipeline;

import io.github.kvmcore.exec.file.HostFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The files beside an image while it is being made. They are found by name, so that the next run
 * goes on from a dead one's download and clears the rest.
 *
 * @param target the image that it becomes
 */
public record Workspace(Path target) {
  /** End of the name of the lock, behind the image's. */
  public static final String LOCK = ".lock";

  private static final int PRIVATE = 0600;

  private Path beside(String ending) {
    return target.resolveSibling(target.getFileName() + ending);
  }

  public Path lock() {
    return beside(LOCK);
  }

  /** What comes from the network; kept when a run dies. */
  public Path download() {
    return beside(".download");
  }

  private Path resumeNote() {
    return beside(".download.resume");
  }

  public Path unpacked() {
    return beside(".unpacked");
  }

  public Path converted() {
    return beside(".converted");
  }

  /**
   * In the folder that is closed to others; the smoke guest's builder insists on the name's end.
   */
  public Path built() {
    return buildFolder().resolve("built.qcow2");
  }

  public Path buildFolder() {
    return beside(".work");
  }

  /** A download that is not what it should be, for the user to look at. */
  public Path bad() {
    return beside(".bad");
  }

  /** The publisher's signature of the download. */
  public Path signature() {
    return beside(".sig");
  }

  /** Removes all but the download. */
  public void clear(HostFiles files) {
    files.delete(unpacked());
    files.delete(converted());
    files.delete(beside(".part.qcow2")); // an earlier version's
    files.delete(signature());
    files.delete(beside(".sig.resume"));
    files.deleteTree(buildFolder());
    halfWritten(files).forEach(files::delete);
  }

  /** A side file that a run was writing when it died: hidden, and with a number at its end. */
  private List<Path> halfWritten(HostFiles files) {
    Path folder = target.toAbsolutePath().getParent();
    String side =
        "\\." + Pattern.quote(String.valueOf(ImageMetadataFile.beside(target).getFileName()));
    return folder == null
        ? List.of()
        : files.list(folder).stream()
            .filter(name -> name.matches(side + "\\.[0-9a-f]{1,16}"))
            .map(folder::resolve)
            .toList();
  }

  public void dropDownload(HostFiles files) {
    files.delete(resumeNote());
    files.delete(download());
  }

  /** Whether there was one. */
  public boolean putDownloadAside(HostFiles files) {
    files.delete(resumeNote());
    boolean there = files.stat(download()).isPresent();
    if (there) {
      files.seal(download(), PRIVATE); // an earlier version's are open to others
      files.move(download(), bad());
    }
    return there;
  }
}
