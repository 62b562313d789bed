package io.sistership.vault;

/// Why a point begins an epoch instead of building on the points before it.
///
/// @param why in one sentence, without a full stop
/// @param expected whether that is the ordinary course of things; otherwise somebody should be told
public record EpochStart(String why, boolean expected) {}
