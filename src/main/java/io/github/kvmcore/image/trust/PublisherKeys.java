package io.github.kvmcore.image.trust;

import io.github.kvmcore.exec.HostAccess;
import io.github.kvmcore.exec.file.Folders;
import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.model.image.Os;
import io.github.kvmcore.model.image.PublisherKey;
import io.github.kvmcore.model.image.Urls;
import io.github.kvmcore.spec.CatalogueSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The publishers' signing keys: the user's files, or fetched on first use and kept in the cache.
 * Keys of which none is pinned are not taken.
 */
public final class PublisherKeys {
  private static final int OWNER_ONLY = 0700;
  private static final int MODE = 0644;
  private static final int MOST_BYTES = 4 << 20;
  private static final String GIVEN = "given";

  private final HostAccess access;
  private final HostFiles files;
  private final Path folder;
  private final CatalogueSettings settings;

  /**
   * @param folder where they are kept
   */
  public PublisherKeys(HostAccess access, Path folder, CatalogueSettings settings) {
    this.access = access;
    this.files = access.files();
    this.folder = folder;
    this.settings = settings;
  }

  /** The primary fingerprints that may sign a system's images. */
  public List<String> pins(Os os) {
    List<String> all = new ArrayList<>(settings.fingerprints());
    all.addAll(PublisherKey.fingerprints(os));
    return all;
  }

  /** Where the keys of {@link #of} are, for gpgv. */
  public Path file(Os os) {
    return folder.resolve((isGiven() ? GIVEN : os.toString()) + ".gpg");
  }

  /** Whether the keys are the user's files. */
  public boolean isGiven() {
    return !settings.keys().isEmpty();
  }

  /**
   * A system's keys.
   *
   * @throws KvmcoreException where none of them is pinned, or where there is none
   */
  public Keyring of(Os os) {
    Folders.make(files, folder, OWNER_ONLY);
    if (isGiven()) {
      return given(os);
    }
    if (files.stat(file(os)).isPresent()) {
      Keyring kept = parsed(read(file(os)), file(os).toString());
      if (!kept.pinned(pins(os)).isEmpty()) {
        return kept;
      }
    }
    return fetch(os);
  }

  /** Fetches the publisher's keys, whether there are some or not. */
  public Keyring fetch(Os os) {
    URI url = URI.create(settings.publisher(os).keyUrl());
    Path part = folder.resolve(".key-" + UUID.randomUUID());
    try {
      access.downloads().download(url, part, (bytes, total) -> {});
      Keyring keyring = parsed(read(part), Urls.shown(url));
      requirePinned(keyring, os, Urls.shown(url));
      keep(keyring, file(os));
      return keyring;
    } finally {
      files.delete(part);
      files.delete(part.resolveSibling(part.getFileName() + ".resume"));
    }
  }

  private Keyring given(Os os) {
    List<Keyring> all = new ArrayList<>();
    for (Path file : settings.keys()) {
      if (files.stat(file).isEmpty()) {
        throw KvmcoreException.settings(List.of("image_keys: there is no file " + file));
      }
      all.add(parsed(read(file), file.toString()));
    }
    int bytes = all.stream().mapToInt(one -> one.bytes().length).sum();
    byte[] joined = new byte[bytes];
    int at = 0;
    for (Keyring one : all) {
      System.arraycopy(one.bytes(), 0, joined, at, one.bytes().length);
      at += one.bytes().length;
    }
    Keyring keyring = Keyring.of(joined);
    String names = settings.keys().stream().map(Path::toString).collect(Collectors.joining(", "));
    requirePinned(keyring, os, names);
    keep(keyring, file(os));
    return keyring;
  }

  private void requirePinned(Keyring keyring, Os os, String where) {
    if (!keyring.pinned(pins(os)).isEmpty()) {
      return;
    }
    String found =
        keyring.keys().stream().map(Keyring.Key::text).collect(Collectors.joining("\n  "));
    String wanted = String.join("\n  ", pins(os));
    throw KvmcoreException.failed(
        "no key of "
            + where
            + " is one that may sign images of "
            + os
            + "\nit has\n  "
            + found
            + (wanted.isEmpty() ? "\nand none is pinned" : "\nand these are pinned\n  " + wanted)
            + "\nnext: compare the fingerprint with what the publisher says of it elsewhere, and"
            + " name the right one: -e image_key_fingerprints=FINGERPRINT");
  }

  private static Keyring parsed(byte[] bytes, String where) {
    try {
      return Keyring.of(bytes);
    } catch (IllegalArgumentException e) {
      throw KvmcoreException.failed(
          where
              + " is no file of OpenPGP keys: it "
              + e.getMessage()
              + "\nnext: name the key's"
              + " file by image_keys, or where it is by the setting …_key_url",
          e);
    }
  }

  private void keep(Keyring keyring, Path target) {
    Path part = folder.resolve(".key-" + UUID.randomUUID());
    try {
      try (OutputStream out = files.create(part)) {
        out.write(keyring.bytes());
      }
      files.seal(part, MODE);
      files.move(part, target);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + target + ": " + e.getMessage(), e);
    } finally {
      files.delete(part);
    }
  }

  private byte[] read(Path file) {
    try (InputStream in = files.open(file)) {
      return in.readNBytes(MOST_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file + ": " + e.getMessage(), e);
    }
  }
}
