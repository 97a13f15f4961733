package io.github.kvmcore.spec.load;

import io.github.kvmcore.model.storage.Disk;
import io.github.kvmcore.spec.SettingDefinitions;
import io.github.kvmcore.spec.VolumeSettings;
import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import io.github.kvmcore.spec.text.Quantities;
import io.github.kvmcore.spec.text.Sizes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@link VolumeSettings}; what has no effect without vg_name is checked all the same. */
final class VolumeValues {
  private static final String DEVICES = "vg_device";
  private static final String POOL = "lv_thin_pool";
  private static final String PATTERN = "lv_name_pattern";
  private static final int MAX_EXTENT_MIB = 1 << 16;
  private static final int LONGEST_GROUP = 60;

  private VolumeValues() {}

  /** Null where disks are files. */
  static @Nullable VolumeSettings read(Values values, PathValues paths, String cluster) {
    String group = values.readOptional("vg_name", VolumeValues::group);
    List<Path> devices = devices(values, paths);
    int extentMib = values.read("vg_pe_size", Quantities.number(1, MAX_EXTENT_MIB));
    String standard =
        cluster.equals("coreos") ? "HDD-CoreOS-VM<n>" : SettingDefinitions.defaultText(PATTERN);
    String pattern = values.read(PATTERN, standard, VolumeValues::pattern);
    String pool = values.readOptional(POOL, text -> name(text, "a logical volume's name"));
    Long poolBytes = values.readOptional("lv_thin_pool_size", Sizes::diskBytes);
    return group == null
        ? null
        : new VolumeSettings(group, devices, (long) extentMib << 20, pattern, pool, poolBytes);
  }

  private static String group(String text) {
    if (text.length() > LONGEST_GROUP) {
      throw new BadValueException(
          MessageText.quote(text) + " is too long for a volume group (" + LONGEST_GROUP + ")");
    }
    return name(text, "a volume group's name");
  }

  private static String name(String text, String what) {
    if (!Disk.Volume.isName(text)) {
      throw new BadValueException(
          MessageText.quote(text)
              + " is not "
              + what
              + ": letters, digits, '.', '_', '+' and '-', not beginning with '-', and no word that"
              + " LVM keeps for itself");
    }
    return text;
  }

  private static String pattern(String text) {
    if (!text.contains("<n>") && !text.contains("<name>")) {
      throw new BadValueException(
          MessageText.quote(text) + " gives all machines the same name: it lacks <n> or <name>");
    }
    name(
        text.replace("<n>", "1").replace("<name>", "a-1").replace("<cluster>", "a"),
        "a pattern for logical volumes' names (<cluster>, <name>, <n>)");
    return text;
  }

  /** One, or several as a list or with blanks or commas between them. */
  private static List<Path> devices(Values values, PathValues paths) {
    List<Path> devices = new ArrayList<>();
    for (String word : values.raw(DEVICES).split("[\\s,]+", -1)) {
      if (!word.isEmpty()) {
        try {
          Path device = paths.storage(word);
          if (!device.startsWith("/dev") || devices.contains(device)) {
            String reason = devices.contains(device) ? " is there twice" : " is not below /dev";
            throw new BadValueException(MessageText.quote(word) + reason);
          }
          devices.add(device);
        } catch (BadValueException e) {
          values.mistake(DEVICES, e.reason());
        }
      }
    }
    return devices;
  }
}
