package io.github.kvmcore.render;

import freemarker.core.Environment;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import io.github.kvmcore.failure.KvmcoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One rendering of a template, and where it is. */
final class Rendering implements RenderBounds.Work {
  /** Any configuration of a guest that may be read at all fits in, in base64 as well. */
  private static final int MOST_CHARACTERS = 32 << 20;

  private static final Pattern PLACE = Pattern.compile("\\[(in template .*)\\]");

  private final String name;
  private final Source source;
  private final Map<String, Object> values;
  private volatile @Nullable Environment running;
  private volatile boolean abandoned;

  /** Gives the template, parsed. */
  interface Source {
    Template template() throws IOException;
  }

  /**
   * @param name for messages
   */
  Rendering(String name, Source source, Map<String, Object> values) {
    this.name = name;
    this.source = source;
    this.values = values;
  }

  /** The text within these bounds; the message of what is wrong says where. */
  String within(RenderBounds bounds) {
    try {
      return bounds.render(this);
    } catch (OverrunException e) {
      throw mistake(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String text() {
    try {
      LimitedText text = new LimitedText();
      Environment environment = source.template().createProcessingEnvironment(values, text);
      running = environment;
      environment.process();
      return text.text.toString();
    } catch (TemplateException e) {
      throw mistake(message(e));
    } catch (IOException | ArithmeticException e) { // a number that no memory could hold
      throw mistake(String.valueOf(e.getMessage()));
    }
  }

  /** With the place, also of those mistakes whose message has none, as that of an include. */
  private static String message(TemplateException e) {
    String message = e.getMessageWithoutStackTop().strip();
    return message.contains(" line ") || e.getLineNumber() == null
        ? message
        : "%s\n(in template \"%s\" at line %d, column %d)"
            .formatted(message, e.getTemplateSourceName(), e.getLineNumber(), e.getColumnNumber());
  }

  private KvmcoreException mistake(String message) {
    return KvmcoreException.settings(
        List.of("template " + name + ": " + message.strip().replace("\n", "\n  ")));
  }

  @Override
  public String place() {
    Environment environment = running;
    if (environment == null) {
      return "";
    }
    FirstLine line = new FirstLine();
    try {
      environment.outputInstructionStack(new PrintWriter(line));
    } catch (EnoughException e) {
      // The first line is all that is wanted of a stack that may have a million.
    } catch (RuntimeException | OutOfMemoryError e) {
      return ""; // The stack has changed meanwhile, or the template has filled the memory.
    }
    Matcher matcher = PLACE.matcher(line.text);
    return matcher.find() ? matcher.group(1) : "";
  }

  @Override
  public void abandon() {
    abandoned = true;
  }

  /** Takes the text, up to a limit. */
  private final class LimitedText extends Writer {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(char[] characters, int offset, int length) {
      require(length);
      text.append(characters, offset, length);
    }

    @Override
    public void write(String part, int offset, int length) {
      require(length);
      text.append(part, offset, offset + length);
    }

    private void require(int length) {
      if (abandoned) {
        throw new OverrunException("nobody waits for it any more", "");
      }
      if (length > MOST_CHARACTERS - text.length()) {
        throw new OverrunException(
            "it makes more than " + (MOST_CHARACTERS >> 20) + " MiB of text", place());
      }
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  /** Keeps a line, and throws at its end. */
  private static final class FirstLine extends Writer {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(char[] characters, int offset, int length) {
      text.append(characters, offset, length);
      if (text.indexOf("\n") >= 0) {
        throw new EnoughException();
      }
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  private static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
