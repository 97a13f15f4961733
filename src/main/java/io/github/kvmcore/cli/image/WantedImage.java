package io.github.kvmcore.cli.image;

import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.image.ImageChoice;
import io.github.kvmcore.image.ImageStore;
import io.github.kvmcore.model.image.ImageRequest;
import io.github.kvmcore.model.image.OsRelease;
import io.github.kvmcore.spec.Settings;
import java.util.List;

/** The image that settings ask for: one that they name, or one of the catalogue. */
public final class WantedImage {
  private final Session session;
  private final Settings settings;
  private final ImageStore images;
  private final ImageChoice choice;
  private final long maxVirtualBytes;

  /**
   * @param maxVirtualBytes the size of the machines' disks; 0: as large as the image's
   */
  public WantedImage(Session session, long maxVirtualBytes) {
    this.session = session;
    this.settings = session.settings();
    this.images = session.images();
    this.maxVirtualBytes = maxVirtualBytes;
    this.choice =
        new ImageChoice(
            images, session.access().downloads(), settings, maxVirtualBytes, this::warn);
  }

  /** Whether a publisher has to be asked which release it is. */
  public boolean isCatalogued() {
    return settings.image() == null;
  }

  /** The request; of an image of the catalogue after its publisher was asked. */
  public ImageRequest request() {
    return request(List.of());
  }

  /** The same where nothing will be fetched: nobody is asked in any case. */
  public ImageRequest unasked() {
    String image = settings.image();
    return image == null
        ? choice.unresolved()
        : images.request(image, settings.imageDigest(), false, maxVirtualBytes);
  }

  /**
   * The same, for machines that are made now.
   *
   * @param begun the releases of disks that earlier runs made for machines they did not finish
   */
  public ImageRequest request(List<OsRelease> begun) {
    warnOfNoVerify();
    String image = settings.image();
    if (image != null) {
      ImageStore.otherPlatform(image).ifPresent(this::warn);
    }
    return image == null
        ? choice.resolve(begun)
        : images.request(image, settings.imageDigest(), settings.forceDownload(), maxVirtualBytes);
  }

  private void warnOfNoVerify() {
    if (!settings.catalogue().verify()) {
      warn(
          "images are not verified (--no-verify, verify_images): whoever is between this host and"
              + " the publisher can give the machines any system");
    }
  }

  /** Also with -q: it must be seen. */
  private void warn(String text) {
    session.tell("warning: " + text);
  }
}
