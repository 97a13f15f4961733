package io.github.kvmcore.spec.inventory;

import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables in {@code group_vars} and {@code host_vars} beside an inventory, found as Ansible
 * finds them: of a group's file, folder, {@code .yml}, {@code .yaml} and {@code .json} the first
 * that is there; in a folder all of these, in the alphabet's order.
 */
public final class AnsibleVarsFiles {
  private static final List<String> SUFFIXES = List.of("", ".yml", ".yaml", ".json");
  private static final int MOST_FILES = 2_000;
  private static final int DEEPEST = 20;

  private final InventoryFiles files;
  private final Path folder;
  private final AnsibleHosts hosts;
  private final Map<Path, List<String>> names = new HashMap<>();
  private final Map<Path, Map<String, AnsibleHosts.Value>> found = new HashMap<>();
  private int count;

  /**
   * @param folder the inventory's
   * @param hosts takes what is to be said of the files
   */
  public AnsibleVarsFiles(InventoryFiles files, Path folder, AnsibleHosts hosts) {
    this.files = files;
    this.folder = folder;
    this.hosts = hosts;
  }

  Map<String, AnsibleHosts.Value> ofGroup(String name) {
    return of(folder.resolve("group_vars"), name);
  }

  Map<String, AnsibleHosts.Value> ofHost(String name) {
    return of(folder.resolve("host_vars"), name);
  }

  private Map<String, AnsibleHosts.Value> of(Path vars, String name) {
    List<String> there = names.computeIfAbsent(vars, files::list);
    for (String suffix : SUFFIXES) {
      if (there.contains(name + suffix)) {
        return found.computeIfAbsent(vars.resolve(name + suffix), this::read);
      }
    }
    return Map.of();
  }

  private Map<String, AnsibleHosts.Value> read(Path path) {
    Map<String, AnsibleHosts.Value> values = new LinkedHashMap<>();
    read(path, 0, values);
    return values;
  }

  /** Reads a file, or all files in a folder. */
  private void read(Path path, int depth, Map<String, AnsibleHosts.Value> values) {
    String shown = MessageText.plain(path.toString());
    if (++count > MOST_FILES || depth > DEEPEST) {
      throw new BadValueException(shown + ": too many files and folders");
    }
    Optional<String> text = files.read(path);
    if (text.isPresent()) {
      values.putAll(variables(shown, text.get()));
      return;
    }
    List<String> below = files.list(path);
    if (below.isEmpty()) {
      hosts.notes.add(shown + " is empty, or may not be read");
    }
    for (String name : below) {
      String suffix = name.substring(Math.max(name.lastIndexOf('.'), 0));
      boolean plain = !name.contains(".");
      if (!name.startsWith(".") && !name.endsWith("~") && (plain || SUFFIXES.contains(suffix))) {
        read(path.resolve(name), depth + 1, values);
      }
    }
  }

  private Map<String, AnsibleHosts.Value> variables(String shown, String text) {
    if (text.startsWith("$ANSIBLE_VAULT")) {
      hosts.notes.add(
          shown + " is encrypted by ansible-vault: kvmcore does not read the variables in it");
      return Map.of();
    }
    Map<String, AnsibleHosts.Value> values = AnsibleYaml.variables(shown, text, hosts);
    Optional.ofNullable(values.remove(AnsibleHosts.PRIORITY))
        .ifPresent(
            it ->
                hosts.notes.add(
                    it.place() + ": Ansible takes ansible_group_priority from inventories only"));
    return values;
  }
}
