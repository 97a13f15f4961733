package io.github.kvmcore.engine.libvirt.read;

import io.github.kvmcore.exec.file.HostFiles;
import io.github.kvmcore.model.machine.Domain;
import io.github.kvmcore.model.machine.DomainState;
import io.github.kvmcore.model.machine.MachineTag;
import io.github.kvmcore.model.storage.ClusterFolder;
import io.github.kvmcore.tool.libvirt.DomainXml;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the claims in a storage folder: the XML of each machine, written before its first file is
 * made, so that what a run that died left behind is known as kvmcore's. What others could have
 * written is left out: a claim is what deletions go by.
 */
final class ClaimReader {
  private final HostFiles files;

  ClaimReader(HostFiles files) {
    this.files = files;
  }

  HostState.Storage read(Path storage) {
    ClusterFolder folder = new ClusterFolder(storage);
    List<HostState.Doubt> doubts = new ArrayList<>();
    List<String> trusted = trusted(folder, doubts, name -> true);
    Map<String, String> texts = new LinkedHashMap<>();
    return new HostState.Storage(
        storage,
        claims(folder, trusted, texts),
        texts,
        paths(folder, trusted, name -> folder.madeFolders().endsWith(name)).stream()
            .flatMap(this::lines)
            .filter(line -> line.startsWith("/"))
            .flatMap(line -> path(storage, line).stream())
            .toList(),
        paths(folder, trusted, name -> name.startsWith(".") || isWritten(name)),
        paths(folder, trusted, name -> name.startsWith(ClusterFolder.SECRETS_PREFIX)).stream()
            .filter(secrets -> isWhollyTrusted(secrets, doubts))
            .toList(),
        paths(folder, trusted, name -> name.endsWith(ClusterFolder.VOLUMES_SUFFIX)).stream()
            .flatMap(this::lines)
            .collect(Collectors.toSet()),
        doubts);
  }

  private boolean isTrusted(Path path, List<HostState.Doubt> doubts) {
    Optional<String> why = files.untrusted(path);
    why.ifPresent(reason -> doubts.add(new HostState.Doubt(path, reason)));
    return why.isEmpty();
  }

  /** A key that another user owns can be that user's own. */
  private boolean isWhollyTrusted(Path folder, List<HostState.Doubt> doubts) {
    return files.list(folder).stream()
        .filter(name -> !isTrusted(folder.resolve(name), doubts))
        .toList()
        .isEmpty();
  }

  private static boolean isWritten(String name) {
    return name.endsWith(ClusterFolder.NETWORK_SUFFIX);
  }

  private static List<Path> paths(
      ClusterFolder folder, List<String> names, Predicate<String> which) {
    return names.stream().filter(which).map(name -> folder.claims().resolve(name)).toList();
  }

  private Stream<String> lines(Path file) {
    return files.read(file).stream().flatMap(String::lines);
  }

  /**
   * Only the claims.
   *
   * @param but machines of which they are not read
   */
  HostState.Storage readClaims(Path storage, Set<String> but) {
    ClusterFolder folder = new ClusterFolder(storage);
    Set<Path> left = but.stream().map(folder::claim).collect(Collectors.toSet());
    List<HostState.Doubt> doubts = new ArrayList<>();
    List<String> trusted =
        trusted(
            folder,
            doubts,
            name ->
                name.endsWith(ClusterFolder.CLAIM_SUFFIX)
                    && !left.contains(folder.claims().resolve(name)));
    Map<String, String> texts = new LinkedHashMap<>();
    List<Domain> claims = claims(folder, trusted, texts);
    return new HostState.Storage(
        storage, claims, texts, List.of(), List.of(), List.of(), Set.of(), doubts);
  }

  /**
   * The names beside the claims of what is trusted.
   *
   * @param doubts gets what is not
   */
  private List<String> trusted(
      ClusterFolder folder, List<HostState.Doubt> doubts, Predicate<String> which) {
    List<String> names = files.list(folder.claims()).stream().filter(which).toList();
    return names.isEmpty() || !isTrusted(folder.claims(), doubts)
        ? List.of()
        : names.stream().filter(name -> isTrusted(folder.claims().resolve(name), doubts)).toList();
  }

  private List<Domain> claims(ClusterFolder folder, List<String> names, Map<String, String> texts) {
    return names.stream()
        .filter(name -> name.endsWith(ClusterFolder.CLAIM_SUFFIX))
        .flatMap(name -> claim(folder, name, texts).stream())
        .toList();
  }

  private static Optional<Path> path(Path storage, String line) {
    try {
      return Optional.of(storage.getFileSystem().getPath(line));
    } catch (InvalidPathException e) {
      return Optional.empty(); // kvmcore has not written that
    }
  }

  /** A file that is no claim, or that of a machine of another folder, is nobody's. */
  private Optional<Domain> claim(ClusterFolder folder, String name, Map<String, String> texts) {
    Path file = folder.claims().resolve(name);
    DomainXml xml = new DomainXml(file.getFileSystem());
    try {
      Optional<String> text = files.read(file);
      Optional<Domain> claim =
          text.map(it -> xml.parse(it, DomainState.INCOMPLETE))
              .filter(it -> folder.claim(it.name()).equals(file))
              .filter(it -> isOf(folder, it.tag()));
      claim.ifPresent(it -> texts.put(it.name(), text.orElseThrow()));
      return claim;
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The same folder can be named in two ways, where a link leads to it. */
  private boolean isOf(ClusterFolder folder, @Nullable MachineTag tag) {
    if (tag == null || tag.storage().equals(folder.storage())) {
      return tag != null;
    }
    try {
      return files.real(tag.storage()).equals(files.real(folder.storage()));
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
