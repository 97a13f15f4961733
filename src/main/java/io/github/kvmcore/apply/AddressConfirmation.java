package io.github.kvmcore.apply;

import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.model.machine.Machine;
import io.github.kvmcore.model.network.Ipv4Address;
import io.github.kvmcore.model.network.Neighbour;
import io.github.kvmcore.tool.network.ArpTable;
import java.util.List;
import java.util.Optional;

/** Judges whether who answers at a machine's address is the machine. */
public final class AddressConfirmation {
  /** Whose answer it was. */
  public enum Verdict {
    MACHINE,
    OTHER,
    /** Neither a neighbour's MAC address nor a host key can tell. */
    UNKNOWN
  }

  /** Compares the host key that an address shows with the one that kvmcore gave a machine. */
  @FunctionalInterface
  public interface HostKeys {
    /** Empty if kvmcore gave it none, or can't read it. */
    Optional<Boolean> match(Machine machine, Ipv4Address address);
  }

  private final HostFiles files;
  private final HostKeys hostKeys;

  public AddressConfirmation(HostFiles files, HostKeys hostKeys) {
    this.files = files;
    this.hostKeys = hostKeys;
  }

  /**
   * Of an address that has just answered on ssh: if it is on a link of the host, the kernel now
   * knows its MAC address. Behind a router the host key decides.
   */
  public Verdict of(Machine machine, Ipv4Address address) {
    List<String> macs = macs(machine, address);
    return (macs.isEmpty()
            ? hostKeys.match(machine, address)
            : Optional.of(macs.contains(machine.mac())))
        .map(same -> same ? Verdict.MACHINE : Verdict.OTHER)
        .orElse(Verdict.UNKNOWN);
  }

  /** What to say of a machine of which that is not known. */
  public static String unknown(String machine, Ipv4Address address) {
    return machine
        + ": address "
        + address
        + " not confirmed: it is on no link of this host, and kvmcore gave the machine no ssh host"
        + " key that could tell it from another";
  }

  /** The MAC addresses that the kernel knows for a machine's address. */
  List<String> macs(Machine machine, Ipv4Address address) {
    return files
        .read(ArpTable.file(machine.console().getFileSystem()))
        .map(ArpTable::read)
        .orElse(List.of())
        .stream()
        .filter(neighbour -> neighbour.address().equals(address))
        .map(Neighbour::mac)
        .toList();
  }
}
