package io.github.kvmcore.image;

import io.github.kvmcore.exec.Command;
import io.github.kvmcore.exec.CommandResult;
import io.github.kvmcore.exec.CommandRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs the host's real programs for tests; some of them can be hidden, as if not installed. */
final class RealPrograms implements CommandRunner {
  final List<Command> ran = new CopyOnWriteArrayList<>();
  private final Set<String> hidden = new HashSet<>();

  void hide(String... programs) {
    hidden.addAll(List.of(programs));
  }

  List<String> names() {
    return ran.stream().map(Command::program).toList();
  }

  @Override
  public CommandResult run(Command command) {
    if (hidden.contains(command.program())) {
      return result(command, CommandResult.NOT_FOUND, "", "not found");
    }
    ran.add(command);
    try {
      ProcessBuilder builder = new ProcessBuilder(command.argv());
      if (command.outputFile() != null) {
        if (Files.exists(command.outputFile())) {
          return result(command, CommandResult.NOT_FOUND, "", "the output exists");
        }
        builder.redirectOutput(command.outputFile().toFile());
      }
      java.nio.file.Path err = Files.createTempFile("err", null);
      Process process = builder.redirectError(err.toFile()).start();
      return finish(command, process, err);
    } catch (IOException e) {
      return result(command, CommandResult.NOT_FOUND, "", String.valueOf(e.getMessage()));
    }
  }

  private static CommandResult finish(Command command, Process process, java.nio.file.Path err)
      throws IOException {
    try (InputStream in = process.getInputStream()) {
      String out = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      return result(command, status, out, Files.readString(err));
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return result(command, CommandResult.INTERRUPTED, "", "");
    } finally {
      Files.deleteIfExists(err);
    }
  }

  private static CommandResult result(Command command, int status, String out, String err) {
    return new CommandResult(command, status, out, err, Duration.ZERO);
  }
}
