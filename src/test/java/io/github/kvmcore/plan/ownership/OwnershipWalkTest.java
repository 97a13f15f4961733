package io.github.kvmcore.plan.ownership;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.tool.storage.Lvm;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Walks every removal in the code: each asks the one rule of what kvmcore made. */
class OwnershipWalkTest {
  private static final String BASE = "io.github.kvmcore.";
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.kvmcore");

  /** The classes from which a call that the predicate describes is made. */
  private static Set<String> callers(DescribedPredicate<JavaAccess<?>> which) {
    Set<String> callers = new TreeSet<>();
    CODE.forEach(
        type ->
            type.getAccessesFromSelf().stream()
                .filter(which)
                .map(access -> access.getOriginOwner().getName().replace(BASE, ""))
                .map(name -> name.replaceAll("\\$.*", ""))
                .forEach(callers::add));
    return callers;
  }

  private static DescribedPredicate<JavaAccess<?>> call(Class<?> owner, String... names) {
    return DescribedPredicate.describe(
        owner.getSimpleName() + " " + Arrays.toString(names),
        access ->
            access.getTargetOwner().isAssignableTo(owner)
                && List.of(names).contains(access.getTarget().getName()));
  }

  @Test
  void everyDeletingActionHoldsWhatARecordAllows() {
    List<Class<?>> deleting =
        Arrays.stream(Action.class.getPermittedSubclasses())
            .filter(type -> type.getSimpleName().matches("Delete.*|Remove.*"))
            .toList();
    assertEquals(4, deleting.size(), () -> "a new one? " + deleting);
    for (Class<?> type : deleting) {
      Class<?> held = type.getRecordComponents()[0].getType();
      assertEquals(1, type.getRecordComponents().length, type.getName());
      assertTrue(Set.of(OwnedPath.class, OwnedVolume.class).contains(held), type.getName());
    }
  }

  @Test
  void onlyTheRecordsSayWhatMayBeDeleted() {
    for (Class<?> type : List.of(OwnedPath.class, OwnedVolume.class)) {
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        int hidden = Modifier.PUBLIC | Modifier.PROTECTED;
        assertEquals(0, constructor.getModifiers() & hidden, constructor::toString);
      }
    }
    assertEquals(
        Set.of(
            "plan.ownership.MachineRecord",
            "plan.ownership.Ownership",
            "plan.ownership.StorageRecord"),
        callers(call(OwnedPath.class, "<init>")));
    assertEquals(
        Set.of("plan.ownership.MachineRecord", "plan.ownership.Ownership"),
        callers(call(OwnedVolume.class, "<init>")));
  }

  /** A plan's own claim counts only for what that plan makes. */
  @Test
  void onlyCreateRemovesByTheClaimThatItWrites() {
    assertEquals(
        Set.of("engine.libvirt.create.CreateContext"),
        callers(call(MachineRecord.class, "planned")));
    assertEquals(
        Set.of(
            "engine.libvirt.create.FolderSteps",
            "engine.libvirt.create.CreateContext",
            "engine.libvirt.gc.GcFolders",
            "engine.libvirt.service.Secrets"),
        callers(call(StorageRecord.class, "planned")));
  }

  @Test
  void volumesAreRemovedByARecordOnly() {
    assertEquals(
        Set.of("plan.ownership.OwnedVolume", "tool.storage.Lvm"),
        callers(call(Lvm.class, "remove", "removePool")));
  }

  /** Plans are run by one class; the image cache is kvmcore's own, and trusted or not used. */
  @Test
  void filesAreDeletedByPlansAndInTheImageCacheOnly() {
    assertEquals(
        Set.of(
            "apply.ActionRunner",
            "exec.recording.RecordingHostFiles",
            "image.ImageCare",
            "image.pipeline.ImagePipeline",
            "image.Signatures",
            "image.pipeline.Workspace",
            "image.trust.PublisherKeys"),
        callers(call(HostFiles.class, "delete", "deleteTree")));
  }

  /**
   * Below the doors: a file that was just made and did not become whole, and notes of downloads.
   */
  @Test
  void theSystemIsAskedToDeleteInFewPlaces() {
    assertEquals(
        Set.of("exec.file.FileBytes", "exec.file.SafeDeletion", "exec.http.Transfer"),
        callers(call(Files.class, "delete", "deleteIfExists")));
    noClasses()
        .should()
        .callMethod(java.io.File.class, "delete")
        .orShould()
        .callMethod(java.io.File.class, "deleteOnExit")
        .check(CODE);
  }
}
