package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.tool.libvirt.DomainCapabilities;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the host has for guests' further hardware; only what the settings want is looked at.
 *
 * @param capabilities what libvirt says; null where nobody asked, or it did not answer
 * @param freePages by their size in KiB: how many huge pages nobody uses
 * @param pageKiB the size of the host's usual huge pages, in KiB; 0 where it has none
 * @param pagesMounted whether the file system is there by which QEMU gets them
 * @param bridges those of the wanted bridges that there are
 * @param filters libvirt's network filters; null where nobody asked, or no libvirt answered
 */
public record HardwareFacts(
    @Nullable DomainCapabilities capabilities,
    Map<Long, Long> freePages,
    long pageKiB,
    boolean pagesMounted,
    Set<String> bridges,
    @Nullable Filters filters) {

  /** Nothing was looked at. */
  public static final HardwareFacts NONE =
      new HardwareFacts(null, Map.of(), 0, false, Set.of(), null);

  public HardwareFacts {
    freePages = Map.copyOf(freePages);
    bridges = Set.copyOf(bridges);
  }

  /**
   * libvirt's network filters.
   *
   * @param obstacle why it lists none; empty where it does
   */
  public record Filters(Set<String> names, String obstacle) {
    public Filters {
      names = Set.copyOf(names);
    }
  }
}
