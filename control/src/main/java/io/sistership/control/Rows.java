package io.sistership.control;

import java.util.AbstractList;
import java.util.List;
import java.util.function.Function;

/// Rows of a report, each made when it is asked for: a report of 100,000 objects is printed without
/// holding what it prints. Immutable if its source is.
final class Rows<T, R> extends AbstractList<R> {

    private final List<T> source;
    private final Function<T, R> row;

    Rows(List<T> source, Function<T, R> row) {
        this.source = source;
        this.row = row;
    }

    @Override
    public R get(int index) {
        return row.apply(source.get(index));
    }

    @Override
    public int size() {
        return source.size();
    }
}
