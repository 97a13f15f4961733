package io.github.kvmcore.exec.process;

import java.util.concurrent.ThreadFactory;

/** Makes threads of one name that don't keep kvmcore from ending. */
public record DaemonThreads(String name) implements ThreadFactory {
  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
