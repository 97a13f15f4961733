package io.github.kvmcore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.kvmcore.cli.session.Environment;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the table of packages: which may use which, and which classes may reach the host. */
class ArchitectureTest {
  private static final String BASE = "io.github.kvmcore";

  /** From top to bottom: a package uses only those below it. */
  private static final List<String> PACKAGES =
      List.of(
          "cli",
          // commands, then what they are made of
          "cli.maintenance",
          "cli.create",
          "cli.remote",
          "cli.image",
          "cli.machines",
          "cli.help",
          "cli.command",
          "cli.run",
          "cli.session",
          "cli.options",
          "report.script",
          "report",
          "report.progress",
          "report.text",
          "apply",
          "engine.libvirt",
          "engine.libvirt.watch",
          "engine.libvirt.gc",
          "engine.libvirt.lifecycle",
          "engine.libvirt.create",
          "engine.libvirt.drift",
          "engine.libvirt.service",
          "engine.libvirt.remove",
          "engine.libvirt.storage",
          "engine.libvirt.machine",
          "engine.libvirt.network",
          "engine.libvirt.doctor",
          "engine.libvirt.read",
          "engine",
          "plan",
          "plan.ownership",
          "cluster",
          "lock",
          "image",
          "image.pipeline",
          "image.check",
          "image.trust",
          "image.catalogue",
          "service",
          "render",
          "tool.ignition",
          "tool",
          "tool.ssh",
          "tool.network",
          "tool.storage",
          "tool.libvirt",
          "spec.load",
          "spec.inventory",
          "spec",
          "spec.source",
          "spec.text",
          "exec.recording",
          "exec.http",
          "exec",
          "exec.process",
          "exec.file",
          "model.remote",
          "model.machine",
          "model.config",
          "model.storage",
          "model.hardware",
          "model.network",
          "model.image",
          "model",
          "failure");

  /** Values in, values out: the same answer whenever and wherever they are asked. */
  private static final List<String> PURE =
      List.of(
          "plan",
          "engine.libvirt.gc",
          "engine.libvirt.lifecycle",
          "engine.libvirt.create",
          "engine.libvirt.drift",
          "engine.libvirt.service",
          "engine.libvirt.remove",
          "engine.libvirt.storage",
          "engine.libvirt.machine",
          "engine.libvirt.network",
          "render",
          "tool",
          "spec",
          "model",
          "cluster",
          "failure");

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  private static String shortName(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(BASE + ".") ? name.substring(BASE.length() + 1) : "";
  }

  private static String in(String layer) {
    return BASE + "." + layer + "..";
  }

  private static String[] in(List<String> packages) {
    return packages.stream().map(ArchitectureTest::in).toArray(String[]::new);
  }

  @Test
  void theListNamesEveryPackage() {
    Set<String> packages =
        CODE.stream()
            .filter(type -> type.getPackageName().startsWith(BASE + "."))
            .map(ArchitectureTest::shortName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(PACKAGES), packages);
  }

