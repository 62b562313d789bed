package io.sistership.cloud;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import tools.jackson.databind.json.JsonMapper;

/// The response of an AWS query service (EC2, IAM) as JSON, so that every document of a recovery
/// point has one form.
///
/// Every element is kept, known or not: an element with children is an object, one with text a
/// string, a list (children named `item` or `member`) an array, an empty element an empty string:
/// XML doesn't tell an empty list from an empty text. Only the request's id is left out, and when a
/// role was last used (IAM API, `RoleLastUsed`), which our own work changes: so that of unchanged
/// configuration the documents are equal. Thread-safe.
final class XmlAsJson {

    private static final Set<String> LIST_ITEMS = Set.of("item", "member");
    private static final Set<String> ABOUT_THE_REQUEST = Set.of("requestId", "ResponseMetadata");
    private static final Set<String> ABOUT_USE = Set.of("RoleLastUsed");
    private static final JsonMapper JSON = new JsonMapper();

    private XmlAsJson() {}

    /// The JSON of a response's root element.
    ///
    /// @throws IllegalArgumentException where the bytes aren't XML
    static byte[] convert(byte[] xml) {
        try {
            var reader = factory().createXMLStreamReader(new ByteArrayInputStream(xml));
            try {
                reader.nextTag();
                var root = value(reader);
                if (root instanceof Map<?, ?> members) {
                    members.keySet().removeAll(ABOUT_THE_REQUEST);
                }
                return JSON.writeValueAsBytes(root);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("AWS answered something that isn't XML", e);
        }
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    // The reader stands on a start element, and afterwards on its end.
    private static Object value(XMLStreamReader reader) throws XMLStreamException {
        var text = new StringBuilder();
        var children = new LinkedHashMap<String, List<Object>>();
        while (reader.next() != XMLStreamConstants.END_ELEMENT) {
            if (reader.isStartElement()) {
                var name = reader.getLocalName();
                var value = value(reader);
                if (!ABOUT_USE.contains(name)) {
                    children.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
                }
            } else if (reader.isCharacters()) {
                text.append(reader.getText());
            }
        }
        if (children.isEmpty()) {
            return text.toString();
        }
        return children.size() == 1 && LIST_ITEMS.containsAll(children.keySet())
                ? children.values().iterator().next()
                : members(children);
    }

    private static Map<String, Object> members(Map<String, List<Object>> children) {
        var members = new LinkedHashMap<String, Object>();
        children.forEach((name, values) ->
                members.put(name, values.size() == 1 ? values.getFirst() : values));
        return members;
    }
}
