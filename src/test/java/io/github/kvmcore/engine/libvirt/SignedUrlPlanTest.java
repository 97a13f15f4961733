package io.github.kvmcore.engine.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.kvmcore.plan.Action;
import io.github.kvmcore.plan.Step;
import org.junit.jupiter.api.Test;

/** A cluster whose image has a URL that is signed again each day. */
class SignedUrlPlanTest {
  private static final String URL =
      "https://images.example/old.qcow2?X-Amz-Date=1&X-Amz-Signature=";

  private static PlanCase of(String made, String now, String when) throws JsonProcessingException {
    String yaml =
        "settings: {vm_image: '%s'}\ngiven:\n  - {settings: {vm_image: '%s'}}\n  - %s\nwhen: %s\n";
    return new PlanCase(
        new YAMLMapper().readTree(yaml.formatted(now, URL + "SECRET1", made, when)));
  }

  @Test
  void metadataAndTitlesHoldNoSignature() throws JsonProcessingException {
    for (Step step : of("create 1", URL + "SECRET2", "create 2").plan().steps()) {
      assertFalse(step.title().contains("SECRET"), step::toString);
      for (Action action : step.actions()) {
        boolean fetches = action instanceof Action.FetchImage;
        // A script of a dry run is the user's own, and has to work.
        assertTrue(!fetches || action.toString().contains("SECRET2"), action::toString);
        assertTrue(fetches || !action.toString().contains("SECRET"), action::toString);
      }
    }
  }

  @Test
  void anotherSignatureIsNoOtherImage() throws JsonProcessingException {
    assertEquals("", of("create 1", URL + "SECRET2", "verify 1").listing());
    String listing = of("create 1 until disk:coreos-1", URL + "SECRET2", "create 1").listing();
    assertFalse(listing.contains("was made from image"), listing);
  }

  @Test
  void anotherImageIsTold() throws JsonProcessingException {
    String other = "https://images.example/new.qcow2?token=SECRET3";
    String listing = of("create 1 until disk:coreos-1", other, "create 1").listing();
    assertTrue(
        listing.contains(
            "was made from image https://images.example/old.qcow2?…, not"
                + " https://images.example/new.qcow2?…: "),
        listing);
  }
}
