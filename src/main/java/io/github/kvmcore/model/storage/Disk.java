package io.github.kvmcore.model.storage;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where a machine's disk is: in a file, or on a logical volume. */
public sealed interface Disk {
  /** What QEMU opens. */
  Path path();

  /**
   * The disk that a path names: {@code /dev/GROUP/NAME} is a logical volume.
   *
   * @param storage the folder of the cluster's files, which may be below /dev as well (/dev/shm)
   */
  static Disk at(Path path, Path storage) {
    return Volume.isVolume(path) && !storage.equals(path.getParent())
        ? new Volume(path)
        : new ImageFile(path);
  }

  /**
   * The further disk of a machine with this disk that has this number.
   *
   * @param number from 1
   */
  Disk data(int number);

  /**
   * What the name of a further disk has behind that of the first.
   *
   * @param number from 1
   */
  static String dataSuffix(int number) {
    return "-data" + number;
  }

  /** A file in qcow2 format. */
  record ImageFile(Path path) implements Disk {
    private static final String ENDING = ".img";

    @Override
    public ImageFile data(int number) {
      String name = String.valueOf(path.getFileName());
      String stem =
          name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
      return new ImageFile(path.resolveSibling(stem + dataSuffix(number) + ENDING));
    }
  }

  /**
   * A logical volume that holds the disk's bytes as they are.
   *
   * @param path {@code /dev/GROUP/NAME}: unlike that below /dev/mapper, it says which is which
   */
  record Volume(Path path) implements Disk {
    /** LVM's own limit for group and name together, as device-mapper writes them. */
    private static final int LONGEST = 126;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+.][A-Za-z0-9_+.-]*");

    /** What LVM keeps for the volumes that it makes itself. */
    private static final Pattern RESERVED =
        Pattern.compile(
            "\\.{1,2}|(snapshot|pvmove).*|.*_([cv]data|[crt]meta|tdata|[rm]image|mlog|w?corig|cpool"
                + "|cvol|v?pmspare|vorigin|imeta|iorig).*");

    public Volume {
      if (!isVolume(path)) {
        throw new IllegalArgumentException(path + " is not /dev/GROUP/NAME");
      }
    }

    /** The volume of that name; {@code any} is a path of the file system that it is in. */
    public static Volume of(Path any, String group, String name) {
      return new Volume(any.getFileSystem().getPath("/dev", group, name));
    }

    /** Whether LVM takes the name for a group or a volume. */
    public static boolean isName(String name) {
      return NAME.matcher(name).matches() && !RESERVED.matcher(name).matches();
    }

    /** Whether LVM takes the two names together. */
    public static boolean fits(String group, String name) {
      return doubled(group).length() + 1 + doubled(name).length() <= LONGEST;
    }

    private static boolean isVolume(Path path) {
      return path.isAbsolute()
          && path.getNameCount() == 3
          && path.startsWith("/dev")
          && isName(path.getName(1).toString())
          && isName(path.getName(2).toString());
    }

    @Override
    public Volume data(int number) {
      return new Volume(path.resolveSibling(name() + dataSuffix(number)));
    }

    public String group() {
      return path.getName(1).toString();
    }

    public String name() {
      return path.getName(2).toString();
    }

    /** The path that device-mapper gives the same volume. */
    public Path mapped() {
      return path.getFileSystem().getPath("/dev/mapper", doubled(group()) + "-" + doubled(name()));
    }

    private static String doubled(String name) {
      return name.replace("-", "--");
    }
  }
}
