package io.github.kvmcore.model.image;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A parameter of a URL's query.
 *
 * @param text as it stands there
 * @param name in lower case
 * @param secret whether it is part of a signature, or lets its holder in
 */
record UrlParameter(String text, String name, boolean secret) {
  /** Of Amazon S3, Google Cloud Storage, Alibaba, Baidu and Tencent. */
  private static final List<String> SIGNED_PREFIXES =
      List.of("x-amz-", "x-goog-", "x-oss-", "x-bce-", "x-cos-", "q-");

  /** In any place of a name: {@code auth_token}, {@code X-Api-Key}, {@code client_secret}. */
  private static final List<String> SECRET_PARTS =
      List.of(
          "token", "secret", "passw", "signature", "credential", "apikey", "accesskey", "accessid");

  private static final Set<String> SECRET_NAMES =
      Set.of(
          "sig",
          "sign",
          "hmac",
          "mac",
          "jwt",
          "auth",
          "authorization",
          "pass",
          "pwd",
          "session",
          "sessionid",
          "sid",
          "expires",
          "expiry",
          "exp",
          "policy",
          "keypairid",
          "hdnts",
          "hdnea",
          "gda",
          "user",
          "username");

  /** Of a shared access signature of Azure, which also has {@code sig}. */
  private static final Set<String> AZURE =
      Set.of(
          "sv", "ss", "srt", "sr", "st", "se", "sp", "spr", "sip", "si", "skoid", "sktid", "skt",
          "ske", "sks", "skv", "sdd", "ses", "saoid", "suoid", "scid");

  /** Of nginx's secure_link, which also has {@code expires}. */
  private static final Set<String> SECURE_LINK = Set.of("md5", "hash", "st", "e");

  private static final Set<String> HARMLESS =
      Set.of(
          "alt",
          "arch",
          "architecture",
          "board",
          "branch",
          "build",
          "channel",
          "dl",
          "download",
          "file",
          "filename",
          "format",
          "generation",
          "inline",
          "name",
          "os",
          "path",
          "platform",
          "raw",
          "ref",
          "release",
          "size",
          "response-content-disposition",
          "response-content-type",
          "stream",
          "tag",
          "type",
          "v",
          "ver",
          "version",
          "versionid");

  /** All of a query; an ampersand may be escaped as in XML. */
  static List<UrlParameter> of(String query) {
    List<String> texts = Stream.of(query.split("&amp;|&", -1)).toList();
    Set<String> names = texts.stream().map(UrlParameter::name).collect(Collectors.toSet());
    return texts.stream()
        .map(text -> new UrlParameter(text, name(text), isSecret(name(text), names)))
        .toList();
  }

  private static String name(String text) {
    return text.replaceFirst("(?s)=.*", "").toLowerCase(Locale.ROOT);
  }

  private static boolean isSecret(String name, Set<String> all) {
    String bare = name.replaceAll("[^a-z0-9]", "");
    return SIGNED_PREFIXES.stream().anyMatch(name::startsWith)
        || SECRET_PARTS.stream().anyMatch(bare::contains)
        || SECRET_NAMES.contains(bare)
        || (all.contains("sig") && AZURE.contains(name))
        || (all.contains("expires") && SECURE_LINK.contains(name));
  }

  /** Whether it may be shown with its value. */
  boolean isHarmless() {
    return !secret && HARMLESS.contains(name);
  }

  /** The others as a query. */
  static String withoutSecrets(List<UrlParameter> all) {
    return all.stream()
        .filter(parameter -> !parameter.secret())
        .map(UrlParameter::text)
        .collect(Collectors.joining("&"));
  }
}
