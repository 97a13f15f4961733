package io.github.kvmcore.tool.libvirt;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.AttributesImpl;
import org.xml.sax.helpers.DefaultHandler;

/**
 * An element of an XML text, read without document types or anything from outside of the text. Not
 * a DOM's: of hundreds of domains, its nodes took more time than all else.
 */
public final class Xml {
  /** One for each thread: to make one takes longer than to read a domain with it. */
  private static final ThreadLocal<XMLReader> READERS = ThreadLocal.withInitial(Xml::reader);

  private final String name;
  private final String namespace;
  private final Attributes attributes;
  private final List<Xml> children = new ArrayList<>();

  /** The elements and the texts within, in order. */
  private final List<Object> content = new ArrayList<>();

  private Xml(String name, String namespace, Attributes attributes) {
    this.name = name;
    this.namespace = namespace;
    this.attributes = new AttributesImpl(attributes);
  }

  /**
   * Reads a text and gives its root element.
   *
   * @throws IllegalArgumentException where the text is not well-formed; the message says where
   */
  public static Xml parse(String text) {
    try {
      Tree tree = new Tree();
      XMLReader reader = READERS.get();
      reader.setContentHandler(tree);
      reader.setErrorHandler(tree);
      reader.parse(new InputSource(new StringReader(text)));
      return tree.root();
    } catch (SAXParseException e) {
      throw new IllegalArgumentException("line " + e.getLineNumber() + ": " + e.getMessage(), e);
    } catch (SAXException | IOException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Has Java load its parser, for which there may be time while a program is waited for. */
  public static void warmUp() {
    parse("<domain a='b'>c<d/></domain>");
  }

  private static XMLReader reader() {
    try {
      SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setXIncludeAware(false);
      return factory.newSAXParser().getXMLReader();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("the JDK's own XML parser knows these features", e);
    }
  }

  /** The element's name without a prefix. */
  public String name() {
    return name;
  }

  /** The attribute's value; empty where it has none. */
  public String attribute(String attribute) {
    String value = attributes.getValue(attribute);
    return value == null ? "" : value;
  }

  /** All text within the element, without white space at its ends. */
  public String text() {
    StringBuilder text = new StringBuilder();
    addText(text);
    return text.toString().strip();
  }

  private void addText(StringBuilder text) {
    for (Object part : content) {
      if (part instanceof Xml child) {
        child.addText(text);
      } else {
        text.append(part);
      }
    }
  }

  /** Whether the element belongs to this XML namespace. */
  public boolean isIn(String wanted) {
    return wanted.equals(namespace);
  }

  /** The child elements, in order. */
  public List<Xml> children() {
    return children;
  }

  /** The elements at the end of a path of child names, in order. */
  public List<Xml> all(String... path) {
    List<Xml> found = List.of(this);
    for (String step : path) {
      List<Xml> next = new ArrayList<>();
      for (Xml parent : found) {
        for (Xml child : parent.children) {
          if (child.name.equals(step)) {
            next.add(child);
          }
        }
      }
      found = next;
    }
    return found;
  }

  /** The first of {@link #all}. */
  public Optional<Xml> first(String... path) {
    List<Xml> found = all(path);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
  }

  /** The text of the first of {@link #all}; empty where there is none. */
  public String textOf(String... path) {
    List<Xml> found = all(path);
    return found.isEmpty() ? "" : found.get(0).text();
  }

  /** Puts the elements together; without it the parser prints errors to standard error, too. */
  private static final class Tree extends DefaultHandler {
    /**
     * Of libvirt's own none is as deep; one that somebody made without end would use up the stack.
     */
    private static final int DEPTH = 200;

    private final Deque<Xml> open = new ArrayDeque<>();
    private final List<Xml> roots = new ArrayList<>();

    /** A text that has no root is none. */
    Xml root() {
      return roots.get(0);
    }

    @Override
    public void startElement(String uri, String local, String qualified, Attributes attributes)
        throws SAXException {
      if (open.size() == DEPTH) {
        throw new SAXException("its elements are nested more than " + DEPTH + " deep");
      }
      Xml element = new Xml(local, uri, attributes);
      Xml parent = open.peek();
      if (parent == null) {
        roots.add(element);
      } else {
        parent.children.add(element);
        parent.content.add(element);
      }
      open.push(element);
    }

    @Override
    public void endElement(String uri, String local, String qualified) {
      open.pop();
    }

    @Override
    public void characters(char[] text, int start, int length) {
      Xml element = open.peek();
      if (element != null) {
        element.content.add(new String(text, start, length));
      }
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
