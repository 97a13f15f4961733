package io.github.kvmcore.spec.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.kvmcore.model.EditDistance;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
  @ParameterizedTest
  @CsvSource({
    "abc, abc, 0",
    "abc, acb, 1",
    "abc, ab, 1",
    "abc, abcd, 1",
    "abc, axc, 1",
    "kitten, sitting, 3",
    "'', abc, 3"
  })
  void distance(String from, String to, int expected) {
    assertEquals(expected, EditDistance.between(from, to));
  }

  @Test
  void onlyNearWordsAreSuggested() {
    List<String> words = List.of("cluster", "vm_count");
    assertEquals("vm_count", Suggestion.nearest("VM-COUTN", words).orElseThrow());
    assertEquals("vm_count", Suggestion.nearest("count", words).orElseThrow());
    assertEquals(true, Suggestion.nearest("x", words).isEmpty());
    assertEquals(true, Suggestion.nearest("abc", List.of("abxy")).isEmpty());
    List<String> folder = List.of("vm_image_storage_fs_dir");
    assertEquals(
        folder.get(0), Suggestion.nearest("vm-image-storage-fs-dir", folder).orElseThrow());
    assertEquals(true, Suggestion.nearest("c".repeat(100_000), words).isEmpty());
  }
}
