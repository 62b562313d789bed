package io.sistership.vault;

/// One file of one point, as refusals name it.
record PointFile(PointId point, String name) {

    static final String MANIFEST = "manifest.json";
    static final String ENVELOPE = "manifest.dsse";

    RefusedPointException refuse(Refusal reason, String what) {
        return new RefusedPointException(point, name, reason, what, null);
    }

    RefusedPointException refuse(Refusal reason, String what, Throwable cause) {
        return new RefusedPointException(point, name, reason, what, cause);
    }
}
