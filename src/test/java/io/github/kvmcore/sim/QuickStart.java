package io.github.kvmcore.sim;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What makes each start of kvmcore cost half: its classes in a jar, and an archive of those that a
 * run loads. Java makes archives of jars alone.
 *
 * @param flags Java's
 */
record QuickStart(List<String> flags, String classPath) {
  /** Without any of it. */
  static QuickStart none() {
    return new QuickStart(List.of(), System.getProperty("java.class.path"));
  }

  /** Makes both in a folder, by an undisturbed run. */
  static QuickStart make(Path folder) throws IOException, InterruptedException {
    Path jar = folder.resolve("classes.jar");
    Path archive = folder.resolve("classes.jsa");
    List<String> jars = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(part);
      if (!Files.isDirectory(path)) {
        jars.add(part);
      } else if (Files.exists(path.resolve("io/github/kvmcore/Main.class"))) {
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(System.out, System.err, "--create", "--file", "" + jar, "-C", part, ".");
        jars.add(0, jar.toString());
      } else {
        rest.add(part);
      }
    }
    // The tests' own classes only count for the worker, which is behind on the same path.
    String classPath = String.join(File.pathSeparator, jars);
    Path place = Files.createDirectory(folder.resolve("archive"));
    Scenario scenario = new Scenario("karchive", List.of(), List.of("vm_count=1"));
    QuickStart making = new QuickStart(List.of("-XX:ArchiveClassesAtExit=" + archive), classPath);
    try (SimHost host = new SimHost(place, scenario.name(), making)) {
      String image = host.root().resolve("base.qcow2").toString();
      host.program("qemu-img", "create", "-q", "-f", "qcow2", image, "134217728");
      List<String> create = new ArrayList<>(List.of("create"));
      create.addAll(scenario.options(host.root()));
      SimHost.Ended ended = host.alone(create);
      if (ended.status() != 0 || !Files.exists(archive)) {
        throw new AssertionError("no archive of classes: " + ended);
      }
    }
    String all = Stream.concat(jars.stream(), rest.stream()).collect(Collectors.joining(":"));
    return new QuickStart(List.of("-XX:SharedArchiveFile=" + archive), all);
  }
}
