package io.github.kvmcore.exec.file;

/**
 * What the file system says of a path, without following a symbolic link.
 *
 * @param bytes its size
 * @param mode the permission bits, such as 0644
 * @param owner the owner's name or number
 * @param modifiedMillis when it was last written, in milliseconds since 1970
 */
public record FileFacts(Kind kind, long bytes, int mode, String owner, long modifiedMillis) {
  public enum Kind {
    FILE("a regular file"),
    DIRECTORY("a folder"),
    LINK("a symbolic link"),
    DEVICE("a device, pipe or socket");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** As in "it is a folder". */
    public String words() {
      return words;
    }
  }

  public boolean isFile() {
    return kind == Kind.FILE;
  }

  public boolean isDirectory() {
    return kind == Kind.DIRECTORY;
  }
}
