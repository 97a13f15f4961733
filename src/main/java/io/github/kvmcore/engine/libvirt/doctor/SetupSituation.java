package io.github.kvmcore.engine.libvirt.doctor;

import io.github.kvmcore.engine.libvirt.read.LibvirtDaemons;
import io.github.kvmcore.engine.libvirt.read.Need;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link SetupPlan} must know of the host.
 *
 * @param missing the programs that are not there
 * @param family how packages are installed; null where kvmcore does not know how
 * @param architecture as in libvirt's domain XML
 * @param packageLists whether the package program knows which packages there are
 * @param daemons how libvirt is started here
 * @param reachable whether libvirt answers
 * @param uri libvirt's connection URI
 * @param network the network that the settings name, where it is not active; null where there is
 *     nothing to do about it
 * @param networkDefined whether libvirt has that network
 */
record SetupSituation(
    List<Need> missing,
    @Nullable PackageFamily family,
    String architecture,
    boolean packageLists,
    LibvirtDaemons daemons,
    boolean reachable,
    String uri,
    @Nullable String network,
    boolean networkDefined) {
  SetupSituation {
    missing = List.copyOf(missing);
  }

  SetupSituation withoutPackageLists() {
    return new SetupSituation(
        missing, family, architecture, false, daemons, reachable, uri, network, networkDefined);
  }
}
