package io.github.kvmcore.spec.source;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Parses a YAML text into nodes that know their lines. Nothing is constructed from a tag; depth is
 * bounded, and whoever walks the nodes bounds what aliases cost.
 */
public final class YamlNodes {
  /** How deep mappings and lists may be nested. */
  public static final int DEEPEST = 50;

  private static final int LONGEST = 16 << 20;

  private YamlNodes() {}

  /** A text that is not YAML: the line, and why. */
  public static final class Mistake extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int line;

    private Mistake(int line, String problem) {
      super(problem, null, false, false);
      this.line = line;
    }

    /** The line, from 1 on. */
    public int line() {
      return line;
    }

    /** What the parser says of it. */
    public String problem() {
      return Objects.requireNonNullElse(getMessage(), "wrong syntax");
    }
  }

  /**
   * Parses a text of one document.
   *
   * @return null if the text is empty
   * @throws Mistake if the text is not YAML
   */
  public static @Nullable Node compose(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST);
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    options.setCodePointLimit(LONGEST);
    try {
      ParserImpl parser = new ParserImpl(new StreamReader(text), options);
      return new Composer(parser, new Resolver(), options).getSingleNode();
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      String problem = Objects.requireNonNullElse(e.getProblem(), "wrong syntax");
      throw new Mistake(
          line, problem.startsWith("but ") ? e.getContext() + ", " + problem : problem);
    } catch (ReaderException e) {
      int end = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.length()));
      long line = 1 + text.substring(0, end).chars().filter(next -> next == '\n').count();
      throw new Mistake((int) line, "the character U+%04X".formatted(e.getCodePoint()));
    } catch (YAMLException e) {
      throw new Mistake(1, Objects.requireNonNullElse(e.getMessage(), "wrong syntax"));
    }
  }

  /** The line on which a node begins, from 1 on. */
  public static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  /** Whether a node is missing, empty or null. */
  public static boolean isNull(@Nullable Node node) {
    return node == null
        || (node instanceof ScalarNode scalar
            && scalar.isPlain()
            && scalar.getValue().matches("|~|null|Null|NULL"));
  }
}
