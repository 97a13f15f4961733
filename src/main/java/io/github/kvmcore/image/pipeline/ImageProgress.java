package io.github.kvmcore.image.pipeline;

/** Told what the fetching of an image does. */
public interface ImageProgress {
  /** A line that is good to know. */
  void note(String text);

  /** A line that the user must see: an image that nothing vouches for. */
  void warn(String text);

  /**
   * A transfer or an unpacking moves on.
   *
   * @param what a short name, such as the image's file name
   * @param bytes so far
   * @param total -1 where it is not known
   */
  void transferred(String what, long bytes, long total);

  /**
   * So much has been unpacked of a transfer, while it goes on; told before the bytes of that
   * moment.
   *
   * @param what the transfer's name
   */
  default void unpacked(String what, long bytes) {}
}
