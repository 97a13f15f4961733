package io.github.kvmcore.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.hostile.Inputs;
import io.github.kvmcore.hostile.Judge;
import io.github.kvmcore.hostile.Samples;
import io.github.kvmcore.hostile.Texts;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.tool.ignition.ConfigReport;
import io.github.kvmcore.tool.ignition.IgnitionConfig;
import io.github.kvmcore.tool.libvirt.DomainCapabilities;
import io.github.kvmcore.tool.libvirt.DomainDisk;
import io.github.kvmcore.tool.libvirt.DomainXml;
import io.github.kvmcore.tool.libvirt.NetworkXml;
import io.github.kvmcore.tool.libvirt.VirshBatch;
import io.github.kvmcore.tool.libvirt.VirshTables;
import io.github.kvmcore.tool.libvirt.VirshWords;
import io.github.kvmcore.tool.network.ArpTable;
import io.github.kvmcore.tool.network.IpRoute;
import io.github.kvmcore.tool.storage.BlockDevices;
import io.github.kvmcore.tool.storage.Lvm;
import io.github.kvmcore.tool.storage.QemuImg;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** Whatever a program says: it is read, or refused in the one way that callers expect. */
class HostileOutputTest {
  private static final DomainXml DOMAINS = new DomainXml(FileSystems.getDefault());

  @Provide
  Arbitrary<String> xml() {
    return Samples.mutated(Samples.of("outputs/virsh", ".txt"));
  }

  @Provide
  Arbitrary<String> rendered() {
    return Samples.mutated(Samples.of("rendered", "domain.xml"));
  }

  @Provide
  Arbitrary<String> lvm() {
    return Samples.mutated(Samples.of("outputs/lvm", ".txt"));
  }

  @Provide
  Arbitrary<String> blocks() {
    return Samples.mutated(Samples.of("outputs/block", ".txt"));
  }

  @Provide
  Arbitrary<String> info() {
    return Samples.mutated(Samples.of("outputs/qemu-img", ".txt"));
  }

  @Provide
  Arbitrary<String> routes() {
    return Samples.mutated(Samples.of("outputs/ip", ".txt"));
  }

  @Provide
  Arbitrary<String> configs() {
    return Samples.mutated(Samples.of("services", ".ign"));
  }

  @Provide
  Arbitrary<String> texts() {
    return Texts.any();
  }

  @Provide
  Arbitrary<List<List<String>>> commands() {
    return Texts.any().list().ofMinSize(1).ofMaxSize(4).list().ofMinSize(1).ofMaxSize(4);
  }

  private static <T> Optional<T> read(Function<String, T> reader, String text) {
    return Judge.of(() -> reader.apply(text), IllegalArgumentException.class);
  }

  @Inputs(400)
  void virsh(@ForAll("xml") String text) {
    read(it -> DOMAINS.parse(it, DomainState.RUNNING), text);
    read(it -> NetworkXml.parse(it, true), text);
    read(DomainCapabilities::parse, text);
    read(VirshTables::uuids, text);
    read(VirshTables::addresses, text).orElseThrow();
    read(VirshTables::filters, text).orElseThrow();
    read(DomainDisk::parse, text).orElseThrow();
    read(it -> VirshBatch.blocks(it, 3), text);
  }

  @Inputs(600)
  void metadata(@ForAll("rendered") String text) {
    Optional<Domain> domain = read(it -> DOMAINS.parse(it, DomainState.SHUT_OFF), text);
    domain
        .map(Domain::tag)
        .ifPresent(
            tag -> {
              assertTrue(tag.storage().isAbsolute() && tag.disk().path().isAbsolute());
              assertTrue(tag.drive().isAbsolute() && tag.console().isAbsolute());
              assertFalse((tag.storage() + "/").contains("/../"), tag.storage().toString());
              tag.isConsistent();
              tag.configSource();
            });
  }

  @Inputs(500)
  void logicalVolumes(@ForAll("lvm") String text) {
    read(Lvm::parseGroups, text);
    read(Lvm::parseVolumes, text);
  }

  @Inputs(500)
  void blockDevices(@ForAll("blocks") String text) {
    read(BlockDevices::parseList, text);
    read(BlockDevices::parseSignatures, text);
  }

  @Inputs(500)
  void images(@ForAll("info") String text) {
    read(QemuImg::parseInfo, text);
  }

  @Inputs(300)
  void routesAndNeighbours(@ForAll("routes") String text) {
    read(IpRoute::parse, text).orElseThrow();
    read(ArpTable::read, text).orElseThrow();
  }

  @Inputs(300)
  void ignition(@ForAll("configs") String text) {
    read(it -> IgnitionConfig.check(Path.of("a.ign"), it), text).orElseThrow();
    read(io.github.kvmcore.spec.UserData::mistakes, "#cloud-config\n" + text).orElseThrow();
    read(ConfigReport::mistakes, text).orElseThrow();
  }

  @Inputs(300)
  void kubeconfig(@ForAll("texts") String text) {
    String good =
        new Kubeconfig(6443, "A".repeat(40), "B".repeat(40), "C".repeat(40)).text("x", "y");
    Optional<Kubeconfig> parsed =
        read(Kubeconfig::parse, good.replace(":6443", ":" + text)).orElseThrow();
    parsed.ifPresent(it -> assertTrue(it.port() > 0 && it.port() < 65536, it.toString()));
  }

  /** virsh's one-argument form taken apart by virsh's own rules gives each word back. */
  @Inputs(1000)
  void virshBatchesArriveWhole(@ForAll("commands") List<List<String>> commands) {
    List<List<String>> parsed =
        VirshWords.parse(VirshBatch.line(commands)).stream()
            .filter(words -> !words.get(0).equals("echo"))
            .toList();
    assertEquals(commands.stream().filter(words -> !words.get(0).equals("echo")).toList(), parsed);
  }
}
