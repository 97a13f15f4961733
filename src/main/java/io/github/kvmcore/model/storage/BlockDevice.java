package io.github.kvmcore.model.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A block device that is to become part of a volume group.
 *
 * @param name as the user gave it
 * @param path the kernel's own path of it; as the user gave it where there is no such device
 * @param bytes its size
 * @param contents what it holds and what uses it, for people to read; empty: nothing
 */
public record BlockDevice(Path name, Path path, long bytes, List<String> contents) {
  public BlockDevice {
    contents = List.copyOf(contents);
  }

  /** The same device, with something more that speaks against it. */
  public BlockDevice with(String content) {
    return new BlockDevice(
        name, path, bytes, Stream.concat(contents.stream(), Stream.of(content)).toList());
  }
}
