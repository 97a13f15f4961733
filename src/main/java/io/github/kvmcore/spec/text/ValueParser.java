package io.github.kvmcore.spec.text;

/** Makes a typed value of a text, or throws {@link BadValueException}. */
@FunctionalInterface
public interface ValueParser<T> {
  T parse(String text);
}
