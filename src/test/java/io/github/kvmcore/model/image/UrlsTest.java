package io.github.kvmcore.model.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a URL is shown and kept, and what makes two of them the same. */
class UrlsTest {
  private static final String IMAGE = "https://images.example/a.img";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=SECRET%2F20261130&X-Amz-Date=SECRET"
            + "&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=SECRET"
            + "&X-Amz-Security-Token=SECRET",
        "AWSAccessKeyId=SECRET&Expires=SECRET&Signature=SECRET",
        "X-Goog-Algorithm=a&X-Goog-Credential=SECRET&X-Goog-Signature=SECRET",
        "GoogleAccessId=SECRET&Expires=SECRET&Signature=SECRET",
        "sv=SECRET&st=SECRET&se=SECRET&sr=b&sp=r&spr=https&sig=SECRET",
        "Expires=SECRET&Policy=SECRET&Key-Pair-Id=SECRET&Signature=SECRET",
        "OSSAccessKeyId=SECRET&Expires=SECRET&Signature=SECRET",
        "md5=SECRET&expires=SECRET",
        "token=SECRET",
        "access_token=SECRET",
        "private_token=SECRET",
        "apikey=SECRET",
        "API-Key=SECRET",
        "password=SECRET",
        "auth=SECRET",
        "jwt=SECRET"
      })
  void secretsAreNotShownAndMakeNoDifference(String query) {
    String url = IMAGE + "?" + query;
    String tomorrow = url.replace("SECRET", "OTHER");
    assertEquals(IMAGE + "?…", Urls.shown(url));
    assertEquals(IMAGE, Urls.key(URI.create(url)));
    assertTrue(Urls.same(url, tomorrow));
    assertTrue(Urls.same(Urls.shown(url), tomorrow)); // what is kept, and what is asked for
    String both = "https://images.example/a.img?v=2&" + query;
    assertEquals("https://images.example/a.img?v=2", Urls.key(URI.create(both)));
    assertFalse(Urls.shown(both).contains("SECRET"));
    assertTrue(Urls.same(both, both.replace("SECRET", "OTHER")));
    assertFalse(Urls.same(both, both.replace("v=2", "v=3")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"key=VALUE", "whatever=VALUE", "VALUE", "a=1;b=VALUE", "v=1&x=VALUE"})
  void whatIsNotKnownIsNotShownButTold(String query) {
    String url = IMAGE + "?" + query;
    assertTrue(Urls.shown(url).matches("https://images\\.example/a\\.img\\?…[0-9a-f]{8}"));
    assertEquals(url, Urls.key(URI.create(url)));
    assertNotEquals(Urls.shown(url), Urls.shown(url.replace("VALUE", "OTHER")));
    assertEquals(Urls.shown(url), Urls.shown(Urls.shown(url)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://images.example/a.img",
        "https://images.example/a.img?version=3&arch=amd64",
        "file:///srv/a.img",
        "/srv/a?token=b#c",
        "smoke",
        "https://images.example/a.img?…",
        "https://images.example/a.img?…0a1b2c3d"
      })
  void othersStayAsTheyAre(String text) {
    assertEquals(text, Urls.shown(text));
  }

  @Test
  void userPasswordAndFragmentGo() {
    assertEquals(IMAGE, Urls.shown("https://me:SECRET@images.example/a.img#SECRET"));
    assertEquals(IMAGE, Urls.shown("https://me:SEC@RET@images.example/a.img"));
    URI url = URI.create("https://me:SECRET@images.example/a.img?sig=SECRET");
    assertEquals("https://images.example/a.img?sig=SECRET", Urls.withoutUser(url).toString());
  }

  /** As metadata of an earlier version has them. */
  @Test
  void inXmlAndInSentences() {
    assertEquals(
        "<m image='https://images.example/a.img?…'/>, (see https://images.example/?…).",
        Urls.within(
            "<m image='https://images.example/a.img?X-Amz-Date=SECRET&amp;X-Amz-Signature=SECRET'/>,"
                + " (see https://u:SECRET@images.example/?token=SECRET)."));
  }
}
