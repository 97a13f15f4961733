package io.github.kvmcore.model;

import java.util.List;

/**
 * A block device that is to become part of a volume group.
 *
 * @param name as the user gave it
 * @param bytes its size
 * @param contents what it holds and what uses it, for people to read; empty: nothing
 */
public record BlockDevice(String name, long bytes, List<String> contents) {
  public BlockDevice {
    contents = List.copyOf(contents);
  }
}
