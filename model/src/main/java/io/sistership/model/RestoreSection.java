package io.sistership.model;

import io.sistership.model.RestoreChoices.Existing;
import io.sistership.model.RestoreChoices.Policy;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads `restore` of `sistership.yaml`, whose shape the schema has checked.
final class RestoreSection {

    /// Deleting one of these deletes more than itself: all that is in it, all objects of the type, data.
    private static final Set<String> NEVER_RECREATED =
            Set.of(
                    "namespaces",
                    "customresourcedefinitions.apiextensions.k8s.io",
                    "persistentvolumes",
                    "persistentvolumeclaims");

    private static final Set<String> STANDING_STILL =
            Set.of(
                    "deployments.apps",
                    "statefulsets.apps",
                    "replicasets.apps",
                    "replicationcontrollers",
                    "cronjobs.batch");

    private RestoreSection() {}

    static RestoreChoices read(JsonNode section) {
        return new RestoreChoices(
                entries(section, "existing").stream().map(RestoreSection::existing).toList(),
                entries(section, "quiesce").stream().map(RestoreSection::objects).toList());
    }

    private static List<JsonNode> entries(JsonNode section, String name) {
        return section.path(name).valueStream().toList();
    }

    private static Existing existing(JsonNode entry) {
        var policy = entry.path("policy").asString().toUpperCase(Locale.ROOT);
        return new Existing(objects(entry), Policy.valueOf(policy));
    }

    private static ObjectSelector objects(JsonNode entry) {
        var types =
                new TypeSelector(
                        entry.path("group").asString(""), entry.path("resource").asString());
        return new ObjectSelector(
                types, entry.path("namespace").asString(""), entry.path("name").asString(""));
    }

    static void check(String file, YamlDocument document) {
        var choices = read(document.root().path("restore"));
        for (var index = 0; index < choices.existing().size(); index++) {
            checkExisting(file, document, choices.existing().get(index), index);
        }
        for (var index = 0; index < choices.quiesce().size(); index++) {
            checkQuiesce(file, document, choices.quiesce().get(index), index);
        }
    }

    private static void checkExisting(
            String file, YamlDocument document, Existing line, int index) {
        var types = line.objects().types();
        boolean harmful =
                types.wholeGroup()
                        ? NEVER_RECREATED.stream().anyMatch(type -> inGroup(type, types.group()))
                        : NEVER_RECREATED.contains(types.toString());
        if (line.policy() == Policy.RECREATE && harmful) {
            refuse(
                    file,
                    document.value("/restore/existing/" + index),
                    "restore.existing: %s can't be recreated: with one of them more would be deleted than itself"
                            .formatted(types),
                    "Use update or skip, or delete the object yourself.");
        }
    }

    private static boolean inGroup(String type, String group) {
        int dot = type.indexOf('.');
        return (dot < 0 ? "" : type.substring(dot + 1)).equals(group);
    }

    private static void checkQuiesce(
            String file, YamlDocument document, ObjectSelector objects, int index) {
        if (!STANDING_STILL.contains(objects.types().toString())) {
            refuse(
                    file,
                    document.value("/restore/quiesce/" + index),
                    "restore.quiesce: %s can't stand still".formatted(objects.types()),
                    "What can: %s."
                            .formatted(
                                    String.join(", ", STANDING_STILL.stream().sorted().toList())));
        }
    }

    private static void refuse(String file, YamlDocument.Position at, String what, String fix) {
        throw new ConfigurationException(file, at.line(), at.column(), what, fix);
    }
}
