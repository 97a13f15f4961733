package io.github.kvmcore.plan;

import io.github.kvmcore.host.HostFacts;
import io.github.kvmcore.host.HostState;
import io.github.kvmcore.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds folders of the settings, and claims in them, that others than root and this user rule. */
final class TrustConflicts {
  private TrustConflicts() {}

  /** A line for each; empty where all can be used. */
  static List<String> of(Settings settings, HostState hostState, HostFacts facts) {
    Map<String, Path> folders = new LinkedHashMap<>();
    folders.put("vm_image_storage_fs_dir", settings.storageDir());
    folders.put("cloud_init_dir", settings.configDriveDir());
    folders.put("vm_image_cache_dir", settings.imageCacheDir());
    List<String> found = new ArrayList<>();
    folders.forEach(
        (setting, folder) -> {
          String reason = facts.untrusted().get(folder);
          if (reason != null && found.stream().noneMatch(line -> line.contains(reason))) {
            found.add(
                setting
                    + ": others could forge what kvmcore keeps in "
                    + folder
                    + ": "
                    + reason
                    + ": give it to the user who runs kvmcore and take others' right to write (chown,"
                    + " chmod go-w), or choose another folder");
          }
        });
    hostState.storages().stream()
        .filter(storage -> storage.folder().equals(settings.storageDir()))
        .flatMap(storage -> storage.doubts().stream())
        .filter(doubt -> found.stream().noneMatch(line -> line.contains(doubt.reason())))
        .forEach(
            doubt ->
                found.add(
                    doubt.path()
                        + " is not trusted: "
                        + doubt.reason()
                        + ": look at it, and"
                        + " remove it or give it back to the user who runs kvmcore"));
    return found;
  }
}
