package io.sistership.restore;

import io.sistership.translate.JsonValue;

/// One entry of `metadata.ownerReferences`, as captured: the uid is the primary's.
///
/// @param group the API group of the owner; a version change of the owner doesn't matter
record OwnerReference(String group, String kind, String name, String uid, boolean controller) {

    static OwnerReference of(JsonValue value) {
        var apiVersion = ObjectView.text(value, "apiVersion");
        int slash = apiVersion.indexOf('/');
        return new OwnerReference(
                slash < 0 ? "" : apiVersion.substring(0, slash),
                ObjectView.text(value, "kind"),
                ObjectView.text(value, "name"),
                ObjectView.text(value, "uid"),
                value.member("controller").filter(JsonValue::isTrue).isPresent());
    }

    boolean is(String group, String kind) {
        return this.group.equals(group) && this.kind.equals(kind);
    }

    /// `Deployment.apps web`, for messages.
    String label() {
        return (group.isEmpty() ? kind : kind + "." + group) + " " + name;
    }
}
