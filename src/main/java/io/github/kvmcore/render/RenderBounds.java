package io.github.kvmcore.render;

/**
 * Keeps the rendering of a template within bounds of time, memory and depth. The threads and clocks
 * that takes are not this package's.
 */
public interface RenderBounds {
  /** Trusts the template, as one that kvmcore ships. */
  RenderBounds NONE = Work::text;

  /**
   * Has the work done.
   *
   * @throws OverrunException where it leaves the bounds
   */
  String render(Work work);

  /** The rendering of a template with its values. */
  interface Work {
    /** Renders; may be called again, once it has ended. */
    String text();

    /**
     * Where in its templates a call of {@link #text} is, as {@code in template "a.ftl" at line 2,
     * column 7}; empty where that is not known. For any thread.
     */
    String place();

    /** Has it end when it next makes text, as nobody waits for it any more. For any thread. */
    void abandon();
  }
}
