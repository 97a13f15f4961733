package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.model.hardware.Firmware;
import io.github.kvmcore.model.network.NetworkFilter;
import io.github.kvmcore.spec.HardwareSettings;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.tool.libvirt.DomainCapabilities;
import io.github.kvmcore.tool.libvirt.Virsh;
import io.github.kvmcore.tool.libvirt.VirshTables;
import java.nio.file.FileSystem;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link HardwareFacts}: two processes at the most, and none where the settings want nothing.
 */
public final class HardwareReader {
  private static final String PAGES = "/sys/kernel/mm/hugepages";
  private static final Pattern PAGES_OF = Pattern.compile("hugepages-(\\d{1,12})kB");
  private static final Pattern USUAL = Pattern.compile("(?m)^Hugepagesize:\\s*(\\d{1,12}) kB");

  private final HostAccess access;
  private final HostFiles files;
  private final Settings settings;
  private final HardwareSettings wanted;
  private final FileSystem system;

  public HardwareReader(HostAccess access, Settings settings) {
    this.access = access;
    this.files = access.files();
    this.settings = settings;
    this.wanted = settings.hardware();
    this.system = settings.storageDir().getFileSystem();
  }

  /**
   * @param virtType libvirt's domain type: {@code kvm} or {@code qemu}
   * @param meminfo the kernel's account of its memory
   */
  public HardwareFacts read(String virtType, String architecture, String meminfo) {
    boolean pages = wanted.hugePageKiB() != null;
    Matcher usual = USUAL.matcher(meminfo);
    return new HardwareFacts(
        asksLibvirt(architecture) ? capabilities(virtType, architecture) : null,
        pages ? freePages() : Map.of(),
        pages && usual.find() ? Long.parseLong(usual.group(1)) : 0,
        pages && text("/proc/mounts").matches("(?s).* hugetlbfs .*"),
        bridges(),
        wanted.filter() == NetworkFilter.NONE ? null : filters());
  }

  private boolean asksLibvirt(String architecture) {
    boolean firmware =
        wanted.firmware() == Firmware.AUTO
            ? architecture.equals("x86_64") && Firmwares.needsUefi(settings.image())
            : wanted.firmware() != Firmware.BIOS;
    return firmware || !wanted.cpuModel().isEmpty() || !wanted.shares().isEmpty();
  }

  private @Nullable DomainCapabilities capabilities(String virtType, String architecture) {
    String machine = architecture.equals("x86_64") ? "q35" : "virt";
    List<String> question = DomainCapabilities.question(virtType, architecture, machine);
    CommandResult result =
        access
            .commands()
            .run(new Virsh(settings.connect()).command(question.toArray(String[]::new)));
    return result.ok() ? result.read(DomainCapabilities::parse) : null;
  }

  private Map<Long, Long> freePages() {
    Map<Long, Long> free = new LinkedHashMap<>();
    for (String name : files.list(system.getPath(PAGES))) {
      Matcher size = PAGES_OF.matcher(name);
      String count = text(PAGES + "/" + name + "/free_hugepages").strip();
      if (size.matches() && count.matches("\\d{1,15}")) {
        free.put(Long.valueOf(size.group(1)), Long.valueOf(count));
      }
    }
    return free;
  }

  private Set<String> bridges() {
    Set<String> there = new LinkedHashSet<>();
    for (String network : wanted.extraNetworks()) {
      if (network.startsWith("bridge:")) {
        String name = network.substring("bridge:".length());
        if (files.stat(system.getPath("/sys/class/net", name, "bridge")).isPresent()) {
          there.add(name);
        }
      }
    }
    return there;
  }

  /** A libvirt without filters, as a user's own, refuses to list them. */
  private HardwareFacts.@Nullable Filters filters() {
    CommandResult result =
        access.commands().run(new Virsh(settings.connect()).command("nwfilter-list"));
    if (result.ok()) {
      return new HardwareFacts.Filters(result.read(VirshTables::filters), "");
    }
    boolean silent = result.exitStatus() == CommandResult.NOT_FOUND || result.exitStatus() < 0;
    return silent || Virsh.lostConnection(result)
        ? null
        : new HardwareFacts.Filters(Set.of(), Virsh.cause(result.err().strip()));
  }

  private String text(String path) {
    return files.read(system.getPath(path)).orElse("");
  }
}
