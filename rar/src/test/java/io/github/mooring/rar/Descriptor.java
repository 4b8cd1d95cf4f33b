package io.github.mooring.rar;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A descriptor of the archive, as far as the tests ask. */
final class Descriptor {
    private static final Path FOLDER = Path.of("src/main/rar/META-INF");

    private final Element root;

    private Descriptor(Element root) {
        this.root = root;
    }

    static Descriptor read(String name) throws IOException, SAXException, ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        Document document =
                factory.newDocumentBuilder().parse(FOLDER.resolve(name).toFile());
        return new Descriptor(document.getDocumentElement());
    }

    String attribute(String name) {
        return root.getAttribute(name);
    }

    /** The text of the only element of that name. */
    String text(String name) {
        return text(root, name);
    }

    private static String text(Element in, String name) {
        List<Element> found = elements(in, name);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " elements <" + name + "> in <" + in.getTagName() + ">");
        }
        return found.get(0).getTextContent().strip();
    }

    /** The properties right below the only element of that name. */
    List<Property> propertiesIn(String parent) {
        List<Property> properties = new ArrayList<>();
        for (Element property : elements(root, "config-property")) {
            if (property.getParentNode() instanceof Element element
                    && element.getTagName().equals(parent)) {
                properties.add(Property.of(property));
            }
        }
        return properties;
    }

    /** The elements of that name, wherever they are. */
    List<Element> elements(String name) {
        return elements(root, name);
    }

    private static List<Element> elements(Element in, String name) {
        NodeList nodes = in.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    /** A {@code config-property} of ra.xml. */
    record Property(String name, String type, boolean hasValue, boolean confidential) {
        private static Property of(Element element) {
            return new Property(
                    text(element, "config-property-name"),
                    text(element, "config-property-type"),
                    !elements(element, "config-property-value").isEmpty(),
                    elements(element, "config-property-confidential").stream()
                            .anyMatch(e -> e.getTextContent().strip().equals("true")));
        }
    }
}
