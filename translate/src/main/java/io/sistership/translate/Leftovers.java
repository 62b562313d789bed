package io.sistership.translate;

import io.sistership.model.Environment;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Looks through every string of a translated object for what still names the primary account or
/// region: the second scan, which catches what no rule knows.
///
/// Linear in the object's size. A Secret's data isn't looked at, nor the copy of it that the last
/// applied configuration holds. Immutable.
public final class Leftovers {

    private static final List<String> DATA_OF_SECRETS =
            List.of("/data", "/stringData", LastApplied.POINTER);

    private final Environment primary;
    private final Environment recovery;

    private Leftovers(Environment primary, Environment recovery) {
        this.primary = primary;
        this.recovery = recovery;
    }

    /// A scan for names of `primary` that `recovery` doesn't share.
    public static Leftovers of(Environment primary, Environment recovery) {
        return new Leftovers(primary, recovery);
    }

    /// What an object still names, in document order; each string is told once per name.
    public List<Leftover> in(Subject subject) {
        var found = new LinkedHashSet<Leftover>();
        var hidden = dataOfSecret(subject);
        var open = new ArrayDeque<JsonValue>();
        open.push(subject.document().root());
        while (!open.isEmpty()) {
            var value = open.pop();
            if (!hidden.contains(value)) {
                value.name().ifPresent(name -> scan(value, name, found));
                value.textIfString().ifPresent(text -> scan(value, text, found));
                value.items().reversed().forEach(open::push);
            }
        }
        return List.copyOf(found);
    }

    private static Set<JsonValue> dataOfSecret(Subject subject) {
        var hidden = new HashSet<JsonValue>();
        if (subject.is("Secret")) {
            DATA_OF_SECRETS.forEach(place -> hidden.addAll(subject.document().all(place)));
        }
        return hidden;
    }

    private void scan(JsonValue value, String text, Set<Leftover> found) {
        var account = primary.account().value();
        if (!primary.account().equals(recovery.account()) && names(text, account, false)) {
            found.add(new Leftover(value.pointer(), "account " + account));
        }
        var region = primary.region().value();
        if (!primary.region().equals(recovery.region()) && names(text, region, true)) {
            found.add(new Leftover(value.pointer(), "region " + region));
        }
    }

    /// Whether a text has this word: not inside a longer number or word, but a region also with the
    /// letter of a zone behind it.
    private static boolean names(String text, String word, boolean zones) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            if (zones && isLetter(text, end) && !isWord(text, end + 1)) {
                end++;
            }
            if (!isWord(text, at - 1) && !isWord(text, end)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWord(String text, int at) {
        return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
    }

    private static boolean isLetter(String text, int at) {
        return at < text.length() && Character.isLetter(text.charAt(at));
    }
}
