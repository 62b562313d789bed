package io.sistership.survey;

import io.sistership.cloud.AwsDocument;
import io.sistership.cloud.EksCluster;
import io.sistership.model.Issue;
import java.util.List;

/// What a survey found: the cluster, every document about it and what it refers to, and what is
/// wrong or unknown there.
///
/// @param documents in an order that depends on their contents alone
public record Survey(EksCluster cluster, List<AwsDocument> documents, List<Issue> issues) {

    public Survey {
        documents = List.copyOf(documents);
        issues = List.copyOf(issues);
    }
}
