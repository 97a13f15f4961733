package io.github.kvmcore.exec.recording;

import io.github.kvmcore.exec.file.HostFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A call of {@link HostFiles}: the same when it is recorded and when it is replayed.
 *
 * @param operation the method's name
 * @param path as kvmcore names it
 * @param arguments all others but the text of a write, sorted
 */
record FileQuestion(String operation, String path, Map<String, String> arguments) {
  static FileQuestion of(String operation, Path path) {
    return new FileQuestion(operation, path.toString(), Map.of());
  }

  static FileQuestion of(Entry.FileAccess entry) {
    return new FileQuestion(entry.operation(), entry.path(), entry.arguments());
  }

  static FileQuestion write(Path path, int mode, @Nullable String owner) {
    FileQuestion question = of("write", path).with("mode", octal(mode));
    return owner == null ? question : question.with("owner", owner);
  }

  static FileQuestion untrusted(Path path, Set<Integer> alsoOwners) {
    FileQuestion question = of("untrusted", path);
    return alsoOwners.isEmpty()
        ? question
        : question.with("owners", new TreeSet<>(alsoOwners).toString());
  }

  static FileQuestion isRoot() {
    return new FileQuestion("isRoot", "/", Map.of());
  }

  static FileQuestion makeDirectory(Path path, int mode) {
    return of("makeDirectory", path).with("mode", octal(mode));
  }

  FileQuestion with(String name, String value) {
    Map<String, String> more = new TreeMap<>(arguments);
    more.put(name, value);
    return new FileQuestion(operation, path, more);
  }

  /** As people write permission bits: 0644. */
  static String octal(int mode) {
    return String.format("%04o", mode);
  }

  /** One line for a message. */
  String display() {
    return operation + " " + path + (arguments.isEmpty() ? "" : " " + arguments);
  }
}
