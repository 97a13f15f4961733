package io.github.kvmcore.engine.libvirt.doctor;

import io.github.kvmcore.hostile.Inputs;
import io.github.kvmcore.hostile.Judge;
import io.github.kvmcore.hostile.Samples;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** Whatever a program says of its version. */
class HostileVersionTest {
  @Provide
  Arbitrary<String> texts() {
    return Samples.mutated(
        List.of("qemu-img version 7.2.22 (Debian 1:7.2)\nCopyright (c) 2003-2022\n", "9.0.0\n"));
  }

  @Inputs(500)
  void isComparedOrNotFound(@ForAll("texts") String text) {
    Judge.of(
            () ->
                VersionChecks.find(text).map(version -> VersionChecks.judge("x", version, "6.5.0")))
        .orElseThrow();
  }
}
