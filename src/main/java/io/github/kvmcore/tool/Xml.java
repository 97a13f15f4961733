package io.github.kvmcore.tool;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** An element of an XML text, read without document types or anything from outside of the text. */
public final class Xml {
  private static final DocumentBuilderFactory FACTORY = factory();

  /** One for each thread: to make one takes longer than to read a domain with it. */
  private static final ThreadLocal<DocumentBuilder> BUILDERS = ThreadLocal.withInitial(Xml::builder);

  private final Element element;

  private Xml(Element element) {
    this.element = element;
  }

  /**
   * Reads a text and gives its root element.
   *
   * @throws IllegalArgumentException where the text is not well-formed; the message says where
   */
  public static Xml parse(String text) {
    try {
      InputSource source = new InputSource(new StringReader(text));
      return new Xml(BUILDERS.get().parse(source).getDocumentElement());
    } catch (SAXParseException e) {
      throw new IllegalArgumentException("line " + e.getLineNumber() + ": " + e.getMessage(), e);
    } catch (SAXException | IOException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
  }

  private static DocumentBuilder builder() {
    try {
      DocumentBuilder builder = FACTORY.newDocumentBuilder();
      builder.setErrorHandler(new Strict());
      return builder;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's own XML parser was made before", e);
    }
  }

  private static DocumentBuilderFactory factory() {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      // All of a text is looked at, so nothing is gained by making its nodes when they are.
      factory.setFeature("http://apache.org/xml/features/dom/defer-node-expansion", false);
      factory.setXIncludeAware(false);
      return factory;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's own XML parser knows these features", e);
    }
  }

  /** The element's name without a prefix. */
  public String name() {
    return element.getLocalName();
  }

  /** The attribute's value; empty where it has none. */
  public String attribute(String name) {
    return element.getAttribute(name);
  }

  /** All text within the element, without white space at its ends. */
  public String text() {
    return element.getTextContent().strip();
  }

  /** Whether the element belongs to this XML namespace. */
  public boolean isIn(String namespace) {
    return namespace.equals(element.getNamespaceURI());
  }

  /** The child elements, in order. */
  public List<Xml> children() {
    List<Xml> children = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        children.add(new Xml(child));
      }
    }
    return children;
  }

  /** The elements at the end of a path of child names, in order. */
  public List<Xml> all(String... path) {
    List<Xml> found = List.of(this);
    for (String step : path) {
      found =
          found.stream()
              .flatMap(parent -> parent.children().stream())
              .filter(child -> child.name().equals(step))
              .toList();
    }
    return found;
  }

  /** The first of {@link #all}. */
  public Optional<Xml> first(String... path) {
    return all(path).stream().findFirst();
  }

  /** The text of the first of {@link #all}; empty where there is none. */
  public String textOf(String... path) {
    return first(path).map(Xml::text).orElse("");
  }

  /** Without it the JDK's parser prints errors to standard error on its own. */
  private static final class Strict implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) {
      // Warnings of the parser say nothing about the text's meaning.
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
