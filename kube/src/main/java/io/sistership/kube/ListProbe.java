package io.sistership.kube;

/// What a list of one object tells about a type.
///
/// @param revision the revision at which the server answered
/// @param estimatedObjects about how many there are; -1 where the server doesn't say
public record ListProbe(String revision, long estimatedObjects) {}
