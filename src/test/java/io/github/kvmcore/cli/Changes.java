package io.github.kvmcore.cli;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.exec.process.Command;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Watches the doors of a run, and writes down what would change the host. */
final class Changes {
  /** Not the lock, which goes with the run. */
  private static final Set<String> READING =
      Set.of(
          "stat",
          "read",
          "readWithin",
          "untrusted",
          "secret",
          "head",
          "real",
          "open",
          "tail",
          "list",
          "usableSpace",
          "isExecutable",
          "isRoot",
          "flaw",
          "isWritable",
          "digest",
          "tryLock",
          "lock");

  private static final Set<String> READERS =
      Set.of(
          "ip",
          "stty",
          "qemu-system-x86_64",
          "lsmod",
          "dpkg-query",
          "id",
          "uname",
          "butane",
          "vgs",
          "lvs");

  private static final String VIRSH_READS =
      "virsh -q -c \\S+ (echo|version|uri|list|net-list|dumpxml|nodeinfo|domcapabilities).*";

  private final List<String> seen = new CopyOnWriteArrayList<>();

  List<String> seen() {
    return List.copyOf(seen);
  }

  HostAccess watch(HostAccess access) {
    HostFiles files =
        (HostFiles)
            Proxy.newProxyInstance(
                HostFiles.class.getClassLoader(),
                new Class<?>[] {HostFiles.class},
                (proxy, method, arguments) -> {
                  try {
                    Object answer = method.invoke(access.files(), arguments);
                    if (!READING.contains(method.getName())) {
                      seen.add(method.getName() + " " + arguments[0]);
                    }
                    return answer;
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return new HostAccess(
        command -> {
          if (!reads(command)) {
            seen.add(command.display());
          }
          return access.commands().run(command);
        },
        files,
        access.ports(),
        access.downloads());
  }

  private static boolean reads(Command command) {
    String line = String.join(" ", command.argv()).replace("\n", " ");
    return READERS.contains(command.program())
        || line.matches(VIRSH_READS)
        || line.contains("--version")
        || line.matches("qemu-img (info|check) .*|sh -c .*");
  }
}
