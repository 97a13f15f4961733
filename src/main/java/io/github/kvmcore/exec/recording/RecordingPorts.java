package io.github.kvmcore.exec.recording;

import io.github.kvmcore.exec.Ports;
import java.time.Duration;

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
}
