package io.github.kvmcore.render;

import freemarker.cache.TemplateLoader;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateExceptionHandler;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.failure.RefusedFileException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Renders FreeMarker templates. A template of the user's own stands in for the shipped one of the
 * same name, file by file.
 */
public final class Templates {
  private final Configuration configuration;
  private final Function<String, Optional<String>> source;
  private final RenderBounds named;
  private final RenderBounds ofTexts;

  /** The shipped ones, without bounds. */
  public Templates(Function<String, Optional<String>> source) {
    this(source, RenderBounds.NONE, RenderBounds.NONE);
  }

  /**
   * @param source gives a template's text by its name, such as {@code domain.xml.ftlx}, or throws
   *     {@link RefusedFileException} where it may not be used
   * @param named holds for those that have a name
   * @param ofTexts holds for texts of the user's
   */
  public Templates(
      Function<String, Optional<String>> source, RenderBounds named, RenderBounds ofTexts) {
    this.source = source;
    this.named = named;
    this.ofTexts = ofTexts;
    configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setTemplateLoader(new Loader(source));
    configuration.setLocalizedLookup(false);
    configuration.setOutputEncoding("UTF-8");
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
  }

  public boolean has(String name) {
    return text(name).isPresent();
  }

  /** A template's own text; empty where there is none. */
  Optional<String> text(String name) {
    try {
      return source.apply(name);
    } catch (RefusedFileException e) {
      throw KvmcoreException.settings(List.of(e.text()));
    }
  }

  /** Reads a template ahead of its use, if it is there; what is wrong with it is told then. */
  void prepare(String name) {
    try {
      if (has(name)) {
        Template unused = configuration.getTemplate(name);
      }
    } catch (IOException | RuntimeException | StackOverflowError e) {
      forget(name);
    }
  }

  /** FreeMarker would tell of the mistake once, and then only that there was one. */
  private void forget(String name) {
    try {
      configuration.removeTemplateFromCache(name);
    } catch (IOException e) {
      throw new IllegalStateException("template names need no file", e);
    }
  }

  /**
   * Renders a template.
   *
   * @throws KvmcoreException where the template is missing or wrong; the message says where in it
   */
  public String render(String name, Map<String, Object> values) {
    return new Rendering(name, () -> configuration.getTemplate(name), values).within(named);
  }

  /** The same for a template that is none of the files: {@code name} is for messages. */
  String renderText(String name, String template, Map<String, Object> values) {
    return new Rendering(name, () -> new Template(name, template, configuration), values)
        .within(ofTexts);
  }

  /** Names are all that a template is looked up by: there is no time of change within a run. */
  private record Loader(Function<String, Optional<String>> source) implements TemplateLoader {
    @Override
    @SuppressWarnings("NullAway") // FreeMarker's word for "no such template" is null
    public Object findTemplateSource(String name) throws IOException {
      try {
        return source.apply(name).orElse(null);
      } catch (RefusedFileException e) {
        throw new IOException(e.text(), e); // FreeMarker says which template includes it, and where
      }
    }

    @Override
    public long getLastModified(Object templateSource) {
      return 0;
    }

    @Override
    public Reader getReader(Object templateSource, String encoding) {
      return new StringReader((String) templateSource);
    }

    @Override
    public void closeTemplateSource(Object templateSource) {
      // A text holds nothing open.
    }
  }
}
