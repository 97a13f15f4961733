package io.github.kvmcore.cli.image;

import io.github.kvmcore.cli.session.Session;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.catalogue.Catalogue;
import io.github.kvmcore.image.catalogue.Published;
import io.github.kvmcore.model.image.BaseImage;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.report.OfferReport;
import io.github.kvmcore.spec.CatalogueSettings;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code kvmcore image list --remote}: what the publishers have now. */
final class RemoteImages {
  private final Session session;
  private final CatalogueSettings wanted;
  private final List<Os> systems;
  private final @Nullable String channel;

  /**
   * @param all whether every system that is still published, and not only the settings' one
   * @param channel the only one that is asked for; null: all
   */
  RemoteImages(Session session, boolean all, @Nullable String channel) {
    this.session = session;
    this.wanted = session.settings().catalogue();
    this.systems = all && channel == null ? List.of(Os.FLATCAR, Os.FCOS) : List.of(wanted.os());
    this.channel = channel;
  }

  /** A channel that can't be had is told, and the others are shown. */
  ExitCode print() {
    if (systems.stream().anyMatch(os -> Catalogue.channels(os).isEmpty())) {
      throw KvmcoreException.usage(
          "image list --remote shows what is published: of --os flatcar, fcos or coreos");
    }
    Catalogue catalogue = new Catalogue(session.access().downloads(), wanted);
    List<BaseImage> cached = session.images().list();
    List<OfferReport.Offer> offers = new ArrayList<>();
    boolean failed = false;
    for (Os os : systems) {
      for (String one : channel == null ? Catalogue.channels(os) : List.of(channel)) {
        try {
          Published found = catalogue.newest(os, one, wanted.architecture());
          Optional<BaseImage> there =
              cached.stream().filter(it -> it.release().equals(found.release())).findFirst();
          offers.add(
              new OfferReport.Offer(
                  found.release(), found.image(), there.map(BaseImage::path).orElse(null)));
        } catch (UncheckedIOException | KvmcoreException e) {
          session.tell("kvmcore: " + String.valueOf(e.getMessage()));
          failed = true;
        }
      }
    }
    session.print(new OfferReport(offers).text(session.format(), session.colour()));
    return failed ? ExitCode.STEP_FAILED : ExitCode.DONE;
  }
}
