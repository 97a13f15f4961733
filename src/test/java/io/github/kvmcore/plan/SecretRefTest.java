package io.github.kvmcore.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SecretRefTest {
  private static final Path KEY = Path.of("/srv/.kvmcore/secrets-coreos/etcd-member-coreos-1.key");
  private static final List<SecretRef> SECRETS = List.of(SecretRef.of(KEY));
  private static final String PLACEHOLDER = "\"data:;base64,kvmcore-file:" + KEY + "\"";

  private static String shown(String text) {
    return SecretRef.cut(text, SECRETS).stream()
        .map(
            piece ->
                piece.text() + (piece.secret() == null ? "" : "<" + piece.secret().file() + ">"))
        .collect(Collectors.joining("|"));
  }

  @Test
  void aSecretStandsForAWholeString() {
    assertEquals("{\"source\": <" + KEY + ">|}", shown("{\"source\": " + PLACEHOLDER + "}"));
    assertEquals("<" + KEY + ">|<" + KEY + ">|", shown(PLACEHOLDER + PLACEHOLDER));
    assertEquals("", shown(""));
  }

  @Test
  void aCloudConfigHoldsBase64Alone() {
    SecretRef splice = SecretRef.of(SecretRef.Form.BASE64, KEY);
    String text = "content: \"kvmcore-base64:" + KEY + "\"\n";
    assertEquals("\"kvmcore-base64:" + KEY + "\"", splice.placeholder());
    assertEquals("content: ", SecretRef.cut(text, List.of(splice)).get(0).text());
    assertEquals("\"", splice.begin());
    assertEquals(Set.of(), SecretRef.unknown(text, List.of(splice)));
    assertEquals(Set.of(KEY.toString()), SecretRef.unknown(text, SECRETS));
    String escaped = "\"a " + splice.placeholder().replace("\"", "\\\"") + " b\"";
    assertEquals(Set.of(), SecretRef.unknown(escaped, List.of()));
  }

  @Test
  void noOtherFileIsPutIn() {
    String hostile = PLACEHOLDER.replace(KEY.toString(), "/etc/shadow");
    assertEquals(hostile, shown(hostile));
    assertEquals(Set.of("/etc/shadow"), SecretRef.unknown(hostile, SECRETS));
    String longer = PLACEHOLDER.replace(".key", ".key/../../../../../etc/shadow");
    assertEquals(longer, shown(longer));
    assertEquals(Set.of(), SecretRef.unknown(PLACEHOLDER, SECRETS));
  }

  /** A value of the user's is escaped, so its quotes are never a string's own. */
  @Test
  void whatStandsInsideOfAStringIsText() {
    String escaped = "\"a " + PLACEHOLDER.replace("\"", "\\\"") + " b\"";
    assertEquals(escaped, shown(escaped));
    assertEquals(Set.of(), SecretRef.unknown(escaped, SECRETS));
    String bare = "\"ssh-ed25519 AAAA kvmcore-file:" + KEY + "\"";
    assertEquals(bare, shown(bare));
  }

  @Test
  void namesOfFilesNeedNoEscapes() {
    Path odd = Path.of("/srv/it's \"a\" <b> \\ ü");
    assertEquals("/srv/it%27s%20%22a%22%20%3Cb%3E%20%5C%20%C3%BC", SecretRef.word(odd));
    SecretRef splice = SecretRef.of(odd);
    assertEquals(odd, SecretRef.cut(splice.placeholder(), List.of(splice)).get(0).secret().file());
  }
}
