package io.github.kvmcore.exec;

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
    FILE,
    DIRECTORY,
    LINK,
    DEVICE
  }

  public boolean isFile() {
    return kind == Kind.FILE;
  }

  public boolean isDirectory() {
    return kind == Kind.DIRECTORY;
  }
}
