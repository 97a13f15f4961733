package io.github.kvmcore.engine.libvirt;

import io.github.kvmcore.exec.file.HostFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files of which one change is refused by the system: that one only, or all from then on, until the
 * host is mended.
 */
final class FileFault {
  private static final Set<String> GROWING =
      Set.of("write", "makeDirectory", "create", "copy", "tryLock");
  private static final Set<String> CHANGING =
      Set.of(
          "write",
          "makeDirectory",
          "create",
          "copy",
          "tryLock",
          "seal",
          "move",
          "delete",
          "deleteTree");

  /** How it is refused. */
  enum Kind {
    NO_SPACE_ONCE("No space left on device", GROWING),
    NO_SPACE("No space left on device", GROWING),
    READ_ONLY("Read-only file system", CHANGING),
    NOT_PERMITTED_ONCE("Operation not permitted", CHANGING);

    private final String reason;
    private final Set<String> refused;

    Kind(String reason, Set<String> refused) {
      this.reason = reason;
      this.refused = refused;
    }

    String reason() {
      return reason;
    }

    boolean refuses(String change) {
      return refused.contains(change.split(" ")[1]);
    }
  }

  private final HostFiles real;
  private final Map<String, Integer> seen = new HashMap<>();
  private final List<String> changes = new ArrayList<>();
  private Kind kind = Kind.NO_SPACE_ONCE;
  private String first = "";
  private boolean met;

  FileFault(HostFiles real) {
    this.real = real;
  }

  /** Refuses this change, by its name in {@link #changes}. */
  void arm(Kind newKind, String change) {
    seen.clear();
    changes.clear();
    kind = newKind;
    first = change;
    met = false;
  }

  /** From now on all works. */
  void mend() {
    arm(Kind.NO_SPACE_ONCE, "");
  }

  boolean met() {
    return met;
  }

  /** What was changed since, each with its number where it was changed before. */
  List<String> changes() {
    return List.copyOf(changes);
  }

  /** The files. */
  HostFiles files() {
    return (HostFiles)
        Proxy.newProxyInstance(
            HostFiles.class.getClassLoader(),
            new Class<?>[] {HostFiles.class},
            (proxy, method, arguments) -> {
              if (CHANGING.contains(method.getName())) {
                change(method.getName(), (Path) arguments[0]);
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private synchronized void change(String method, Path path) {
    String name = method + " " + path;
    String change = seen.merge(name, 1, Integer::sum) + " " + name;
    changes.add(change);
    boolean lasts = kind == Kind.NO_SPACE || kind == Kind.READ_ONLY;
    boolean refused = met ? lasts && kind.refuses(change) : change.equals(first);
    met |= change.equals(first);
    if (refused) {
      String text = "can't " + method + " " + path + ": " + kind.reason();
      throw new UncheckedIOException(text, new IOException(kind.reason()));
    }
  }
}
