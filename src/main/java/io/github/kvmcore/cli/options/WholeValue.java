package io.github.kvmcore.cli.options;

import com.beust.jcommander.converters.IParameterSplitter;
import java.util.List;

/** A repeatable option's value as it stands: a comma in it separates nothing. */
public final class WholeValue implements IParameterSplitter {
  @Override
  public List<String> split(String value) {
    return List.of(value);
  }
}
