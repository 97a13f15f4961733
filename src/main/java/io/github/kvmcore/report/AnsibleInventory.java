package io.github.kvmcore.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.kvmcore.failure.ShellQuote;
import io.github.kvmcore.model.OutputFormat;
import io.github.kvmcore.model.machine.InventoryGroup;
import io.github.kvmcore.model.machine.MachineDetails;
import io.github.kvmcore.model.remote.Login;
import io.github.kvmcore.model.remote.SshTarget;
import io.github.kvmcore.model.storage.DiskUse;
import io.github.kvmcore.report.text.Tree;
import io.github.kvmcore.tool.ssh.Ssh;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The machines of a cluster as an inventory of Ansible's, in the group {@code coreos_servers}: as
 * INI, as YAML, or as the JSON that an inventory script prints. Memory and disk stand there under
 * the names and in the units in which {@code create --inventory} takes them.
 */
public final class AnsibleInventory {
  /** What Ansible's INI takes as it is; there, values are split as a shell would. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+-]+");

  private static final long MIB = 1 << 20;

  private final String cluster;
  private final Map<String, Map<String, Object>> hosts = new LinkedHashMap<>();

  /**
   * A machine.
   *
   * @param ssh null where it has no address that is known
   */
  public record Host(MachineDetails details, @Nullable SshTarget ssh) {}

  public AnsibleInventory(String cluster, List<Host> machines) {
    this.cluster = cluster;
    machines.forEach(host -> hosts.put(host.details().status().name(), variables(host)));
  }

  private Map<String, Object> variables(Host host) {
    Map<String, Object> variables = new LinkedHashMap<>();
    SshTarget ssh = host.ssh();
    if (ssh != null) {
      variables.put("ansible_host", ssh.address().toString());
      variables.put("ansible_user", Login.CORE);
      if (ssh.key() != null) {
        variables.put("ansible_ssh_private_key_file", ssh.key().toString());
      }
      variables.put("ansible_ssh_common_args", arguments(ssh));
    }
    MachineDetails machine = host.details();
    variables.put("vm_memory", machine.status().memoryKiB());
    variables.put("vm_cpu_count", machine.status().vcpus());
    DiskUse disk = machine.disk();
    if (disk != null && disk.virtualBytes() > 0) {
      variables.put("vm_disk_size", size(disk.virtualBytes()));
    }
    variables.put("kvmcore_cluster", cluster);
    variables.put("kvmcore_state", machine.status().state().toString());
    variables.put("kvmcore_mac", machine.status().mac());
    return variables;
  }

  /** One text that Ansible takes apart as a shell would. */
  private static String arguments(SshTarget ssh) {
    List<String> arguments = new ArrayList<>();
    Ssh.hostKeyOptions(ssh)
        .forEach((name, value) -> arguments.addAll(List.of("-o", name + "=" + value)));
    return ShellQuote.join(arguments);
  }

  /** A disk's size with its unit; disks are whole sectors, of half a KiB. */
  private static String size(long bytes) {
    if (bytes % MIB == 0) {
      return bytes / MIB + "MiB";
    }
    return bytes / 1024 + (bytes % 1024 == 0 ? "" : ".5") + "KiB";
  }

  /** As INI: a line for each machine. */
  public String ini() {
    StringBuilder text = new StringBuilder("[" + InventoryGroup.DEFAULT + "]\n");
    hosts.forEach(
        (name, variables) -> {
          text.append(name);
          variables.forEach((key, value) -> text.append(' ' + key + '=').append(quote(value)));
          text.append('\n');
        });
    return text.toString();
  }

  private static String quote(Object value) {
    String text = value.toString();
    return PLAIN.matcher(text).matches()
        ? text
        : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** As YAML, for Ansible's yaml plugin. */
  public String yaml() {
    return Tree.text(
        OutputFormat.YAML,
        yaml -> {
          yaml.writeObjectFieldStart(InventoryGroup.DEFAULT);
          yaml.writeObjectFieldStart("hosts");
          writeHosts(yaml);
          yaml.writeEndObject();
          yaml.writeEndObject();
        });
  }

  /** What an inventory script prints for {@code --list}: all at once, so it is asked no more. */
  public String list() {
    return Tree.text(
        OutputFormat.JSON,
        json -> {
          json.writeObjectFieldStart("_meta");
          json.writeObjectFieldStart("hostvars");
          writeHosts(json);
          json.writeEndObject();
          json.writeEndObject();
          json.writeObjectFieldStart(InventoryGroup.DEFAULT);
          json.writeArrayFieldStart("hosts");
          for (String name : hosts.keySet()) {
            json.writeString(name);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** What an inventory script prints for {@code --host NAME}: that machine's variables. */
  public String host(String name) {
    return Tree.text(OutputFormat.JSON, json -> write(json, hosts.getOrDefault(name, Map.of())));
  }

  private void writeHosts(JsonGenerator json) throws IOException {
    for (Map.Entry<String, Map<String, Object>> host : hosts.entrySet()) {
      json.writeObjectFieldStart(host.getKey());
      write(json, host.getValue());
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, Map<String, Object> variables) throws IOException {
    for (Map.Entry<String, Object> variable : variables.entrySet()) {
      json.writeFieldName(variable.getKey());
      if (variable.getValue() instanceof Number number) {
        json.writeNumber(number.longValue());
      } else {
        json.writeString(variable.getValue().toString());
      }
    }
  }
}
