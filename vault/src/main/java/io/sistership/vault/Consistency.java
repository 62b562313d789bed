package io.sistership.vault;

/// At which revision a type was listed, and whether that is the point's one revision.
///
/// @param revision the list's `resourceVersion`; opaque
/// @param inCut whether the type belongs to the cut
public record Consistency(String revision, boolean inCut) {}
