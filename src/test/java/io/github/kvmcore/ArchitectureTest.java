package io.github.kvmcore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
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
import java.util.ArrayList;
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
          "report",
          "apply",
          "plan",
          "image",
          "host",
          "render",
          "tool",
          "settings",
          "exec",
          "model",
          "failure");

  /** The subpackages of cli, in the same order: commands above what they are made of. */
  private static final List<String> CLI =
      List.of(
          "maintenance",
          "create",
          "remote",
          "image",
          "machines",
          "help",
          "command",
          "run",
          "session",
          "options");

  /** Values in, values out: the same answer whenever and wherever they are asked. */
  private static final List<String> PURE =
      List.of("plan", "render", "tool", "settings", "model", "failure");

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  /** The layer that a package belongs to: its part of the name in the table. */
  private static String layer(String packageName) {
    return packageName.substring(BASE.length() + 1).replaceFirst("\\..*", "");
  }

  private static String in(String layer) {
    return BASE + "." + layer + "..";
  }

  private static String[] in(List<String> packages) {
    return packages.stream().map(ArchitectureTest::in).toArray(String[]::new);
  }

  @Test
  void theTableNamesEveryRoom() {
    Set<String> packages =
        CODE.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.equals(BASE))
            .map(ArchitectureTest::layer)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(PACKAGES), packages);
  }

  @TestFactory
  List<DynamicTest> aRoomKnowsOnlyThoseBelowIt() {
    return PACKAGES.stream()
        .map(layer -> DynamicTest.dynamicTest(layer, () -> below(layer)))
        .toList();
  }

  private static void below(String layer) {
    // settings are loaded before there is an outside to ask.
    int lowest = PACKAGES.indexOf(layer.equals("settings") ? "exec" : layer);
    List<String> allowed = new ArrayList<>(PACKAGES.subList(lowest + 1, PACKAGES.size()));
    allowed.add(layer);
    DescribedPredicate<JavaClass> above =
        new DescribedPredicate<>("of packages that are not below it") {
          @Override
          public boolean test(JavaClass other) {
            String name = other.getPackageName();
            return name.startsWith(BASE + ".") && !allowed.contains(layer(name));
          }
        };
    noClasses().that().resideInAPackage(in(layer)).should().dependOnClassesThat(above).check(CODE);
  }

  @Test
  void noRoomsKnowEachOther() {
    slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(CODE);
  }

  @Test
  void theTableNamesEveryChamberOfCli() {
    Set<String> subpackages =
        CODE.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(BASE + ".cli."))
            .map(name -> name.substring((BASE + ".cli.").length()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(CLI), subpackages);
  }

  @TestFactory
  List<DynamicTest> aChamberOfCliKnowsOnlyThoseBelowIt() {
    return CLI.stream()
        .map(subpackage -> DynamicTest.dynamicTest(subpackage, () -> belowInCli(subpackage)))
        .toList();
  }

  /** cli itself, with the program's entry, is above them all. */
  private static void belowInCli(String subpackage) {
    List<String> above = new ArrayList<>(List.of(BASE + ".cli"));
    CLI.subList(0, CLI.indexOf(subpackage)).forEach(name -> above.add(BASE + ".cli." + name));
    noClasses()
        .that()
        .resideInAPackage(BASE + ".cli." + subpackage)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(above.toArray(String[]::new))
        .check(CODE);
  }

  @Test
  void theChambersOfExecKnowTheDoorsOnly() {
    slices().matching(BASE + ".exec.(*)").should().notDependOnEachOther().check(CODE);
    noClasses()
        .that()
        .resideInAPackage(BASE + ".exec")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BASE + ".exec.*")
        .check(CODE);
  }

  @Test
  void theChambersOfImageKnowNothingOfTheRoom() {
    slices().matching(BASE + ".image.(*)").should().notDependOnEachOther().check(CODE);
    noClasses()
        .that()
        .resideInAPackage(BASE + ".image.*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BASE + ".image")
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
    DescribedPredicate<JavaClass> doors =
        JavaClass.Predicates.type(java.nio.file.Files.class)
            .or(JavaClass.Predicates.resideInAPackage("java.nio.channels"))
            .or(JavaClass.Predicates.resideInAPackage("java.net.http"))
            .or(JavaClass.Predicates.assignableTo(java.net.Socket.class))
            .or(JavaClass.Predicates.assignableTo(java.net.URLConnection.class));
    access("exec").should().dependOnClassesThat(doors).check(CODE);
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
  void librariesStayInTheirRooms() {
    access("cli").should().dependOnClassesThat().resideInAPackage("com.beust..").check(CODE);
    access("render").should().dependOnClassesThat().resideInAPackage("freemarker..").check(CODE);
    access("report").should().dependOnClassesThat().resideInAPackage("me.tongfei..").check(CODE);
    noClasses()
        .that()
        .resideOutsideOfPackages(in("settings"), in("tool")) // a kubeconfig is kept as it is
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
    noClasses().should().callMethodWhere(named(Runtime.class, "halt")).check(CODE);
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
        .and(areNot("report.RemoteLines", "report.PlainProgress", "report.QuietProgress"))
        .and(areNot("report.LiveScreen", "Main"))
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
            "report.RemoteLines")) {
      assertTrue(knows(printer, "failure.TerminalEscaper"), printer);
    }
    for (String printer : List.of("PlainProgress", "QuietProgress", "LiveProgress", "LiveLine")) {
      assertTrue(knows("report." + printer, "report.ProgressText"), printer);
    }
    assertTrue(knows("report.ProgressText", "failure.TerminalEscaper"));
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
  void pureRoomsKnowNoFilesSocketsClocksOrThreads() {
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
  void everyRoomSaysWhatItIsForAndIsNullMarked() throws ClassNotFoundException {
    List<String> all = new ArrayList<>(PACKAGES);
    CLI.forEach(subpackage -> all.add("cli." + subpackage));
    all.addAll(List.of("exec.http", "exec.recording", "image.catalogue", "image.trust"));
    for (String layer : all) {
      Class<?> info = Class.forName(BASE + "." + layer + ".package-info");
      assertNotNull(info.getAnnotation(NullMarked.class), layer);
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
