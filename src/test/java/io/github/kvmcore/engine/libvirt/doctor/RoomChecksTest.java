package io.github.kvmcore.engine.libvirt.doctor;

import static io.github.kvmcore.engine.libvirt.doctor.CheckCase.ok;
import static io.github.kvmcore.engine.libvirt.doctor.CheckCase.problem;
import static io.github.kvmcore.engine.libvirt.doctor.CheckCase.warning;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.when;

import io.github.kvmcore.engine.Check;
import io.github.kvmcore.engine.Check.Status;
import io.github.kvmcore.exec.file.FileFacts.Kind;
import io.github.kvmcore.model.storage.DiskMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks of folders, memory and space. */
class RoomChecksTest {
  private final TestHost host = new TestHost();

  @ParameterizedTest(name = "{0}: {2} {3}")
  @MethodSource({"folders", "capacity"})
  void check(String name, Consumer<TestHost> change, Status status, String detail, String remedy) {
    change.accept(host);
    assertEquals(List.of(new Check(name, status, detail, remedy)), host.quick(name));
  }

  static Stream<Arguments> folders() {
    return Stream.of(
        ok("storage folder", host -> gone(host, "/srv/images"), "/srv/images (will be made)"),
        ok(
            "storage folder",
            host -> {
              host.put("/srv/images", Kind.LINK, 0777, "root");
              host.there("/srv/images/.", Kind.DIRECTORY);
            },
            "/srv/images"),
        problem(
            "storage folder",
            host -> host.put("/srv/images", Kind.FILE, 0644, "root"),
            "/srv/images is no directory",
            "ls -ld /srv/images"),
        problem(
            "console log folder",
            host -> when(host.files.isWritable(Path.of("/srv/console"))).thenReturn(false),
            "/srv/console can't be written by the running user, or is on a read-only file system",
            "findmnt -T /srv/console"),
        problem(
            "image cache folder",
            host -> {
              host.root = false;
              when(host.files.isWritable(Path.of("/srv/cache"))).thenReturn(false);
            },
            "/srv/cache can't be written by the running user, or is on a read-only file system",
            "-e vm_image_cache_dir=FOLDER, a folder that you own"),
        problem(
            "image cache folder",
            host -> {
              host.root = false;
              host.directory("/srv/cache", 0700, "me");
            },
            "libvirt-qemu can't get through /srv/cache (mode 0700, owner me)",
            "setfacl -m u:libvirt-qemu:x /srv/cache"),
        problem(
            "config drive folder",
            host -> {
              gone(host, "/srv/drives");
              host.directory("/srv", 0700, "root");
            },
            "libvirt-qemu can't get through /srv (mode 0700, owner root)",
            "sudo setfacl -m u:libvirt-qemu:x /srv"),
        warning(
            "image cache folder",
            host -> host.directory("/srv/cache", 0710, "root"),
            "libvirt-qemu may not get through /srv/cache (mode 0710, owner root)",
            "sudo setfacl -m u:libvirt-qemu:x /srv/cache"),
        problem(
            "image cache folder",
            host -> {
              host.directory("/srv", 0750, "root");
              host.directory("/srv/cache", 0700, "me");
            },
            "libvirt-qemu can't get through /srv/cache (mode 0700, owner me)",
            "sudo setfacl -m u:libvirt-qemu:x /srv/cache"),
        ok(
            "storage folder",
            host -> host.directory("/srv/images", 0700, "libvirt-qemu"),
            "/srv/images"));
  }

  static Stream<Arguments> capacity() {
    return Stream.of(
        warning(
            "memory",
            host -> host.availableKiB = 5 << 20,
            "3 machines of 2.0 GiB, 5.0 GiB available of 16.0 GiB: the host may swap, or kill"
                + " machines",
            "free -h"),
        problem(
            "memory",
            host -> host.memoryKiB = 1 << 20,
            "3 machines of 2.0 GiB, 8.0 GiB available of 1.0 GiB: the host has less than a single"
                + " machine is to get",
            "set vm_memory to less"),
        ok(
            "memory",
            host -> {
              host.memoryKiB = 0;
              host.availableKiB = 0;
            },
            "3 machines of 2.0 GiB, 0.0 GiB available of 0.0 GiB"),
        problem(
            "space",
            host -> host.usable.put(Path.of("/srv/images"), 0L),
            "0.0 GiB free in /srv/images: not enough for 3 machines",
            "df -h /srv/images"),
        warning(
            "space",
            host -> host.usable.put(Path.of("/srv/images"), 2 * TestHost.GIB),
            "2.0 GiB free in /srv/images; the disks of 3 machines may grow to 3.0 GiB",
            "df -h /srv/images"),
        warning(
            "space",
            host -> {
              host.diskMode = DiskMode.COPY;
              host.diskBytes = 40 * TestHost.GIB;
            },
            "100.0 GiB free in /srv/images; the disks of 3 machines may grow to 120.0 GiB",
            "df -h /srv/images"),
        ok("space", host -> host.diskMode = DiskMode.COPY, "100.0 GiB free in /srv/images"),
        warning(
            "cache space",
            host -> host.usable.put(Path.of("/srv/cache"), TestHost.GIB),
            "1.0 GiB free in /srv/cache; an image that is not there yet takes up to 1.5 GiB",
            "df -h /srv/cache"),
        ok(
            "cache space",
            host -> {
              host.image = "smoke";
              host.usable.put(Path.of("/srv/cache"), TestHost.GIB);
            },
            "1.0 GiB free in /srv/cache"));
  }

  private static void gone(TestHost host, String path) {
    host.folders.put(Path.of(path), Optional.empty());
  }
}
