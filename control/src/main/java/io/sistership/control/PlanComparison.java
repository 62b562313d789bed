package io.sistership.control;

import io.sistership.model.Issue;
import io.sistership.restore.PlannedObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Holds a saved plan against what would be done now, line by line; neither is held as text. Confined.
///
/// A run of the plan that was killed has done part of it. Going on with it is allowed to find done
/// what the plan said it would write, and nothing else.
final class PlanComparison {

    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] OBJECT = "{\"object\":".getBytes(StandardCharsets.UTF_8);
    private static final Set<String> WRITES = Set.of("create", "update", "recreate");
    private static final Set<String> KINDS =
            Set.of("plan", "counterpart", "step", "object", "issue");

    private final SavedPlan saved;
    private final PlanContents now;
    private final boolean begun;
    private final PlanDifferences differences = new PlanDifferences();

    /// @param begun whether a run of the saved plan wrote something already
    PlanComparison(SavedPlan saved, PlanContents now, boolean begun) {
        this.saved = saved;
        this.now = now;
        this.begun = begun;
    }

    /// Refuses (exit 5) what isn't the same.
    void require() {
        var refusal = new PlanRefusal(saved.file());
        try (var lines = new LinesOfFile(saved.file())) {
            compare(lines);
            if (!lines.digest().equals(saved.digest())) {
                throw refusal.changed();
            }
        } catch (IOException e) {
            throw refusal.unreadable(e);
        } catch (IllegalArgumentException e) {
            throw refusal.malformed(e);
        }
        if (!differences.isEmpty()) {
            throw refusal.differs(differences.toString());
        }
    }

    private void compare(LinesOfFile lines) throws IOException {
        var others = others();
        var objects = now.objects().iterator();
        for (var line = lines.next(); line != null; line = lines.next()) {
            if (isObject(line)) {
                object(line, objects);
            } else {
                other(JSON.readTree(line), others);
            }
        }
        objects.forEachRemaining(each -> differences.add("object " + each.id() + " is new"));
        others.forEach(this::surplus);
        if (differences.isEmpty() && !begun && !saved.id().equals(now.id())) {
            differences.add("the order in which objects are written");
        }
    }

    /// Everything but the objects: little, so that it may stand in another order.
    private Map<String, byte[]> others() {
        var others = new LinkedHashMap<String, byte[]>();
        put(others, PlanLines.head(now.id(), now.binding()));
        now.counterparts().forEach(each -> put(others, PlanLines.counterpart(each)));
        now.steps().forEach(each -> put(others, PlanLines.step(each)));
        now.issues().stream()
                .filter(Issue::blocks)
                .forEach(each -> put(others, PlanLines.issue(each)));
        return others;
    }

    private static void put(Map<String, byte[]> lines, byte[] line) {
        lines.put(name(JSON.readTree(line)), line);
    }

    private void object(byte[] line, Iterator<PlannedObject> objects) {
        if (!objects.hasNext()) {
            differences.add(name(JSON.readTree(line)) + " is gone");
            return;
        }
        var here = PlanLines.object(objects.next());
        if (!Arrays.equals(line, here)) {
            differ(JSON.readTree(line), JSON.readTree(here));
        }
    }

    private void other(JsonNode line, Map<String, byte[]> others) {
        var here = others.remove(name(line));
        if (here != null) {
            differ(line, JSON.readTree(here));
        } else if (line.has("step")) {
            differences.add(name(line) + " is gone");
        }
    }

    /// A question about a counterpart that wasn't asked then shows in what it was asked for.
    private void surplus(String name, byte[] line) {
        if (!JSON.readTree(line).has("counterpart")) {
            differences.add(name + " is new");
        }
    }

    private void differ(JsonNode was, JsonNode is) {
        if (begun && was.has("action") && !startsToWrite(was, is)) {
            return;
        }
        for (var member : is.propertyNames()) {
            var isBound = !is.has("plan") || !Set.of("plan", "counterparts").contains(member);
            if (isBound && !is.get(member).equals(was.path(member))) {
                differences.add(name(was), member, was.path(member), is.get(member));
            }
        }
    }

    private static boolean startsToWrite(JsonNode was, JsonNode is) {
        return !WRITES.contains(was.path("action").asString(""))
                && WRITES.contains(is.path("action").asString(""));
    }

    /// `step cluster`, `object ConfigMap shop/web`; an issue is named by all that it says.
    private static String name(JsonNode line) {
        for (var kind : line.propertyNames()) {
            if (KINDS.contains(kind)) {
                var name =
                        kind.equals("plan") ? "the plan" : kind + " " + line.get(kind).asString("");
                return kind.equals("issue")
                        ? name
                                + " at "
                                + line.path("where").asString("")
                                + ": "
                                + line.path("what").asString("")
                        : name;
            }
        }
        throw new IllegalArgumentException("it has a line of no known kind");
    }

    private static boolean isObject(byte[] line) {
        return Arrays.mismatch(line, OBJECT) >= OBJECT.length;
    }
}
