package io.github.kvmcore.cli.options;

import com.beust.jcommander.IStringConverter;
import com.beust.jcommander.ParameterException;
import io.github.kvmcore.model.OutputFormat;
import java.util.Arrays;

/** Reads the value of {@code -o}. */
public final class OutputFormatConverter implements IStringConverter<OutputFormat> {
  @Override
  public OutputFormat convert(String value) {
    return Arrays.stream(OutputFormat.values())
        .filter(format -> format.toString().equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException("-o " + value + ": is not one of table, json, yaml, name"));
  }
}
