package io.github.kvmcore.exec.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.failure.KvmcoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers for files from a recording; a file stays as it was last. Changes do nothing, and fail
 * where they failed.
 */
final class ReplayingHostFiles implements HostFiles {
  private final Answers<FileQuestion, Entry.FileAccess> answers =
      new Answers<>(FileQuestion::display, true);

  ReplayingHostFiles(List<Entry> entries) {
    for (Entry entry : entries) {
      if (entry instanceof Entry.FileAccess access) {
        answers.add(FileQuestion.of(access), access);
      }
    }
  }

  @Override
  public Optional<FileFacts> stat(Path path) {
    return read(FileQuestion.of("stat", path), FileAnswers::facts);
  }

  @Override
  public Optional<String> read(Path path) {
    return Optional.ofNullable(next(FileQuestion.of("read", path)).text());
  }

  @Override
  public byte[] head(Path path, int count) {
    FileQuestion question = FileQuestion.of("head", path).with("count", Integer.toString(count));
    return read(question, FileAnswers::bytes);
  }

  @Override
  public Optional<String> flaw(Path path, int count, Check check) {
    FileQuestion question = FileQuestion.of("flaw", path);
    return answers.has(question) ? Optional.ofNullable(next(question).text()) : Optional.empty();
  }

  @Override
  public Optional<String> untrusted(Path path, Set<Integer> alsoOwners) {
    FileQuestion question = FileQuestion.untrusted(path, alsoOwners);
    return answers.has(question) ? Optional.ofNullable(next(question).text()) : Optional.empty();
  }

  @Override
  public Optional<String> readWithin(Path path, List<Path> folders, int mostBytes) {
    return read(path);
  }

  @Override
  public Path real(Path path) {
    return read(FileQuestion.of("real", path), found -> path.resolve(found.asText()));
  }

  @Override
  public InputStream open(Path path) {
    return InputStream.nullInputStream();
  }

  @Override
  public OutputStream create(Path path) {
    return OutputStream.nullOutputStream();
  }

  @Override
  public void seal(Path path, int mode) {
    next(FileQuestion.of("seal", path));
  }

  @Override
  public String tail(Path path, int count) {
    FileQuestion question = FileQuestion.of("tail", path).with("count", Integer.toString(count));
    String text = next(question).text();
    return text == null ? "" : text;
  }

  @Override
  public List<String> list(Path directory) {
    return FileAnswers.names(answer(FileQuestion.of("list", directory)));
  }

  @Override
  public long usableSpace(Path path) {
    return answer(FileQuestion.of("usableSpace", path)).asLong();
  }

  @Override
  public boolean isExecutable(Path path) {
    return answer(FileQuestion.of("isExecutable", path)).asBoolean();
  }

  @Override
  public boolean isWritable(Path path) {
    return answer(FileQuestion.of("isWritable", path)).asBoolean();
  }

  @Override
  public boolean isRoot() {
    return !answers.has(FileQuestion.isRoot());
  }

  @Override
  public String digest(Path path, String algorithm) {
    return answer(FileQuestion.of("digest", path).with("algorithm", algorithm)).asText();
  }

  @Override
  public void write(Path path, String text, int mode, @Nullable String owner) {
    next(FileQuestion.write(path, mode, owner));
  }

  @Override
  public void makeDirectory(Path path, int mode) {
    next(FileQuestion.makeDirectory(path, mode));
  }

  @Override
  public void restrict(Path directory, int mode) {
    next(FileQuestion.of("restrict", directory).with("mode", FileQuestion.octal(mode)));
  }

  @Override
  public void move(Path from, Path to) {
    next(FileQuestion.of("move", from).with("to", to.toString()));
  }

  @Override
  public void copy(Path from, Path to) {
    next(FileQuestion.of("copy", from).with("to", to.toString()));
  }

  @Override
  public boolean delete(Path path) {
    return answer(FileQuestion.of("delete", path)).asBoolean();
  }

  @Override
  public List<Path> deleteTree(Path path) {
    return FileAnswers.names(answer(FileQuestion.of("deleteTree", path))).stream()
        .map(path::resolve)
        .toList();
  }

  @Override
  public Optional<FileLock> tryLock(Path path, String holder) {
    return lock(FileQuestion.of("tryLock", path));
  }

  @Override
  public Optional<FileLock> lock(Path path, String holder, Duration limit) {
    return lock(FileQuestion.of("lock", path));
  }

  /** Nobody else is in a recording: a lock of which it does not tell is free. */
  private Optional<FileLock> lock(FileQuestion question) {
    boolean taken = !answers.has(question) || answer(question).asBoolean();
    return taken ? Optional.of(() -> {}) : Optional.empty();
  }

  /** An answer that a method of this kind can't have given is told as one. */
  private <T> T read(FileQuestion question, Function<JsonNode, T> reader) {
    JsonNode answer = answer(question);
    try {
      return reader.apply(answer);
    } catch (IllegalArgumentException e) {
      throw KvmcoreException.failed(
          "the recording's answer to this is none: " + answer + "\n  " + question.display());
    }
  }

  private JsonNode answer(FileQuestion question) {
    JsonNode answer = next(question).answer();
    return answer == null ? MissingNode.getInstance() : answer;
  }

  private Entry.FileAccess next(FileQuestion question) {
    Entry.FileAccess access = answers.next(question);
    if (access.error() != null) {
      throw new UncheckedIOException(access.error(), new IOException(access.error()));
    }
    return access;
  }
}
