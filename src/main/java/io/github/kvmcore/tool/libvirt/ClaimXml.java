package io.github.kvmcore.tool.libvirt;

import io.github.kvmcore.model.machine.MachineTag;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Changes the end of a machine's time in its claim, and nothing else of that text. */
public final class ClaimXml {
  private static final Pattern LIFETIME =
      Pattern.compile("\\s*<kvmcore-lifetime:lifetime\\b[^>]*/>");

  private ClaimXml() {}

  /**
   * The claim with another end.
   *
   * @param claim domain XML, as the template makes it
   * @param expires null: no end
   */
  public static String withEnd(String claim, @Nullable Instant expires) {
    String without = LIFETIME.matcher(claim).replaceAll("");
    String element =
        "\n    <kvmcore-lifetime:lifetime xmlns:kvmcore-lifetime='"
            + MachineTag.LIFETIME
            + "' expires='"
            + expires
            + "'/>\n  </metadata>";
    return expires == null
        ? without
        : without.replaceFirst("\\s*</metadata>", Matcher.quoteReplacement(element));
  }
}
