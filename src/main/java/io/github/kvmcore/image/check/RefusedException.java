package io.github.kvmcore.image.check;

/** The content of an image is not what it should be; fetching it again gives the same. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The reason as the end of a sentence: "is a web page, not an image". */
  public RefusedException(String reason) {
    super(reason);
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
