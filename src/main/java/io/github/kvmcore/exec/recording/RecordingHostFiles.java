package io.github.kvmcore.exec.recording;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kvmcore.exec.file.FileFacts;
import io.github.kvmcore.exec.file.HostFiles;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Works with files and keeps what they hold, but not what is written into them. */
final class RecordingHostFiles implements HostFiles {
  private static final int KEPT_CHARACTERS = 256 << 10;
  private static final Pattern SECRET =
      Pattern.compile(
          "(?im)^(\\h*(?!use_discovery)[a-z_]*(?:password|secret|token)[a-z_]*\\h*[=:]).*$");

  /** As Ansible's ansible_password and ansible_ssh_pass, wherever they stand in a line. */
  private static final Pattern VARIABLE =
      Pattern.compile(
          "(?i)([a-z_]*(?:pass|password|secret|token)\"?\\h*[=:]\\h*)"
              + "(?:\"[^\"\\n]*\"|'[^'\\n]*'|[^\\s,}]+)");

  private final HostFiles real;
  private final Recorder recorder;

  RecordingHostFiles(HostFiles real, Recorder recorder) {
    this.real = real;
    this.recorder = recorder;
  }

  @Override
  public Optional<FileFacts> stat(Path path) {
    return ask(FileQuestion.of("stat", path), () -> real.stat(path), FileAnswers::of);
  }

  @Override
  public Optional<String> read(Path path) {
    FileQuestion question = FileQuestion.of("read", path);
    Optional<String> text = orRecordFailure(question, () -> real.read(path));
    add(question, text.map(RecordingHostFiles::kept).orElse(null), null, null);
    return text;
  }

  @Override
  public Optional<String> secret(Path path, String instead) {
    FileQuestion question = FileQuestion.of("read", path);
    Optional<String> text = orRecordFailure(question, () -> real.read(path));
    add(question, text.map(found -> instead).orElse(null), null, null);
    return text;
  }

  /** The beginning, without what settings of libvirt and kvmcore call a secret. */
  private static String kept(String text) {
    String beginning = text.substring(0, Math.min(text.length(), KEPT_CHARACTERS));
    return Secrets.redacted(SECRET.matcher(beginning).replaceAll("$1 redacted"));
  }

  @Override
  public byte[] head(Path path, int count) {
    FileQuestion question = FileQuestion.of("head", path).with("count", Integer.toString(count));
    return ask(question, () -> real.head(path, count), RecordingHostFiles::kept);
  }

  /** An inventory is read so, too, and may hold passwords; an image is no text. */
  private static JsonNode kept(byte[] head) {
    String text = new String(head, StandardCharsets.UTF_8);
    boolean isText = text.indexOf('\0') < 0 && text.indexOf('\ufffd') < 0;
    return isText
        ? FileAnswers.of(
            VARIABLE.matcher(text).replaceAll("$1redacted").getBytes(StandardCharsets.UTF_8))
        : FileAnswers.of(head);
  }

  /** Only what is wrong is kept: in a replay nothing else is. */
  @Override
  public Optional<String> flaw(Path path, int count, Check check) {
    FileQuestion question = FileQuestion.of("flaw", path);
    Optional<String> flaw = orRecordFailure(question, () -> real.flaw(path, count, check));
    flaw.ifPresent(text -> add(question, text, null, null));
    return flaw;
  }

  /** Only what must not be trusted is kept: a replay trusts everything else. */
  @Override
  public Optional<String> untrusted(Path path, Set<Integer> alsoOwners) {
    FileQuestion question = FileQuestion.untrusted(path, alsoOwners);
    Optional<String> why = orRecordFailure(question, () -> real.untrusted(path, alsoOwners));
    why.ifPresent(text -> add(question, text, null, null));
    return why;
  }

  @Override
  public Optional<String> readWithin(Path path, List<Path> folders, int mostBytes) {
    FileQuestion question = FileQuestion.of("read", path);
    Optional<String> text =
        orRecordFailure(question, () -> real.readWithin(path, folders, mostBytes));
    add(question, text.map(RecordingHostFiles::kept).orElse(null), null, null);
    return text;
  }

  @Override
  public Path real(Path path) {
    return ask(
        FileQuestion.of("real", path),
        () -> real.real(path),
        found -> FileAnswers.of(found.toString()));
  }

  /** The bytes of an image are not kept: a replay has none to unpack. */
  @Override
  public InputStream open(Path path) {
    return real.open(path);
  }

  @Override
  public OutputStream create(Path path) {
    return real.create(path);
  }

  @Override
  public void seal(Path path, int mode) {
    change(FileQuestion.of("seal", path), () -> real.seal(path, mode), null);
  }

