package io.github.kvmcore.spec.load;

import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.spec.text.BadValueException;
import io.github.kvmcore.spec.text.Quantities;
import io.github.kvmcore.spec.text.ValueParser;
import java.time.Duration;
import java.util.List;

/** Values of flags that stand for no setting. */
public final class FlagValues {
  private FlagValues() {}

  /**
   * A time from 1 s to a day: {@code 300}, {@code 300s}, {@code 5m}, {@code 1h}.
   *
   * @throws KvmcoreException of the input
   */
  public static Duration time(String flag, String text) {
    return read(flag, text, Quantities::time);
  }

  /**
   * A whole number.
   *
   * @throws KvmcoreException of the input
   */
  public static int number(String flag, String text, int least, int most) {
    return read(flag, text, Quantities.number(least, most));
  }

  private static <T> T read(String flag, String text, ValueParser<T> parser) {
    try {
      return parser.parse(text);
    } catch (BadValueException e) {
      throw KvmcoreException.settings(List.of(flag + ": " + e.getMessage()));
    }
  }
}
