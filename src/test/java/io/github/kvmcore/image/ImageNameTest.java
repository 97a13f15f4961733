package io.github.kvmcore.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.pipeline.ImageMetadataFile;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.ImageRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which source is which image, and by what name it lies in the store. */
@Timeout(60)
class ImageNameTest {
  @TempDir Path folder;
  @AutoClose private TestStore images;

  @BeforeEach
  void make() throws IOException {
    images = new TestStore(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "/a/flatcar_production_openstack_image.img.bz2, openstack, flatcar_production_qemu_image.img",
    "https://x/arm64-usr/1/flatcar_production_openstack_image.img.gz?a=/b, openstack,"
        + " flatcar_production_qemu_uefi_image.img",
    "/a/flatcar_production_ami_vmdk_image.vmdk.bz2, ami_vmdk, flatcar_production_qemu_image.img",
    "/a/flatcar_production_azure_image.vhd.bz2, azure, flatcar_production_qemu_image.img",
    "/a/flatcar_production_image.bin.bz2, bare metal, flatcar_production_qemu_image.img",
    "/a/coreos_production_vmware_image.vmdk, vmware, coreos_production_qemu_image.img",
    "/a/fedora-coreos-41.2025.3.0-metal.x86_64.raw.xz, metal,"
        + " fedora-coreos-41.2025.3.0-qemu.x86_64.qcow2.xz",
    "/a/fedora-coreos-41.2025.3.0-openstack.aarch64.qcow2.xz, openstack,"
        + " fedora-coreos-41.2025.3.0-qemu.aarch64.qcow2.xz",
    "/a/fedora-coreos-41.2025.3.0-live-iso.x86_64.iso, live,"
        + " fedora-coreos-41.2025.3.0-qemu.x86_64.qcow2.xz",
    "/a/rhcos-4.16-x86_64-azurestack.x86_64.vhd.gz, azurestack, 'the one for qemu, or KVM'",
    "/a/flatcar_production_qemu_image.img.bz2, ,",
    "/a/flatcar_production_qemu_uefi_image.img, ,",
    "/a/flatcar_production_qemu_uefi_secure_image.img, ,",
    "/a/fedora-coreos-41.2025.3.0-qemu.x86_64.qcow2.xz, ,",
    "/openstack/my.img, ,",
    "/a/metallurgy.img, ,",
    "smoke, ,",
  })
  void anImageOfAnotherPlatform(String source, String platform, String right) {
    String expected =
        platform == null
            ? ""
            : "the image "
                + io.github.kvmcore.model.image.Urls.shown(source)
                + " is made for "
                + platform
                + " by its name: its guest looks for its configuration there, and may stay without"
                + " any\n  next: take "
                + right;
    assertEquals(expected, ImageStore.otherPlatform(source).orElse(""));
  }

  @Test
  void forceMakesANewGenerationAndLeavesTheOld() throws IOException {
    Path first = images.fetch(images.qcow2).path();
    byte[] before = Files.readAllBytes(first);
    ImageRequest forced = images.store.request(images.qcow2.toString(), null, true, 0);
    assertEquals(first.toString().replace(".qcow2", "-2.qcow2"), forced.target().toString());
    assertEquals(first, images.request(images.qcow2).target());
    Path second = images.fetch(forced).path();
    assertEquals(second, images.request(images.qcow2).target());
    assertArrayEquals(before, Files.readAllBytes(first));
    Files.delete(ImageMetadataFile.beside(second));
    assertEquals(first, images.request(images.qcow2).target());
    Files.delete(ImageMetadataFile.beside(first));
    assertEquals(
        first.toString().replace(".qcow2", "-3.qcow2"),
        images.request(images.qcow2).target().toString());
  }

  @Test
  void aChangedFileIsAnotherImage() throws IOException {
    Path before = images.request(images.qcow2).target();
    Files.write(images.qcow2, new byte[512], StandardOpenOption.APPEND);
    assertFalse(before.equals(images.request(images.qcow2).target()));
  }

  @Test
  void aLinkedFileAndAFileUrlAreTaken() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), images.qcow2);
    images.assertSameDisk(images.fetch(link.toString()).path());
    assertEquals(
        images.request(images.qcow2.toUri().toString()).target(),
        images.request(images.qcow2).target());
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://h/x,       'a URL begins with http://, https:// or file:///'",
    "'',              'a URL begins with http://, https:// or file:///'",
    "http://h/a b,    'it is no URL; write special characters as %20 and so on'",
    "/no/such/file,   'there is no such file'",
    "/etc,            'it is not a file'",
  })
  void wrongSourcesAreWrongSettings(String source, String why) {
    KvmcoreException e = assertThrows(KvmcoreException.class, () -> images.request(source));
    assertEquals("the image '" + source + "' can't be used: " + why, e.text());
    assertEquals(ExitCode.SETTINGS, e.exitCode());
  }

  @Test
  void aPasswordChangesNoNameAndIsNotKept() throws Exception {
    images.server.files.put("/a.img", Files.readAllBytes(images.qcow2));
    String url = "http://me:secret@127.0.0.1:" + images.server.port() + "/a.img";
    assertEquals(
        images.request(images.server.url("/a.img").toString()).target(),
        images.request(url).target());
    BaseImage image = images.fetch(url);
    assertFalse(image.source().contains("secret"));
    assertFalse(String.join("", images.notes).contains("secret"));
  }
}