  @Override
  public String tail(Path path, int count) {
    FileQuestion question = FileQuestion.of("tail", path).with("count", Integer.toString(count));
    String text = orRecordFailure(question, () -> real.tail(path, count));
    add(question, Secrets.redacted(text), null, null);
    return text;
  }

  @Override
  public List<String> list(Path directory) {
    return ask(FileQuestion.of("list", directory), () -> real.list(directory), FileAnswers::of);
  }

  @Override
  public long usableSpace(Path path) {
    FileQuestion question = FileQuestion.of("usableSpace", path);
    return ask(question, () -> real.usableSpace(path), bytes -> FileAnswers.of((long) bytes));
  }

  @Override
  public boolean isExecutable(Path path) {
    FileQuestion question = FileQuestion.of("isExecutable", path);
    return ask(question, () -> real.isExecutable(path), yes -> FileAnswers.of((boolean) yes));
  }

  @Override
  public boolean isWritable(Path path) {
    FileQuestion question = FileQuestion.of("isWritable", path);
    return ask(question, () -> real.isWritable(path), yes -> FileAnswers.of((boolean) yes));
  }

  /** Most recordings are root's; only another user's say so. */
  @Override
  public boolean isRoot() {
    boolean root = real.isRoot();
    if (!root) {
      add(FileQuestion.isRoot(), null, FileAnswers.of(false), null);
    }
    return root;
  }

  @Override
  public String digest(Path path, String algorithm) {
    FileQuestion question = FileQuestion.of("digest", path).with("algorithm", algorithm);
    return ask(question, () -> real.digest(path, algorithm), FileAnswers::of);
  }

  @Override
  public void write(Path path, String text, int mode, @Nullable String owner) {
    JsonNode bytes = FileAnswers.of((long) text.getBytes(StandardCharsets.UTF_8).length);
    FileQuestion question = FileQuestion.write(path, mode, owner);
    change(question, () -> real.write(path, text, mode, owner), bytes);
  }

  @Override
  public void makeDirectory(Path path, int mode) {
    change(FileQuestion.makeDirectory(path, mode), () -> real.makeDirectory(path, mode), null);
  }

  @Override
  public void restrict(Path directory, int mode) {
    FileQuestion question =
        FileQuestion.of("restrict", directory).with("mode", FileQuestion.octal(mode));
    change(question, () -> real.restrict(directory, mode), null);
  }

  @Override
  public void move(Path from, Path to) {
    FileQuestion question = FileQuestion.of("move", from).with("to", to.toString());
    change(question, () -> real.move(from, to), null);
  }

  @Override
  public void copy(Path from, Path to) {
    FileQuestion question = FileQuestion.of("copy", from).with("to", to.toString());
    change(question, () -> real.copy(from, to), null);
  }

  @Override
  public boolean delete(Path path) {
    return ask(FileQuestion.of("delete", path), () -> real.delete(path), FileAnswers::of);
  }

  @Override
  public List<Path> deleteTree(Path path) {
    return ask(
        FileQuestion.of("deleteTree", path),
        () -> real.deleteTree(path),
        deleted -> FileAnswers.of(deleted.stream().map(Path::toString).toList()));
  }

  @Override
  public Optional<FileLock> tryLock(Path path, String holder) {
    FileQuestion question = FileQuestion.of("tryLock", path);
    return ask(
        question, () -> real.tryLock(path, holder), lock -> FileAnswers.of(lock.isPresent()));
  }

  @Override
  public Optional<FileLock> lock(Path path, String holder, Duration limit) {
    FileQuestion question = FileQuestion.of("lock", path);
    return ask(
        question, () -> real.lock(path, holder, limit), lock -> FileAnswers.of(lock.isPresent()));
  }

  private <T> T ask(FileQuestion question, Supplier<T> call, Function<T, JsonNode> toJson) {
    T answer = orRecordFailure(question, call);
    add(question, null, toJson.apply(answer), null);
    return answer;
  }

  private void change(FileQuestion question, Runnable call, @Nullable JsonNode answer) {
    orRecordFailure(
        question,
        () -> {
          call.run();
          return true;
        });
    add(question, null, answer, null);
  }

  private <T> T orRecordFailure(FileQuestion question, Supplier<T> call) {
    try {
      return call.get();
    } catch (UncheckedIOException e) {
      add(question, null, null, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private void add(
      FileQuestion question,
      @Nullable String text,
      @Nullable JsonNode answer,
      @Nullable String error) {
    recorder.add(
        new Entry.FileAccess(
            question.operation(), question.path(), question.arguments(), text, answer, error));
  }
}
