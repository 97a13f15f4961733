package io.github.kvmcore.exec.recording;

import io.github.kvmcore.exec.Ports;
import java.time.Duration;
import java.util.List;

/** Answers for ports from a recording; a port stays as it was last. */
final class ReplayingPorts implements Ports {
  private final Answers<String, Answer> answers = new Answers<>(question -> question, true);

  ReplayingPorts(List<Entry> entries) {
    for (Entry entry : entries) {
      if (entry instanceof Entry.PortAnswer answer) {
        answers.add(question(answer.address(), answer.port()), answer.answer());
      }
    }
  }

  @Override
  public Answer ask(String address, int port, Duration limit) {
    return answers.next(question(address, port));
  }

  private static String question(String address, int port) {
    return "port " + port + " of " + address;
  }
}
