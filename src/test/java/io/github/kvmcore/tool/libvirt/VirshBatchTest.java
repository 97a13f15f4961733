package io.github.kvmcore.tool.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.tool.Outputs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirshBatchTest {
  @Test
  void theLine() {
    assertEquals(
        "echo \"\nkvmcore-block-0\n\"; list --all; echo \"\nkvmcore-block-1\n\"; "
            + "dumpxml \"a \\\"b\\\" \\\\ ; c\"; echo \"\nkvmcore-block-2\n\"",
        VirshBatch.line(List.of(List.of("list", "--all"), List.of("dumpxml", "a \"b\" \\ ; c"))));
  }

  /** The first block is a domain whose description has marks of its own; the second failed. */
  @Test
  void recorded() {
    List<String> blocks = VirshBatch.blocks(Outputs.of("virsh/batch-odd"), 3);
    assertTrue(blocks.get(0).startsWith("<domain type='qemu' id="));
    assertTrue(blocks.get(0).contains("\nkvmcore-block-7\n"));
    assertTrue(blocks.get(0).endsWith("</domain>"));
    assertEquals("", blocks.get(1));
    assertTrue(blocks.get(2).contains("kvmcore-coreos"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kvmcore-block-0\na\n",
        "kvmcore-block-0\na\nkvmcore-block-0\nkvmcore-block-1\n",
        "kvmcore-block-0\na\nkvmcore-block-1\nb\nkvmcore-block-1\n",
        "kvmcore-block-0\na\nkvmcore-block-2\n",
        "kvmcore-block-0\n<domain>\nkvmcore-block-1\n",
      })
  void missingAndDoubledMarkersAreRefused(String out) {
    assertThrows(IllegalArgumentException.class, () -> VirshBatch.blocks(out, 1));
  }

  @Test
  void nothingButMarkers() {
    assertEquals(
        List.of("", ""),
        VirshBatch.blocks("\nkvmcore-block-0\n\nkvmcore-block-1\n\nkvmcore-block-2\n", 2));
  }
}
