package io.github.kvmcore.exec.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * Deletes without races: relative to open folders, as unlinkat(2) does, so that whoever swaps a
 * folder for a link meanwhile has nothing deleted elsewhere. Links are never followed, but those on
 * the way that are trusted ({@link OwnershipRule}). What changes meanwhile ends it with an error.
 */
final class SafeDeletion {
  /** More than kvmcore makes; a tree without end would use up this process's stack and files. */
  private static final int DEPTH = 16;

  private static final String CHANGED = "it changed while it was deleted, or is no plain folder";

  private final OwnershipRule rule;
  private final boolean wholeTree;
  private final List<Path> deleted = new ArrayList<>();

  private SafeDeletion(OwnershipRule rule, boolean wholeTree) {
    this.rule = rule;
    this.wholeTree = wholeTree;
  }

  /** Deletes a file, a link or an empty folder; whether there was one. */
  static boolean delete(OwnershipRule rule, Path path) throws IOException {
    return !new SafeDeletion(rule, false).from(path).isEmpty();
  }

  /** Deletes a folder with all that it holds, or a file; what was there, in that order. */
  static List<Path> deleteTree(OwnershipRule rule, Path path) throws IOException {
    return new SafeDeletion(rule, true).from(path);
  }

  private List<Path> from(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path name = Objects.requireNonNull(absolute.getFileName());
    OwnershipRule.Way way = rule.walk(Objects.requireNonNull(absolute.getParent()));
    if (way.rest().isEmpty() && !wholeTree) {
      // No one else can change anything on the way.
      if (Files.deleteIfExists(way.folder().resolve(name))) {
        deleted.add(path);
      }
      return deleted;
    }
    try (DirectoryStream<Path> folder = Files.newDirectoryStream(way.folder())) {
      descend(secure(folder), way.rest().iterator(), name, path);
    } catch (NoSuchFileException e) {
      return deleted;
    }
    return deleted;
  }

  /** Opens the folders on the way one in the other. */
  private void descend(
      SecureDirectoryStream<Path> folder, Iterator<Path> way, Path name, Path shown)
      throws IOException {
    if (!way.hasNext()) {
      delete(folder, name, shown, 0);
      return;
    }
    try (SecureDirectoryStream<Path> next = open(folder, way.next())) {
      descend(next, way, name, shown);
    }
  }

  private void delete(SecureDirectoryStream<Path> folder, Path name, Path shown, int depth)
      throws IOException {
    BasicFileAttributes facts;
    try {
      facts = facts(folder, name);
    } catch (NoSuchFileException e) {
      return;
    }
    if (!facts.isDirectory()) {
      folder.deleteFile(name);
    } else {
      if (wholeTree) {
        content(folder, name, facts, shown, depth);
      }
      deleteFolder(folder, name, facts, shown);
    }
    deleted.add(shown);
  }

  private static void deleteFolder(
      SecureDirectoryStream<Path> parent, Path name, BasicFileAttributes facts, Path shown)
      throws IOException {
    try {
      parent.deleteDirectory(name);
    } catch (NoSuchFileException e) {
      // Another user removed it.
    } catch (IOException e) {
      if (!Objects.equals(facts(parent, name).fileKey(), facts.fileKey())) {
        throw new IOException(shown + ": " + CHANGED, e);
      }
      throw e;
    }
  }

  private void content(
      SecureDirectoryStream<Path> parent,
      Path name,
      BasicFileAttributes facts,
      Path shown,
      int depth)
      throws IOException {
    if (depth == DEPTH) {
      throw new IOException(shown + " lies deeper than anything that kvmcore makes");
    }
    try (SecureDirectoryStream<Path> folder = open(parent, name)) {
      BasicFileAttributes opened =
          folder.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
      if (!Objects.equals(opened.fileKey(), facts.fileKey())) {
        throw new IOException(shown + ": " + CHANGED);
      }
      for (Path entry : names(folder)) {
        delete(folder, entry, shown.resolve(entry), depth + 1);
      }
    }
  }

  /** All names first: some systems skip entries of a folder from which entries are deleted. */
  private static List<Path> names(SecureDirectoryStream<Path> folder) throws IOException {
    List<Path> names = new ArrayList<>();
    try {
      folder.forEach(entry -> names.add(entry.getFileName()));
    } catch (DirectoryIteratorException e) {
      throw Objects.requireNonNull(e.getCause());
    }
    Collections.sort(names);
    return names;
  }

  private static BasicFileAttributes facts(SecureDirectoryStream<Path> folder, Path name)
      throws IOException {
    return folder
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  private static SecureDirectoryStream<Path> open(SecureDirectoryStream<Path> parent, Path name)
      throws IOException {
    if (name.toString().equals("..")) {
      throw new IOException(
          "a path with .. is not deleted where others can write to folders of it");
    }
    try {
      return secure(parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(name + ": " + CHANGED, e);
    }
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new IOException("this system has no openat(2)");
  }
}
