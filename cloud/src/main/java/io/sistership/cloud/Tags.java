package io.sistership.cloud;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Reads tags in the forms that services write them.
final class Tags {

    private Tags() {}

    /// A list of `{key, value}` (EC2) or `{Key, Value}` (IAM); anything else has none.
    static Map<String, String> ofQueryApi(JsonNode list) {
        var tags = new LinkedHashMap<String, String>();
        if (list.isArray()) {
            for (var tag : list) {
                tags.put(either(tag, "key", "Key"), either(tag, "value", "Value"));
            }
        }
        return tags;
    }

    private static String either(JsonNode tag, String first, String second) {
        return tag.path(first).asString(tag.path(second).asString(""));
    }
}
