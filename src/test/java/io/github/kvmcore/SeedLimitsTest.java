package io.github.kvmcore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each limit of the playbook that kvmcore follows is shown to be gone by some test. */
class SeedLimitsTest {
  private static final int LIMITS = 14;

  @Test
  void aTestNamesEachLimit() {
    Set<Integer> named =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages(SeedLimit.class.getPackageName())
                .stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(SeedLimitsTest::isTest)
                .flatMap(method -> limits(method).boxed())
                .collect(Collectors.toCollection(TreeSet::new));
    Set<Integer> all = IntStream.rangeClosed(1, LIMITS).boxed().collect(Collectors.toSet());
    assertEquals(new TreeSet<>(all), named);
  }

  /** Whether JUnit runs it. */
  private static boolean isTest(JavaMethod method) {
    return method.isMetaAnnotatedWith("org.junit.platform.commons.annotation.Testable");
  }

  private static IntStream limits(JavaMethod method) {
    return method
        .tryGetAnnotationOfType(SeedLimit.class)
        .map(limit -> IntStream.of(limit.value()))
        .orElse(IntStream.empty());
  }
}
