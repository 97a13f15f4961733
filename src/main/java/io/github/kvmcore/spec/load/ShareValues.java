package io.github.kvmcore.spec.load;

import io.github.kvmcore.model.hardware.Share;
import io.github.kvmcore.model.hardware.ShareDriver;
import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import io.github.kvmcore.spec.text.Quantities;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads which folders of the host the guests can mount. */
final class ShareValues {
  private static final String NAME = "vm_shares";
  private static final int MOST = 16;

  /** QEMU takes no longer tag by 9p. */
  private static final Pattern SHARE =
      Pattern.compile("(.+?):([A-Za-z0-9][A-Za-z0-9_.-]{0,30})(:ro|:rw)?");

  /** The system's own: below these nothing is shared. */
  private static final List<String> SYSTEM = List.of("/boot", "/dev", "/etc", "/proc", "/sys");

  /** What is below these may be shared, but not they themselves. */
  private static final List<String> TOP =
      List.of("/", "/bin", "/home", "/lib", "/lib64", "/root", "/run", "/sbin", "/usr", "/var");

  private ShareValues() {}

  static List<Share> read(Values values, PathValues paths) {
    ShareDriver driver = values.read("vm_share_driver", Quantities.word(ShareDriver.values()));
    List<Share> shares = new ArrayList<>();
    for (String word : HardwareValues.words(values, NAME, "[\\n,]+")) {
      try {
        Share share = share(word, paths, driver);
        if (shares.stream().anyMatch(other -> other.tag().equals(share.tag()))) {
          throw new BadValueException("tag " + MessageText.quote(share.tag()) + " is there twice");
        }
        shares.add(share);
      } catch (BadValueException e) {
        values.mistake(NAME, e.reason());
      }
    }
    if (shares.size() > MOST) {
      values.mistake(NAME, "names " + shares.size() + " folders; at most " + MOST + " can be");
    }
    return shares.stream().limit(MOST).toList();
  }

  private static Share share(String text, PathValues paths, ShareDriver driver) {
    Matcher matcher = SHARE.matcher(text);
    if (text.codePoints().anyMatch(MessageText::isControl) || !matcher.matches()) {
      throw new BadValueException(
          MessageText.quote(text)
              + " is not DIR:TAG or DIR:TAG:ro, with a tag of letters, digits, '.', '_' and '-', at"
              + " most 31");
    }
    String tag = matcher.group(2);
    if (tag.equals("config-2")) {
      throw new BadValueException("tag 'config-2' is the config drive's: choose another");
    }
    Path folder = paths.storage(matcher.group(1));
    boolean system =
        SYSTEM.stream().anyMatch(folder::startsWith) || TOP.contains(folder.toString());
    if (system) {
      throw new BadValueException(
          MessageText.quote(folder.toString())
              + " is a system folder: guests that can write there control the host; share another"
              + " folder");
    }
    boolean readOnly = ":ro".equals(matcher.group(3));
    if (readOnly && driver == ShareDriver.VIRTIOFS) {
      throw new BadValueException(
          MessageText.quote(text)
              + ": virtiofs can't keep a guest from writing; set vm_share_driver to 9p or auto");
    }
    return new Share(folder, tag, readOnly, readOnly ? ShareDriver.NINE_P : driver);
  }
}
