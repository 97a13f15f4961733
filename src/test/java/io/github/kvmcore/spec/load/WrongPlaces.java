package io.github.kvmcore.spec.load;

/** Wrong images, folders, names and words. */
final class WrongPlaces {
  private static final String TOKEN =
      "is no discovery token (letters, digits, _ and -) and no discovery URL that ends with one";

  private static final String WORD =
      ": letters, digits, '.', '_' and '-', beginning with a letter or digit, at most ";
  private static final String CLUSTER =
      " is not a cluster's name: lower-case letters, digits and hyphens, beginning with a letter,"
          + " not ending with a hyphen, at most 40 characters";
  private static final String REMOTE =
      " is a remote connection; kvmcore makes files on the host itself: run it there (ssh HOST"
          + " kvmcore …)";
  private static final String QEMU =
      " is not a libvirt URI of the qemu driver, such as qemu:///system";
  private static final String LVM_NAME =
      ": letters, digits, '.', '_', '+' and '-', not beginning with '-', and no word that LVM keeps"
          + " for itself";
  private static final String DIGEST =
      " is not a digest: sha256: and 64, or sha512: and 128 hexadecimal digits";

  /** Setting, value, what is said of it. */
  static final String[][] ROWS = {
    {
      "vm_image_url",
      "example.org/x",
      "'example.org/x' is not a URL: it begins with http://, https:// or file:///"
    },
    {
      "vm_image_url",
      "ftp://example.org/x",
      "'ftp://example.org/x': ftp is not supported; use http, https or file"
    },
    {"vm_image_url", "https:///x", "'https:///x' names no host"},
    {"vm_image_url", "https://a b/x", "'https://a b/x' is not a URL: it holds a blank"},
    {"vm_image_url", "file://host/x", "'file://host/x' names a host, which file: can't"},
    {
      "vm_image_url",
      "https://ada:hunter2@example.org/",
      "holds a user name or a password, which would be kept and shown with the machines"
    },
    {"vm_image_name", "a b", "'a b' is not a file's name below vm_image_url"},
    {"vm_image_name", "../x", "'../x' is not a file's name below vm_image_url"},
    {
      "vm_image",
      "gopher://example.org/x",
      "'gopher://example.org/x': gopher is not supported; use http, https or file"
    },
    {"vm_image", "~bob/x", "'~bob/x': another user's ~ is not understood; write the whole path"},
    {"vm_image_digest", "md5:00", "'md5:00'" + DIGEST},
    {"vm_image_digest", "sha256:00", "'sha256:00'" + DIGEST},
    {"vm_image_storage_fs_dir", "disks", "'disks' is not an absolute path"},
    {"vm_image_storage_fs_dir", "/a/..", "'/a/..' is the root directory; name a folder"},
    {"cloud_init_dir", "./x", "'./x' is not an absolute path"},
    {"vm_image_cache_dir", "x", "'x' is not an absolute path"},
    {"vm_console_log_dir", "/a\nb", "'/a\\u000ab' holds a control character"},
    {"templates_dir", "~bob", "'~bob': another user's ~ is not understood; write the whole path"},
    {
      "vm_image_name_prefix",
      "../x",
      "'../x' is not a beginning for file names" + WORD + "100 characters"
    },
    {
      "vm_image_name_prefix",
      "a/b",
      "'a/b' is not a beginning for file names" + WORD + "100 characters"
    },
    {"cluster", "Coreos", "'Coreos'" + CLUSTER},
    {"cluster", "1st", "'1st'" + CLUSTER},
    {"cluster", "core-", "'core-'" + CLUSTER},
    {"cluster", "core_os", "'core_os'" + CLUSTER},
    {"cluster", "a".repeat(41), "'" + "a".repeat(41) + "'" + CLUSTER},
    {"cloud_init_profile", ".hidden", "'.hidden' is not a profile's name" + WORD + "40 characters"},
    {"connect", "qemu+ssh://h/system", "'qemu+ssh://h/system'" + REMOTE},
    {"connect", "qemu://h/system", "'qemu://h/system'" + REMOTE},
    {"connect", "qemu+tls:///system", "'qemu+tls:///system'" + REMOTE},
    {"connect", "xen:///system", "'xen:///system'" + QEMU},
    {"connect", "qemu:///root", "'qemu:///root'" + QEMU},
    {"connect", "system", "'system'" + QEMU},
    {"disk_mode", "fast", "'fast' is not one of overlay, copy"},
    {"config_drive", "floppy", "'floppy' is not one of auto, 9p, iso"},
    {"virt_type", "KVM", "'KVM' is not one of auto, kvm, qemu"},
    {"vm_wait", "shh", "'shh' is not one of none, running, address, ssh"},
    {"force_download", "maybe", "'maybe' is not yes or no"},
    {"use_my_public_key", "2", "'2' is not yes or no"},
    {"use_discovery_token", "x", "'x' is not yes or no"},
    {"discovery_token", "a b", TOKEN},
    {"discovery_token", "a%20b", TOKEN},
    {"discovery_token", "a".repeat(600), TOKEN},
    {"discovery_token", "https://d.example/", TOKEN},
    {"discovery_token", "https://d.example/a?size=3", TOKEN},
    {"discovery_token", "https://user:word@d.example/a", TOKEN},
    {"discovery_token", "file:///a/b", TOKEN},
    {"request_discovery_url", "file:///new", "'file:///new' is a file; use http or https"},
    {
      "request_discovery_url",
      "http://h/new#a",
      "'http://h/new' names a place within a page, after #"
    },
    {
      "request_discovery_url",
      "discovery.etcd.io",
      "'discovery.etcd.io' is not a URL: it begins with http://, https:// or file:///"
    },
    {"default_discovery_url", "http://", "'http://' is not a URL: Expected authority"},
    {"vg_name", "a/b", "'a/b' is not a volume group's name" + LVM_NAME},
    {"vg_name", "g".repeat(61), "'" + "g".repeat(61) + "' is too long for a volume group (60)"},
    {"vg_device", "sdb", "'sdb' is not an absolute path"},
    {"vg_device", "/srv/disk.img", "'/srv/disk.img' is not below /dev"},
    {"vg_device", "/dev/sdb,/dev/sdb", "'/dev/sdb' is there twice"},
    {"lv_thin_pool", "a_tdata", "'a_tdata' is not a logical volume's name" + LVM_NAME},
    {"lv_thin_pool_size", "10", "'10' has no unit; write 10GiB or 10MiB"},
    {"lv_name_pattern", "HDD", "'HDD' gives all machines the same name: it lacks <n> or <name>"},
    {
      "lv_name_pattern",
      "HDD <n>",
      "'HDD 1' is not a pattern for logical volumes' names (<cluster>, <name>, <n>)" + LVM_NAME
    },
  };

  private WrongPlaces() {}
}
