package io.github.kvmcore.render;

/** A template takes more time, memory or depth than it may. */
public final class OverrunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason what it takes too much of
   * @param place where in the template that was; empty where it is not known
   */
  public OverrunException(String reason, String place) {
    super(place.isEmpty() ? reason : reason + " (" + place + ")");
  }
}
