package io.github.kvmcore.spec.load;

import io.github.kvmcore.failure.RefusedFileException;
import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.MessageText;
import io.github.kvmcore.spec.text.PublicKey;
import io.github.kvmcore.spec.text.Quantities;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which public keys may log in: those of ssh_keys, then the user's own. */
final class KeyValues {
  private static final String KEYS = "ssh_keys";
  private static final String MINE = "use_my_public_key";
  private static final String FILE = "my_public_key_file";

  private final Values values;
  private final SettingsContext context;
  private final PathValues paths;

  /** By their identity, so that none is there twice. */
  private final Map<String, String> keys = new LinkedHashMap<>();

  private KeyValues(Values values, SettingsContext context, PathValues paths) {
    this.values = values;
    this.context = context;
    this.paths = paths;
  }

  /** The keys, in order, none twice; empty where there are none. */
  static List<String> read(Values values, SettingsContext context, PathValues paths) {
    KeyValues reader = new KeyValues(values, context, paths);
    reader.addAll(KEYS, null, values.raw(KEYS));
    boolean mine = values.read(MINE, Quantities::yesNo);
    Path file = values.readOptional(FILE, paths::fromHome);
    if (mine && file != null) {
      reader.addNamedFile(FILE, file);
    } else if (mine && values.raw(FILE).isBlank()) {
      context.publicKeys().forEach(reader::addFoundFile);
    }
    return new ArrayList<>(reader.keys.values());
  }

  private void addNamedFile(String setting, Path file) {
    String shown = MessageText.plain(file.toString());
    Optional<String> text;
    try {
      text = context.keyFile().apply(file);
    } catch (RefusedFileException e) {
      values.mistake(setting, e.text());
      return;
    }
    if (text.isEmpty()) {
      values.mistake(setting, shown + " is missing, or may not be read");
    } else if (MessageText.isPrivateKey(text.get())) {
      values.mistake(setting, shown + " holds a private key; name the .pub file");
    } else if (PublicKey.conversion(text.get()).isPresent()) {
      PublicKey.Conversion format = PublicKey.conversion(text.get()).get();
      String quoted = quoted(file.toString());
      values.mistake(
          setting,
          shown
              + ":1: is a public key in the format "
              + format.format()
              + ", not OpenSSH's\n  next: ssh-keygen -i -m "
              + format.option()
              + " -f "
              + quoted
              + " > "
              + quoted
              + ".openssh");
    } else if (!addAll(setting, shown, text.get())) {
      values.mistake(setting, shown + " holds no public key");
    }
  }

  /** For a shell. */
  private static String quoted(String file) {
    return file.matches("[\\w./@%+=:,-]+") ? file : "'" + file.replace("'", "'\\''") + "'";
  }

  /** Nobody named this file, so what can't be used of it (a certificate, say) is left out. */
  private void addFoundFile(Path file) {
    try {
      for (String line : context.keyFile().apply(file).orElse("").lines().toList()) {
        addIfKey(line);
      }
    } catch (RefusedFileException e) {
      // Left out, machines would be made that its owner can't log in to; others need no key.
      if (context.inventory() != null) {
        values.mistake(MINE, e.text());
      }
    }
  }

  private void addIfKey(String line) {
    try {
      add(line);
    } catch (BadValueException e) {
      // Not a key that sshd in the guest would take.
    }
  }

  /**
   * Adds the keys of a text, and of the files that it names if it is no file itself.
   *
   * @param file for messages; null: the setting's own value
   * @return whether it held anything but comments
   */
  private boolean addAll(String setting, @Nullable String file, String text) {
    if (MessageText.isPrivateKey(text)) {
      values.mistake(setting, "holds a private key; only public keys are put into machines");
      return true;
    }
    boolean any = false;
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank() && !line.strip().startsWith("#")) {
        any = true;
        try {
          if (file == null && isFile(line.strip())) {
            addNamedFile(setting, paths.fromWorkingDirectory(line.strip()));
          } else {
            add(line);
          }
        } catch (BadValueException e) {
          String place = file == null ? "line " + number + " " : file + ":" + number + ": ";
          values.mistake(setting, place + "is not an OpenSSH public key: " + e.reason());
        }
      }
    }
    return any;
  }

  /** No key begins or ends like this; a key's comment may hold anything. */
  private static boolean isFile(String line) {
    return line.startsWith("/")
        || line.startsWith("~/")
        || line.startsWith("./")
        || line.startsWith("../")
        || (line.endsWith(".pub") && PublicKey.hasNoType(line));
  }

  private void add(String line) {
    String key = PublicKey.check(line);
    keys.putIfAbsent(PublicKey.identity(key), key);
  }
}
