package io.github.kvmcore.settings;

/** Makes a typed value of a text, or throws {@link BadValueException}. */
@FunctionalInterface
interface ValueParser<T> {
  T parse(String text);
}
