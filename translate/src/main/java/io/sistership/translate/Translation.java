package io.sistership.translate;

/// One identifier that gives way to its counterpart, as plans and reports show it.
///
/// Rules of this module translate names only, never a Secret's data, so old and new may be shown.
///
/// @param rule the rule's name
/// @param place the pointer of the value; after `#` the place inside a text
/// @param before what stood there: an image's name, an ARN
/// @param after what stands there on the recovery side
/// @param how how the counterpart was found
public record Translation(String rule, String place, String before, String after, String how) {}
