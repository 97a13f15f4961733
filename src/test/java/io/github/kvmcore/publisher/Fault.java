package io.github.kvmcore.publisher;

import java.util.Locale;

/**
 * What a server does wrong.
 *
 * @param number bytes, or a status; what the kind says
 * @param text where a redirection or another file leads; "" for the other kinds
 * @param after how many requests are answered right before
 * @param times how many are then answered wrong; 0: all
 */
public record Fault(Kind kind, long number, String text, int after, int times) {
  /** What is done; offsets are those in the file, amounts those of one answer. */
  public enum Kind {
    /** Hangs up after so many bytes. */
    CUT,
    /** Sends so many bytes, then none until the fault is taken away. */
    STALL,
    /** Sends another byte at this offset. */
    CORRUPT,
    /** The file ends at this offset, and its length says so. */
    TRUNCATE,
    /** Sends the file, and says that it has so many bytes. */
    LENGTH,
    /** Sends so many bytes a second. */
    SLOW,
    /** Answers with this status and no file. */
    STATUS,
    /** Sends the client elsewhere. */
    REDIRECT,
    /** Sends another file in its place, as where it was replaced. */
    INSTEAD
  }

  public static Fault cut(long bytes) {
    return of(Kind.CUT, bytes, "");
  }

  public static Fault stall(long bytes) {
    return of(Kind.STALL, bytes, "");
  }

  public static Fault corrupt(long offset) {
    return of(Kind.CORRUPT, offset, "");
  }

  public static Fault truncate(long bytes) {
    return of(Kind.TRUNCATE, bytes, "");
  }

  public static Fault length(long bytes) {
    return of(Kind.LENGTH, bytes, "");
  }

  public static Fault slow(long bytesPerSecond) {
    return of(Kind.SLOW, bytesPerSecond, "");
  }

  public static Fault status(int status) {
    return of(Kind.STATUS, status, "");
  }

  /** To the path itself it is a loop. */
  public static Fault redirect(String location) {
    return of(Kind.REDIRECT, 302, location);
  }

  public static Fault instead(String path) {
    return of(Kind.INSTEAD, 0, path);
  }

  private static Fault of(Kind kind, long number, String text) {
    return new Fault(kind, number, text, 0, 0);
  }

  public Fault once() {
    return times(1);
  }

  public Fault times(int count) {
    return new Fault(kind, number, text, after, count);
  }

  /** Not before so many requests. */
  public Fault after(int requests) {
    return new Fault(kind, number, text, requests, times);
  }

  boolean hits(int request) {
    return request >= after && (times == 0 || request < after + times);
  }

  String line() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return String.join(" ", name, "" + number, "" + after, "" + times, text);
  }

  static Fault parse(String line) {
    String[] words = line.split(" ", 5);
    return new Fault(
        Kind.valueOf(words[0].toUpperCase(Locale.ROOT)),
        Long.parseLong(words[1]),
        words[4],
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]));
  }
}
