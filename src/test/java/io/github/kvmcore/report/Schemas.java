package io.github.kvmcore.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Holds outputs to the schemas that users are given. */
final class Schemas {
  private Schemas() {}

  static List<String> mistakes(String name, String text, InputFormat format) {
    String resource = "/io/github/kvmcore/schema/" + name + ".schema.json";
    try (InputStream schema = Schemas.class.getResourceAsStream(resource)) {
      assertNotNull(schema, resource);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(schema)
          .validate(text, format)
          .stream()
          .map(Object::toString)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void assertValid(String name, String json, String yaml) {
    assertEquals(List.of(), mistakes(name, json, InputFormat.JSON));
    assertEquals(List.of(), mistakes(name, yaml, InputFormat.YAML));
  }
}