  @TestFactory
  List<DynamicTest> aPackageUsesOnlyThoseBelowIt() {
    return PACKAGES.stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> usesOnlyThoseBelow(name)))
        .toList();
  }

  private static void usesOnlyThoseBelow(String name) {
    List<String> above = PACKAGES.subList(0, PACKAGES.indexOf(name));
    // Settings are loaded before there is a host to ask.
    DescribedPredicate<JavaClass> wrong =
        DescribedPredicate.describe(
            "of packages that are not below it",
            other ->
                above.contains(shortName(other))
                    || (name.startsWith("spec") && shortName(other).startsWith("exec")));
    noClasses()
        .that()
        .resideInAPackage(BASE + "." + name)
        .should()
        .dependOnClassesThat(wrong)
        .check(CODE);
  }

  /** Another engine is an addition: only the entries to the process choose one. */
  @Test
  void nothingOutsideOfAnEngineNamesIt() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("engine.libvirt"))
        .and(areNot("Main", "Training"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(in("engine.libvirt"))
        .check(CODE);
  }

  /** What their programs say is the engine's to judge. */
  @Test
  void applyKnowsNoProgramOfAnEngine() {
    noClasses()
        .that()
        .resideInAPackage(in("apply"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(in("tool.libvirt"), in("tool.storage"))
        .check(CODE);
  }

  @Test
  void processesAreStartedInExecOnly() {
    DescribedPredicate<JavaClass> starters =
        JavaClass.Predicates.assignableTo(ProcessBuilder.class)
            .or(JavaClass.Predicates.resideInAPackage("org.zeroturnaround.."));
    access("exec").should().dependOnClassesThat(starters).check(CODE);
    access("exec").should().callMethodWhere(named(Runtime.class, "exec")).check(CODE);
  }

  @Test
  void filesAndSocketsAreOpenedInExecOnly() {
    DescribedPredicate<JavaClass> opening =
        JavaClass.Predicates.type(java.nio.file.Files.class)
            .or(JavaClass.Predicates.resideInAPackage("java.nio.channels"))
            .or(JavaClass.Predicates.resideInAPackage("java.net.http"))
            .or(JavaClass.Predicates.type(java.io.RandomAccessFile.class))
            .or(JavaClass.Predicates.assignableTo(java.net.Socket.class))
            .or(JavaClass.Predicates.assignableTo(java.net.ServerSocket.class))
            .or(JavaClass.Predicates.assignableTo(java.net.DatagramSocket.class))
            .or(JavaClass.Predicates.assignableTo(java.net.URLConnection.class));
    access("exec").should().dependOnClassesThat(opening).check(CODE);
    for (String method : List.of("openStream", "openConnection", "getContent")) {
      access("exec").should().callMethodWhere(named(java.net.URL.class, method)).check(CODE);
    }
    // Main opens its own three streams.
    noClasses()
        .that()
        .resideOutsideOfPackage(in("exec"))
        .and()
        .doNotHaveFullyQualifiedName(Main.class.getName())
        .should()
        .dependOnClassesThat(JavaClass.Predicates.simpleNameStartingWith("File").and(ofJavaIo()))
        .check(CODE);
  }

  @Test
  void librariesStayInTheirPackages() {
    access("cli").should().dependOnClassesThat().resideInAPackage("com.beust..").check(CODE);
    access("render").should().dependOnClassesThat().resideInAPackage("freemarker..").check(CODE);
    access("report").should().dependOnClassesThat().resideInAPackage("me.tongfei..").check(CODE);
    noClasses()
        .that()
        .resideOutsideOfPackages(in("spec"), in("tool")) // a kubeconfig is kept as it is
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.yaml..")
        .check(CODE);
  }

  @Test
  void onlyMainTouchesTheProcess() {
    for (String method : List.of("exit", "getenv", "setProperty")) {
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(Main.class.getName())
          .should()
          .callMethodWhere(named(System.class, method))
          .check(CODE);
    }
    for (String method : List.of("halt", "exit")) {
      noClasses().should().callMethodWhere(named(Runtime.class, method)).check(CODE);
    }
  }

  /** Whoever prints escapes what others wrote; whoever is not in these lists can't print. */
  @Test
  void onlyAFewClassesPrint() {
    noClasses()
        .that(areNot("cli.Kvmcore", "cli.session.Session", "cli.session.Question", "Training"))
        .and(areNot("cli.session.Environment"))
        .and(areNot("cli.run.ProgressOutput")) // hands it to the progress below
        .should()
        .accessTargetWhere(accessed(Environment.class, "out", "err"))
        .check(CODE);
    noClasses()
        .that(areNot("cli.Kvmcore", "cli.session.Session", "cli.session.Question"))
        .and(
            areNot(
                "report.text.RemoteLines",
                "report.progress.PlainProgress",
                "report.progress.QuietProgress"))
        .and(areNot("report.progress.LiveScreen", "Main"))
        .should()
        .accessTargetWhere(
            accessed(PrintStream.class, "print", "println", "printf", "format", "append", "write"))
        .orShould()
        .accessTargetWhere(accessed(System.class, "out", "err"))
        .check(CODE);
    noClasses()
        .that(areNot("cli.Kvmcore"))
        .should()
        .callMethodWhere(named(Throwable.class, "printStackTrace"))
        .check(CODE);
  }

  /** Whoever prints, but for the screen that shows escaped rows, knows the one escaper. */
  @Test
  void whoPrintsEscapes() {
    for (String printer :
        List.of(
            "Main",
            "cli.Kvmcore",
            "cli.session.Session",
            "cli.session.Question",
            "report.text.RemoteLines")) {
      assertTrue(knows(printer, "failure.TerminalEscaper"), printer);
    }
    for (String printer : List.of("PlainProgress", "QuietProgress", "LiveProgress", "LiveLine")) {
      assertTrue(knows("report.progress." + printer, "report.progress.ProgressText"), printer);
    }
    assertTrue(knows("report.progress.ProgressText", "failure.TerminalEscaper"));
  }

  private static boolean knows(String name, String other) {
    return CODE.get(BASE + "." + name).getDirectDependenciesFromSelf().stream()
        .anyMatch(it -> it.getTargetClass().getName().equals(BASE + "." + other));
  }

  private static DescribedPredicate<JavaClass> areNot(String... names) {
    List<String> all = Stream.of(names).map(name -> BASE + "." + name).toList();
    return DescribedPredicate.describe("are not " + all, it -> !all.contains(it.getName()));
  }

  private static DescribedPredicate<JavaAccess<?>> accessed(Class<?> owner, String... names) {
    return DescribedPredicate.describe(
        owner.getSimpleName() + "." + String.join("|", names),
        access ->
            access.getTargetOwner().isAssignableTo(owner)
                && List.of(names).contains(access.getTarget().getName()));
  }

  @Test
  void purePackagesKnowNoFilesSocketsClocksOrThreads() {
    String[] pure = in(PURE);
    DescribedPredicate<JavaClass> impure =
        ofJavaIo()
            .and(JavaClass.Predicates.simpleNameStartingWith("File"))
            .or(JavaClass.Predicates.assignableTo(java.net.Socket.class))
            .or(JavaClass.Predicates.assignableTo(java.net.ServerSocket.class))
            .or(JavaClass.Predicates.type(java.net.InetAddress.class))
            .or(JavaClass.Predicates.assignableTo(Thread.class))
            .or(JavaClass.Predicates.resideInAPackage("java.util.concurrent.."))
            .or(JavaClass.Predicates.assignableTo(java.time.Clock.class))
            .or(JavaClass.Predicates.type(java.util.Random.class));
    noClasses().that().resideInAnyPackage(pure).should().dependOnClassesThat(impure).check(CODE);
    for (DescribedPredicate<JavaCall<?>> call :
        List.of(
            named(System.class, "nanoTime"),
            named(System.class, "currentTimeMillis"),
            named(java.time.Instant.class, "now"),
            named(java.time.LocalDateTime.class, "now"),
            named(java.util.UUID.class, "randomUUID"),
            named(java.nio.file.Path.class, "toRealPath"))) {
      noClasses().that().resideInAnyPackage(pure).should().callMethodWhere(call).check(CODE);
    }
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() throws ClassNotFoundException {
    for (String name : PACKAGES) {
      Class<?> info = Class.forName(BASE + "." + name + ".package-info");
      assertNotNull(info.getAnnotation(NullMarked.class), name);
    }
    classes()
        .that()
        .resideInAPackage(BASE)
        .should()
        .haveSimpleName("Main")
        .orShould()
        .haveSimpleName("Training")
        .orShould()
        .haveSimpleName("Run")
        .orShould()
        .haveSimpleName("package-info")
        .check(CODE);
  }

  private static com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction access(
      String layer) {
    return noClasses().that().resideOutsideOfPackage(in(layer));
  }

  private static DescribedPredicate<JavaClass> ofJavaIo() {
    return JavaClass.Predicates.resideInAPackage("java.io");
  }

  private static DescribedPredicate<JavaCall<?>> named(Class<?> owner, String method) {
    return new DescribedPredicate<>(owner.getSimpleName() + "." + method) {
      @Override
      public boolean test(JavaCall<?> call) {
        return call.getTargetOwner().isEquivalentTo(owner) && call.getName().equals(method);
      }
    };
  }
}
