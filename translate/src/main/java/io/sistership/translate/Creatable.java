package io.sistership.translate;

import java.util.ArrayList;
import java.util.List;

/// Makes an item of a list into an object that can be created: lists of built-in types say
/// `apiVersion` and `kind` once for all their items, a request says them for each object.
public final class Creatable {

    private static final String RULE = "type-of-list-items";

    private Creatable() {}

    /// The missing members, as the object's first ones; none where it has them.
    public static List<Edit> edits(Subject subject) {
        var edits = new ArrayList<Edit>();
        var root = subject.document().root();
        if (root.member("apiVersion").isEmpty()) {
            edits.add(insert(root, "apiVersion", subject.type().apiVersion()));
        }
        if (root.member("kind").isEmpty()) {
            edits.add(insert(root, "kind", subject.type().kind()));
        }
        return edits;
    }

    private static Edit insert(JsonValue root, String name, String value) {
        return Edit.insert(Edit.Kind.COMPLETE, RULE, root, name, value);
    }
}
