package io.sistership.survey;

import io.sistership.cloud.AwsDocument;
import io.sistership.cloud.Treatments;
import io.sistership.model.Issue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;

/// Gathers the EKS documents of one cluster: what they refer to, and what in them is unknown to us.
/// Confined to one thread.
final class ClusterDocuments {

    private static final JsonMapper JSON = new JsonMapper();

    private final List<AwsDocument> documents = new ArrayList<>();
    private final List<Issue> issues = new ArrayList<>();
    private final EnumMap<Reference.Target, Set<String>> names =
            new EnumMap<>(Reference.Target.class);

    /// Takes in a response.
    ///
    /// @param section the member of it that holds the description
    /// @param where what it describes, for issues: `nodegroup ng-1 of shop`
    void add(String operation, String section, String where, byte[] response) {
        documents.add(new AwsDocument("eks", operation, response));
        var description = JSON.readTree(response).path(section);
        for (var reference : Reference.ALL) {
            if (reference.section().equals(section)) {
                reference.in(description).forEach(named(reference.target())::add);
            }
        }
        for (var path : Treatments.of(section).untreated(description)) {
            issues.add(untreated(where, path));
        }
    }

    /// What the documents name, sorted.
    Set<String> named(Reference.Target target) {
        return names.computeIfAbsent(target, _ -> new TreeSet<>());
    }

    List<AwsDocument> documents() {
        return documents;
    }

    List<Issue> issues() {
        return issues;
    }

    private static Issue untreated(String where, String path) {
        return Issue.warning(
                "attribute-without-treatment",
                where + ", " + path,
                "AWS describes something that this version of Sistership doesn't know: it is"
                        + " recorded, and a recovery leaves it out",
                "look whether the cluster needs it; a newer version of Sistership may know it");
    }
}
