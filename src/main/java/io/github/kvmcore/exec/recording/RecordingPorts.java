package io.github.kvmcore.exec.recording;

import io.github.kvmcore.exec.Ports;
import java.time.Duration;
import java.util.List;

/** Asks ports and keeps what they did. */
final class RecordingPorts implements Ports {
  private final Ports real;
  private final Recorder recorder;

  RecordingPorts(Ports real, Recorder recorder) {
    this.real = real;
    this.recorder = recorder;
  }

  @Override
  public Answer ask(String address, int port, Duration limit) {
    Answer answer = real.ask(address, port, limit);
    recorder.add(new Entry.PortAnswer(address, port, answer));
    return answer;
  }

  @Override
  public List<String> answering(List<String> addresses, int port, Duration limit) {
    List<String> found = real.answering(addresses, port, limit);
    for (String address : addresses) {
      Answer answer = found.contains(address) ? Answer.OPEN : Answer.CLOSED;
      recorder.add(new Entry.PortAnswer(address, port, answer));
    }
    return found;
  }
}
