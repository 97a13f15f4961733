package io.github.kvmcore.host;

import io.github.kvmcore.exec.HostFiles;
import io.github.kvmcore.model.ClusterFolder;
import io.github.kvmcore.model.Domain;
import io.github.kvmcore.model.DomainState;
import io.github.kvmcore.tool.DomainXml;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the claims in a storage folder: the XML of each machine, written before its first file is
 * made, so that what a run that died left behind is known as kvmcore's.
 */
final class ClaimReader {
  private final HostFiles files;

  ClaimReader(HostFiles files) {
    this.files = files;
  }

  HostState.Storage read(Path storage) {
    ClusterFolder folder = new ClusterFolder(storage);
    List<String> names = files.list(folder.claims());
    List<Domain> claims = claims(folder, names);
    List<Path> made =
        files.read(folder.madeFolders()).stream()
            .flatMap(String::lines)
            .filter(line -> line.startsWith("/"))
            .flatMap(line -> path(storage, line).stream())
            .toList();
    List<Path> halfWritten =
        names.stream()
            .filter(name -> name.startsWith(".") || name.endsWith(ClusterFolder.NETWORK_SUFFIX))
            .map(name -> folder.claims().resolve(name))
            .toList();
    List<Path> secrets =
        names.stream()
            .filter(name -> name.startsWith(ClusterFolder.SECRETS_PREFIX))
            .map(name -> folder.claims().resolve(name))
            .toList();
    return new HostState.Storage(storage, claims, made, halfWritten, secrets);
  }

  /**
   * Only the claims.
   *
   * @param but machines of which they are not read
   */
  HostState.Storage readClaims(Path storage, Set<String> but) {
    ClusterFolder folder = new ClusterFolder(storage);
    Set<Path> left = but.stream().map(folder::claim).collect(Collectors.toSet());
    List<String> names =
        files.list(folder.claims()).stream()
            .filter(name -> !left.contains(folder.claims().resolve(name)))
            .toList();
    return new HostState.Storage(storage, claims(folder, names), List.of(), List.of(), List.of());
  }

  private List<Domain> claims(ClusterFolder folder, List<String> names) {
    return names.stream()
        .filter(name -> name.endsWith(ClusterFolder.CLAIM_SUFFIX))
        .flatMap(name -> claim(folder.claims().resolve(name)).stream())
        .toList();
  }

  private static Optional<Path> path(Path storage, String line) {
    try {
      return Optional.of(storage.getFileSystem().getPath(line));
    } catch (InvalidPathException e) {
      return Optional.empty(); // kvmcore has not written that
    }
  }

  /** A file that is no claim is nobody's: it is left alone. */
  private Optional<Domain> claim(Path file) {
    DomainXml xml = new DomainXml(file.getFileSystem());
    try {
      return files.read(file).map(text -> xml.parse(text, DomainState.INCOMPLETE));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
