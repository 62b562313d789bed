package io.sistership.bench;

/// How long so many objects took.
record Rate(long objects, double seconds) {

    double perSecond() {
        return objects / seconds;
    }
}
