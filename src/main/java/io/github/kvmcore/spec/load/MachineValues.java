package io.github.kvmcore.spec.load;

import io.github.kvmcore.model.machine.MachineSpec;
import io.github.kvmcore.spec.Settings;
import io.github.kvmcore.spec.inventory.HostPattern;
import io.github.kvmcore.spec.inventory.InventoryFiles;
import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import io.github.kvmcore.spec.text.Names;
import io.github.kvmcore.spec.text.Quantities;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which machines are wanted: those of vm_names, those of a group of an inventory, or as many as
 * vm_count says.
 */
final class MachineValues {
  private static final String COUNT = "vm_count";
  private static final String NAMES = "vm_names";
  static final String FILE = "inventory_file";

  private final Values values;
  private final SettingsContext context;
  private final PathValues paths;
  private final MachineSpec standard;

  private MachineValues(
      Values values, SettingsContext context, PathValues paths, MachineSpec standard) {
    this.values = values;
    this.context = context;
    this.paths = paths;
    this.standard = standard;
  }

  /**
   * The machines, in the order in which they were written.
   *
   * @param standard what is true of every machine of which nothing else is said; its name is the
   *     cluster's
   */
  static List<MachineSpec> read(
      Values values, SettingsContext context, PathValues paths, MachineSpec standard) {
    return new MachineValues(values, context, paths, standard).read();
  }

  private List<MachineSpec> read() {
    int count = values.read(COUNT, Quantities.number(1, Settings.MAX_VM_COUNT));
    boolean names = !values.raw(NAMES).isBlank();
    boolean file = !values.raw(FILE).isBlank();
    if (names && file) {
      String where = NAMES + " (" + values.origin(NAMES) + ")";
      values.mistake(FILE, "can't go together with " + where + "; leave one out, or set it empty");
    }
    int mistakes = values.mistakes().size();
    if (names) {
      return agreeing(NAMES, count, named(), mistakes);
    }
    // Only what makes machines needs to know which: the file may be gone when they are removed.
    InventoryFiles inventory = context.inventory();
    if (file && inventory != null) {
      List<MachineSpec> listed = new InventoryValues(values, inventory, paths, standard).read();
      return agreeing(FILE, count, listed, mistakes);
    }
    return IntStream.rangeClosed(1, count)
        .mapToObj(index -> spec(MachineSpec.name(standard.name(), index)))
        .toList();
  }

  /** A number that says something else than the names do is a mistake; which is meant? */
  private List<MachineSpec> agreeing(
      String setting, int count, List<MachineSpec> machines, int mistakesBefore) {
    boolean given = !values.origin(COUNT).equals("default");
    boolean right = values.mistakes().size() == mistakesBefore;
    if (given && right && machines.size() != count) {
      values.mistake(
          COUNT,
          "is "
              + count
              + ", but "
              + setting
              + " ("
              + values.origin(setting)
              + ") names "
              + machines.size()
              + "; leave one out");
    }
    if (machines.size() > Settings.MAX_VM_COUNT) {
      values.mistake(
          setting,
          "names " + machines.size() + " machines; at most " + Settings.MAX_VM_COUNT + " can be");
    }
    return machines;
  }

  private MachineSpec spec(String name) {
    return new MachineSpec(
        name,
        MachineSpec.index(standard.name(), name),
        standard.memoryKiB(),
        standard.vcpus(),
        standard.diskBytes(),
        null);
  }

  private List<MachineSpec> named() {
    Set<String> names = new LinkedHashSet<>();
    for (String word : values.raw(NAMES).strip().split("[\\s,]+", 0)) {
      try {
        for (String name : HostPattern.expand(word, Settings.MAX_VM_COUNT)) {
          if (!names.add(Names.machine(name))) {
            throw new BadValueException(MessageText.quote(name) + " is there twice");
          }
        }
      } catch (BadValueException e) {
        values.mistake(NAMES, e.reason());
      }
    }
    return names.stream().map(this::spec).toList();
  }
}
