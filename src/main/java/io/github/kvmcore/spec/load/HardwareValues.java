package io.github.kvmcore.spec.load;

import io.github.kvmcore.model.hardware.CpuTopology;
import io.github.kvmcore.model.hardware.Firmware;
import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.model.network.NetworkFilter;
import io.github.kvmcore.spec.HardwareSettings;
import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import io.github.kvmcore.spec.text.Names;
import io.github.kvmcore.spec.text.Quantities;
import io.github.kvmcore.spec.text.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@link HardwareSettings}. */
final class HardwareValues {
  private static final String DATA = "vm_data_disks";
  private static final String NETWORKS = "vm_extra_networks";
  private static final String TOPOLOGY = "vm_cpu_topology";
  private static final int MAX_LINKS = 8;
  private static final Pattern NUMBERS =
      Pattern.compile("([1-9][0-9]{0,2}),([1-9][0-9]{0,2}),([1-9][0-9]{0,2})");
  private static final Pattern MODEL = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

  private final Values values;

  private HardwareValues(Values values) {
    this.values = values;
  }

  /**
   * @param machines those that are wanted
   * @param network which of them are on
   */
  static HardwareSettings read(
      Values values, PathValues paths, List<MachineSpec> machines, NetworkValues network) {
    HardwareValues reader = new HardwareValues(values);
    CpuTopology topology = values.readOptional(TOPOLOGY, HardwareValues::topology);
    reader.agree(topology, machines);
    String model = values.readOptional("vm_cpu_model", HardwareValues::model);
    return new HardwareSettings(
        reader.dataDisks(),
        reader.links(network),
        values.read("vm_network_filter", Quantities.word(NetworkFilter.values())),
        values.read("vm_firmware", Quantities.word(Firmware.values())),
        model == null ? "" : model,
        topology,
        hugePages(values.read("vm_hugepages", HardwareValues::pages)),
        ShareValues.read(values, paths),
        values.read("memory_overcommit", Quantities::yesNo),
        AddressValues.read(values, machines, network));
  }

  private List<Long> dataDisks() {
    List<Long> sizes = list(DATA, "[\\s,]+", Sizes::diskBytes);
    if (sizes.size() > HardwareSettings.MAX_DATA) {
      values.mistake(
          DATA,
          "names " + sizes.size() + " disks; at most " + HardwareSettings.MAX_DATA + " can be");
    }
    return sizes.stream().limit(HardwareSettings.MAX_DATA).toList();
  }

  private List<String> links(NetworkValues first) {
    List<String> found = new ArrayList<>();
    String main = first.bridge() == null ? first.name() : "bridge:" + first.bridge();
    for (String link : list(NETWORKS, "[\\n,]+", HardwareValues::link)) {
      if (found.contains(link)) {
        values.mistake(NETWORKS, MessageText.quote(link) + " is there twice");
      } else if (link.equals(main)) {
        values.mistake(
            NETWORKS, MessageText.quote(link) + " is what the first interface is on already");
      } else {
        found.add(link);
      }
    }
    if (found.size() > MAX_LINKS) {
      values.mistake(NETWORKS, "names " + found.size() + "; at most " + MAX_LINKS + " can be");
    }
    return found.stream().limit(MAX_LINKS).toList();
  }

  private static String link(String text) {
    return text.startsWith("bridge:")
        ? "bridge:" + Names.bridge(text.substring("bridge:".length()))
        : Names.network(text);
  }

  /** The items of a list; a wrong one is noted and left out. */
  private <T> List<T> list(String setting, String separator, Function<String, T> parser) {
    List<T> found = new ArrayList<>();
    for (String word : words(values, setting, separator)) {
      try {
        found.add(parser.apply(word));
      } catch (BadValueException e) {
        values.mistake(setting, e.reason());
      }
    }
    return found;
  }

  /** The words of a setting that is a list; a control character is left to be refused there. */
  static List<String> words(Values values, String setting, String separator) {
    return Stream.of(values.raw(setting).split(separator, -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static CpuTopology topology(String text) {
    var numbers = NUMBERS.matcher(text.replace(" ", ""));
    if (!numbers.matches()) {
      throw new BadValueException(
          MessageText.quote(text) + " is not SOCKETS,CORES,THREADS, such as 1,4,2");
    }
    return new CpuTopology(
        Integer.parseInt(numbers.group(1)),
        Integer.parseInt(numbers.group(2)),
        Integer.parseInt(numbers.group(3)));
  }

  /** Each machine has as many processors as the topology arranges. */
  private void agree(@Nullable CpuTopology topology, List<MachineSpec> machines) {
    if (topology == null) {
      return;
    }
    machines.stream()
        .filter(machine -> machine.vcpus() != topology.product())
        .findFirst()
        .ifPresent(
            machine ->
                values.mistake(
                    TOPOLOGY,
                    MessageText.quote(topology.toString())
                        + " is "
                        + topology.product()
                        + " processors, and "
                        + machine.name()
                        + " has "
                        + machine.vcpus()
                        + " (vm_cpu_count)"));
  }

  private static String model(String text) {
    if (!MODEL.matcher(text).matches()) {
      throw new BadValueException(
          MessageText.quote(text)
              + " is not host-passthrough, host-model, maximum or a processor's model (virsh"
              + " domcapabilities lists them)");
    }
    return text;
  }

  /** In KiB; 0: the host's usual huge ones; -1: ordinary ones. */
  private static long pages(String text) {
    if (!text.isEmpty() && Character.isDigit(text.charAt(0)) && text.length() > 1) {
      long bytes = Sizes.pageBytes(text);
      if (Long.bitCount(bytes) != 1 || bytes < 64 << 10 || bytes > 16L << 30) {
        throw new BadValueException(
            MessageText.quote(text) + " is no size of huge pages, such as 2MiB or 1GiB");
      }
      return bytes >> 10;
    }
    return Quantities.yesNo(text) ? 0 : -1;
  }

  private static @Nullable Long hugePages(long kibibytes) {
    return kibibytes < 0 ? null : kibibytes;
  }
}
