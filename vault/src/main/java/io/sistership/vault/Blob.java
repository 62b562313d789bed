package io.sistership.vault;

/// What a store knows of one blob without reading it.
///
/// @param tag changes whenever the content does; opaque
public record Blob(String key, long length, String tag) {}
