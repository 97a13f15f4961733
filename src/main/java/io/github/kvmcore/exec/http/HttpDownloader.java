package io.github.kvmcore.exec.http;

import io.github.kvmcore.exec.Downloader;
import io.github.kvmcore.model.storage.ByteSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches with Java's HTTP client. What a download is the beginning of is noted beside the target
 * (its name with {@code .resume} added); who takes the target away takes the note away too.
 */
public final class HttpDownloader implements Downloader {
  private static final int TEXT_BYTES = 1 << 20;
  private static final int ANSWER_BYTES = 4 << 10;
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final Duration SHORT_PAUSE = Duration.ofSeconds(5);
  private static final List<Integer> ABSENT = List.of(403, 404, 410);

  /** For threads that begin while they are counted. */
  private static final int SPARE = 16;

  private final Proxies proxies;
  private final Authorities authorities;
  private final Reach.Resolver resolver;
  private final Limits limits;

  /**
   * Bounds of a download.
   *
   * @param stall a server that sends no byte for so long has failed
   * @param maxBytes a larger file is refused
   * @param pauses before each further try; as many as there are further tries
   */
  public record Limits(Duration stall, long maxBytes, List<Duration> pauses) {
    public static final Limits DEFAULT =
        new Limits(
            Duration.ofSeconds(60),
            64L << 30,
            List.of(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2)));

    public Limits {
      pauses = List.copyOf(pauses);
    }
  }

  /**
   * A downloader.
   *
   * @param environment where the proxy variables stand; see {@link Proxies}
   */
  public HttpDownloader(Map<String, String> environment) {
    this(environment, Limits.DEFAULT);
  }

  public HttpDownloader(Map<String, String> environment, Limits limits) {
    this(
        new Proxies(environment),
        new Authorities(environment, Authorities.SYSTEM),
        InetAddress::getAllByName,
        limits);
  }

  /** With another way to look up where redirects lead, and other certificates. */
  HttpDownloader(Proxies proxies, Authorities authorities, Reach.Resolver resolver, Limits limits) {
    this.proxies = proxies;
    this.authorities = authorities;
    this.resolver = resolver;
    this.limits = limits;
  }

  /**
   * Ends the threads of Java's HTTP clients, at the end of the process: they wait in the kernel,
   * and Java gives such threads 0.3 s to come back from there. Before Java 21 clients can't be
   * closed.
   */
  public static void endThreads() {
    Thread[] threads = new Thread[Thread.activeCount() + SPARE];
    int count = Thread.enumerate(threads);
    Arrays.stream(threads, 0, count)
        .filter(thread -> thread.getName().matches("HttpClient-\\d+-SelectorManager"))
        .forEach(Thread::interrupt);
  }

  @Override
  public Downloader stallingAfter(Duration limit) {
    Limits patient = new Limits(limit, limits.maxBytes(), limits.pauses());
    return new HttpDownloader(proxies, authorities, resolver, patient);
  }

  @Override
  public void download(URI url, Path target, Progress progress) {
    if (isFile(url)) {
      tries(url).run(() -> 0, () -> copy(url, target, progress));
      return;
    }
    Transfer transfer = new Transfer(resource(url), url, target, limits, progress);
    tries(url)
        .run(
            transfer::resumable,
            () -> {
              transfer.attempt();
              return target;
            });
  }

  @Override
  public Optional<String> text(URI url) {
    if (isFile(url)) {
      return tries(url).run(() -> 0, () -> fileText(url));
    }
    HttpResource resource = resource(url);
    return tries(url).run(() -> 0, () -> text(resource, limits.stall(), TEXT_BYTES, false));
  }

  @Override
  public boolean exists(URI url) {
    if (isFile(url)) {
      return Files.isRegularFile(Path.of(url));
    }
    HttpResource resource = resource(url);
    return tries(url)
        .run(
            () -> 0,
            () -> {
              HttpResponse<InputStream> response = resource.head();
              response.body().close();
              if (ABSENT.contains(response.statusCode())) {
                return false;
              }
              if (response.statusCode() != 200) {
                throw resource.refused(response);
              }
              return true;
            });
  }

  @Override
  public Optional<String> secret(URI url) {
    Duration limit = limits.stall().compareTo(ANSWER) < 0 ? limits.stall() : ANSWER;
    HttpResource resource = resource(url, limit);
    Tries tries = new Tries(url, limits.pauses().stream().limit(1).toList(), SHORT_PAUSE);
    return tries.run(() -> 0, () -> text(resource, limit, ANSWER_BYTES, true));
  }

  private static boolean isFile(URI url) {
    return "file".equalsIgnoreCase(url.getScheme());
  }

  private Tries tries(URI url) {
    return new Tries(url, limits.pauses());
  }

  private HttpResource resource(URI url) {
    return resource(url, limits.stall());
  }

  private HttpResource resource(URI url, Duration stall) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (!List.of("http", "https").contains(scheme) || url.getHost() == null) {
      IOException cause = new IOException("kvmcore fetches http://, https:// and file:// only");
      throw Tries.failure(url, String.valueOf(cause.getMessage()), "check the URL", cause);
    }
    return new HttpResource(url, proxies, authorities, resolver, stall);
  }

  private Path copy(URI url, Path target, Progress progress) throws IOException {
    Path source = Path.of(url);
    long total = Files.size(source);
    checkBound(total, limits.maxBytes());
    progress.restarted();
    try (InputStream in = Files.newInputStream(source);
        PartialFile out = new PartialFile(target, 0, total)) {
      byte[] buffer = new byte[1 << 16];
      for (int count; (count = in.read(buffer)) >= 0; ) {
        out.write(buffer, count);
        progress.at(out.position(), total);
      }
      out.sync();
    }
    return target;
  }

  private static Optional<String> fileText(URI url) throws IOException {
    try (InputStream in = Files.newInputStream(Path.of(url))) {
      byte[] bytes = in.readNBytes(TEXT_BYTES + 1);
      checkBound(bytes.length, TEXT_BYTES);
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads a text.
   *
   * @param limit of the time between two bytes, or between the first and the last
   */
  private static Optional<String> text(
      HttpResource resource, Duration limit, int maxBytes, boolean inAll) throws IOException {
    HttpResponse<InputStream> response = resource.get(Map.of());
    try (InputStream body = response.body();
        StallWatch watch = new StallWatch(body, limit)) {
      if (ABSENT.contains(response.statusCode())) {
        return Optional.empty();
      }
      if (response.statusCode() != 200) {
        throw resource.refused(response);
      }
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 13];
      for (int count; (count = inAll ? body.read(buffer) : watch.read(buffer)) >= 0; ) {
        text.write(buffer, 0, count);
        checkBound(text.size(), maxBytes);
      }
      return Optional.of(text.toString(StandardCharsets.UTF_8));
    } catch (TransferException e) {
      throw e;
    } catch (IOException e) {
      throw TransferException.passing("the connection ended before the text did", e);
    }
  }

  static void checkBound(long bytes, long maxBytes) throws TransferException {
    if (bytes > maxBytes) {
      throw TransferException.lasting(
          "it is larger than " + ByteSize.text(maxBytes) + ", the most that is taken", "");
    }
  }
}
