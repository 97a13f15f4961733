package io.github.kvmcore.publisher;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file's bytes, or a range of them, sent to one client; with one fault at most. */
final class Answer {
  /** What is asked again and again while bytes are held back. */
  interface Holds {
    boolean now() throws IOException;
  }

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final HttpExchange exchange;
  private final Path file;
  private final @Nullable Fault fault;
  private final Holds holds;

  Answer(HttpExchange exchange, Path file, @Nullable Fault fault, Holds holds) {
    this.exchange = exchange;
    this.file = file;
    this.fault = fault;
    this.holds = holds;
  }

  private boolean does(Fault.Kind kind) {
    return fault != null && fault.kind() == kind;
  }

  private long number() {
    return fault == null ? 0 : fault.number();
  }

  void send() throws IOException {
    FileTime changed = Files.getLastModifiedTime(file);
    long size = Files.size(file);
    long whole = does(Fault.Kind.TRUNCATE) ? Math.min(size, number()) : size;
    String etag = "\"" + Long.toHexString(changed.to(TimeUnit.NANOSECONDS)) + "-" + size + "\"";
    Headers headers = exchange.getResponseHeaders();
    headers.set("ETag", etag);
    headers.set("Last-Modified", DATE.format(changed.toInstant()));
    headers.set("Accept-Ranges", "bytes");
    headers.set("Content-Type", "application/octet-stream");
    Matcher range = RANGE.matcher(Publisher.header(exchange, "Range"));
    String ifRange = Publisher.header(exchange, "If-Range");
    boolean part =
        range.matches()
            && (ifRange.isEmpty()
                || ifRange.equals(etag)
                || ifRange.equals(headers.getFirst("Last-Modified")));
    long from = part ? Long.parseLong(range.group(1)) : 0;
    if (part && from >= whole) {
      headers.set("Content-Range", "bytes */" + whole);
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    long to =
        part && !range.group(2).isEmpty()
            ? Math.min(whole, Long.parseLong(range.group(2)) + 1)
            : whole;
    if (part) {
      headers.set("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, whole));
    }
    long said = does(Fault.Kind.LENGTH) ? number() : to - from;
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", "" + said);
      exchange.sendResponseHeaders(part ? 206 : 200, -1);
      return;
    }
    exchange.sendResponseHeaders(part ? 206 : 200, said == 0 ? -1 : said);
    body(from, Math.min(to, from + said));
  }

  private void body(long from, long to) throws IOException {
    long end = to;
    if (does(Fault.Kind.CUT) || does(Fault.Kind.STALL)) {
      end = Math.min(to, from + number());
    }
    OutputStream out = exchange.getResponseBody();
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      copy(channel, out, from, end);
      out.flush();
      if (does(Fault.Kind.STALL)) {
        while (holds.now()) {
          pause(20);
        }
        copy(channel, out, end, to);
      }
    }
    // Without this the connection is closed, as it is to be where bytes are missing.
    if (end == to) {
      out.close();
    }
  }

  private void copy(SeekableByteChannel channel, OutputStream out, long from, long to)
      throws IOException {
    channel.position(from);
    int most = does(Fault.Kind.SLOW) ? (int) Math.max(1, number() / 20) : 1 << 16;
    ByteBuffer buffer = ByteBuffer.allocate(most);
    for (long at = from; at < to; ) {
      buffer.clear().limit((int) Math.min(most, to - at));
      int count = channel.read(buffer);
      if (count < 0) {
        return;
      }
      if (does(Fault.Kind.CORRUPT) && number() >= at && number() < at + count) {
        buffer.array()[(int) (number() - at)] ^= 1;
      }
      out.write(buffer.array(), 0, count);
      at += count;
      if (does(Fault.Kind.SLOW)) {
        out.flush();
        pause(50);
      }
    }
  }

  private static void pause(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
