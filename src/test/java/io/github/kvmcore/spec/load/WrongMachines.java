package io.github.kvmcore.spec.load;

/** Wrong numbers, sizes and networks. */
final class WrongMachines {
  private static final String WORD =
      ": letters, digits, '.', '_' and '-', beginning with a letter or digit, at most ";

  /** Setting, value, what is said of it. */
  static final String[][] ROWS = {
    {"vm_count", "many", "'many' is not a whole number from 1 to 1000"},
    {"vm_count", "0", "'0' is not a whole number from 1 to 1000"},
    {"vm_count", "1001", "'1001' is not a whole number from 1 to 1000"},
    {"vm_count", "-1", "'-1' is not a whole number from 1 to 1000"},
    {"vm_count", "3.5", "'3.5' is not a whole number from 1 to 1000"},
    {"vm_count", "٣", "'٣' is not a whole number from 1 to 1000"},
    {"vm_count", "9".repeat(30), "'" + "9".repeat(30) + "' is not a whole number from 1 to 1000"},
    {"vm_count", "", "has no value"},
    {"vm_cpu_count", "513", "'513' is not a whole number from 1 to 512"},
    {"vg_pe_size", "big", "'big' is not a whole number from 1 to 65536"},
    {
      "vm_memory",
      "12",
      "12 KiB is too small for a machine (at least 64MiB); a bare number is KiB, write 12GiB or"
          + " 12MiB"
    },
    {"vm_memory", "12MiB", "12MiB is too small for a machine (at least 64MiB)"},
    {"vm_memory", "17TiB", "17TiB is too large for a machine (at most 16TiB)"},
    {
      "vm_memory", "99999999999999", "99999999999999 KiB is too large for a machine (at most 16TiB)"
    },
    {"vm_memory", "lots", "'lots' is not a size; write for example 2GiB or 512MiB"},
    {"vm_memory", "1.GiB", "'1.GiB' is not a size; write for example 2GiB or 512MiB"},
    {"vm_memory", "1e9", "'1e9' is not a size; write for example 2GiB or 512MiB"},
    {"vm_memory", "2GiBs", "'2GiBs' is not a size; write for example 2GiB or 512MiB"},
    {"vm_memory", "٣GiB", "'٣GiB' is not a size; write for example 2GiB or 512MiB"},
    {"vm_disk_size", "10", "'10' has no unit; write 10GiB or 10MiB"},
    {"vm_disk_size", "1MiB", "1MiB is too small for a disk (at least 64MiB)"},
    {"vm_disk_size", "65TiB", "65TiB is too large for a disk (at most 64TiB)"},
    {"vm_network_name", "a/b", "'a/b' is not a libvirt network's name"},
    {"vm_network_name", "--all", "'--all' is not a libvirt network's name"},
    {"vm_bridge", "a bridge", "'a bridge' is not a bridge's name" + WORD + "15 characters"},
    {
      "vm_bridge",
      "br01234567890123",
      "'br01234567890123' is not a bridge's name" + WORD + "15 characters"
    },
    {"vm_network_subnet", "lan", "'lan' is not a subnet such as 192.168.150.0/24"},
    {
      "vm_network_subnet",
      "10.0.0.0/8",
      "'10.0.0.0/8' must have a prefix from /16 to /29, such as 192.168.150.0/24"
    },
    {
      "vm_network_subnet",
      "10.0.0.0/30",
      "'10.0.0.0/30' must have a prefix from /16 to /29, such as 192.168.150.0/24"
    },
    {
      "vm_network_subnet",
      "192.168.150.7/24",
      "'192.168.150.7/24' is not a subnet's first address; write 192.168.150.0/24"
    },
    {"vm_network_subnet", "127.0.0.0/24", "'127.0.0.0/24' holds no addresses for machines"},
  };

  private WrongMachines() {}
}
