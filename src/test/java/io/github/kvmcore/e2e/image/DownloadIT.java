package io.github.kvmcore.e2e.image;

import static io.github.kvmcore.e2e.image.PublisherLab.OLD;
import static io.github.kvmcore.e2e.image.PublisherLab.ending;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.publisher.CoreosSite;
import io.github.kvmcore.publisher.Fault;
import io.github.kvmcore.publisher.Site;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers and transfers of which one thing is wrong: refused, and gone on with by the next run. */
class DownloadIT {
  @RegisterExtension static final PublisherLab publisher = new PublisherLab();

  private final Site site = publisher.site();
  private final CoreosSite beta = publisher.beta();
  private final Path noise = publisher.noise();
  private final String image = publisher.image();

  @Test
  void aTruncatedImageIsRefused() throws Exception {
    site.fault(image, Fault.truncate(Files.size(noise) / 2));
    publisher.refused(true);
    site.right();
    publisher.recovers();
  }

  @Test
  void aCorruptImageIsRefused() throws Exception {
    site.fault(image, Fault.corrupt(Files.size(noise) / 2));
    publisher.refused(true);
    site.right();
    publisher.recovers();
  }

  @Test
  void aCutDownloadIsResumedByTheNextRun() throws Exception {
    site.fault(image, Fault.cut(1 << 20));
    publisher.refused(false).says(image);
    site.right();
    site.forget();
    publisher.recovers();
    Site.Seen resumed =
        site.requests().stream()
            .filter(seen -> seen.target().equals(image))
            .findFirst()
            .orElseThrow();
    assertTrue(resumed.range().matches("bytes=[1-9]\\d{6,}-"), resumed::toString);
  }

  /** Each try waits for so long as it is told to; the last one says how far it came. */
  @Test
  void aServerThatStallsIsGivenUpAndTheNextRunGoesOn() throws Exception {
    site.fault(image, Fault.stall(1 << 20));
    publisher
        .refused(false, "-e", "download_stall=1s")
        .says(image)
        .says("run again: it goes on from byte");
    site.right();
    site.forget();
    publisher.recovers();
    List<Site.Seen> seen = site.requests();
    assertTrue(
        seen.stream().anyMatch(it -> it.target().equals(image) && it.range().startsWith("bytes=")),
        seen::toString);
  }

  @Test
  void whatIsInsideMustBeWhatIsPublished() throws Exception {
    String metadata = "/streams/stable.json";
    String right = new String(site.get(metadata));
    site.put(
        metadata,
        right.replaceFirst("(\"uncompressed-sha256\" ?: ?\")[0-9a-f]{64}", "$1" + "0".repeat(64)));
    publisher
        .kvmcore("image", "pull", "--os", "fcos")
        .exits(1)
        .says("0".repeat(64) + " of what is inside");
    assertEquals(List.of(), ending(publisher.fresh(), ".qcow2"));
    site.put(metadata, right);
    publisher.kvmcore("image", "pull", "--os", "fcos").ok();
    assertEquals(1, ending(publisher.fresh(), ".qcow2").size());
  }

  @Test
  void anImageThatIsReplacedMeanwhileIsFetchedFromItsBeginning() throws Exception {
    site.fault(image, Fault.cut(1 << 20));
    publisher.refused(false);
    site.right();
    beta.publish("amd64", OLD, noise);
    publisher.recovers();
  }

  @Test
  void aLoopOfRedirectionsEnds() throws Exception {
    site.fault(image, Fault.redirect(image));
    publisher.refused(false).says(image);
    site.right();
    publisher.recovers();
  }

  @Test
  void oneRedirectionIsFollowed() throws Exception {
    site.put("/elsewhere", noise);
    site.fault(image, Fault.redirect("/elsewhere"));
    publisher.recovers();
  }

  @Test
  void aServerThatHasNoSuchChannelIsTold() {
    publisher
        .kvmcore("image", "pull", "--os", "flatcar", "--channel", "alpha")
        .exits(1)
        .says("/alpha/amd64-usr/current/version.txt");
  }

  @Test
  void anImageOfAnotherArchitectureIsRefused() throws Exception {
    String metadata = "/streams/stable.json";
    String right = new String(site.get(metadata));
    site.put(
        metadata,
        right
            .replace("qemu.x86_64.qcow2.xz", "qemu.aarch64.qcow2.xz")
            .replace("/x86_64/", "/aarch64/"));
    publisher.kvmcore("image", "pull", "--os", "fcos").exits(1).says("another architecture");
    site.put(metadata, right);
    publisher.kvmcore("image", "pull", "--os", "fcos").ok();
  }
}
