package io.sistership.kube;

/// A group's version that the server announces but can't describe now, as when the server behind
/// its `APIService` is dead.
///
/// @param reason what is known of the cause
public record UnavailableGroup(String group, String version, String reason) {

    boolean is(String otherGroup, String otherVersion) {
        return group.equals(otherGroup) && version.equals(otherVersion);
    }
}
