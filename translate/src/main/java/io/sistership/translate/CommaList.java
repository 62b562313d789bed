package io.sistership.translate;

import java.util.ArrayList;
import java.util.List;

/// The items of a text such as `a, b` or `k=v, l=w`, as annotations write lists: where each stands,
/// without the white space around it.
/// Source: kubernetes-sigs/aws-load-balancer-controller, docs/guide/ingress/annotations.md.
final class CommaList {

    private CommaList() {}

    /// The characters of each item that isn't empty.
    static List<Span> items(String text) {
        var items = new ArrayList<Span>();
        int from = 0;
        while (from <= text.length()) {
            int comma = text.indexOf(',', from);
            int to = comma < 0 ? text.length() : comma;
            var item = trimmed(text, from, to);
            if (item.length() > 0) {
                items.add(item);
            }
            from = to + 1;
        }
        return items;
    }

    /// The characters `from` to `to` without white space at the ends.
    static Span trimmed(String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return new Span(start, end);
    }
}
