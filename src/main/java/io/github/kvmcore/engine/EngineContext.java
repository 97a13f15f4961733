package io.github.kvmcore.engine;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.Programs;
import io.github.kvmcore.image.ImageStore;
import io.github.kvmcore.lock.RunIdentity;
import io.github.kvmcore.render.Renderer;
import io.github.kvmcore.spec.Settings;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What an engine works with.
 *
 * @param programs the programs on this host
 * @param architecture of this host's processor, in Java's words: {@code amd64}
 * @param run who the run is, for locks
 * @param say prints a line for the user
 * @param images the cache of base images; made when it is first asked for
 * @param renderer fills in templates; made when it is first asked for
 */
public record EngineContext(
    HostAccess access,
    Settings settings,
    Programs programs,
    String architecture,
    RunIdentity run,
    Consumer<String> say,
    Supplier<ImageStore> images,
    Supplier<Renderer> renderer) {
  /** Opens the engine that a run uses. */
  @FunctionalInterface
  public interface Opener {
    Engine open(EngineContext context);
  }
}
