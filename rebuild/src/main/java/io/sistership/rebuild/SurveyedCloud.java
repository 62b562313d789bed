package io.sistership.rebuild;

import io.sistership.cloud.AwsDocument;
import io.sistership.cloud.IamRole;
import io.sistership.cloud.NetworkKind;
import io.sistership.cloud.NetworkResource;
import io.sistership.model.Arn;
import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import io.sistership.translate.JsonDocument;
import io.sistership.translate.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The surveyed documents of one cluster, found by what they describe. Immutable.
public final class SurveyedCloud {

    private final List<AwsDocument> documents;

    /// The documents of a survey, or those of an opened recovery point.
    public SurveyedCloud(List<AwsDocument> documents) {
        this.documents = List.copyOf(documents);
    }

    /// The description of the cluster. Whoever holds the signing key can sign a point without one.
    JsonValue cluster() {
        return descriptions("DescribeCluster", "cluster").stream()
                .findFirst()
                .orElseThrow(() ->
                        new SistershipException(
                                FailureKind.POINT_REFUSED,
                                "point-contents",
                                "the recovery point describes no cluster: it holds no answer of eks"
                                        + " DescribeCluster",
                                "Use another point (`sistership points`): this one's signer wrote it"
                                        + " wrongly."));
    }

    List<JsonValue> nodegroups() {
        return descriptions("DescribeNodegroup", "nodegroup");
    }

    List<JsonValue> fargateProfiles() {
        return descriptions("DescribeFargateProfile", "fargateProfile");
    }

    List<JsonValue> accessEntries() {
        return descriptions("DescribeAccessEntry", "accessEntry");
    }

    List<JsonValue> addons() {
        return descriptions("DescribeAddon", "addon");
    }

    List<JsonValue> podIdentityAssociations() {
        return descriptions("DescribePodIdentityAssociation", "association");
    }

    List<JsonValue> identityProviders() {
        return descriptions("DescribeIdentityProviderConfig", "identityProviderConfig");
    }

    /// The policies of a principal's access entry.
    List<JsonValue> accessPolicies(String principal) {
        return parsed("ListAssociatedAccessPolicies").stream()
                .filter(one -> one.text("/principalArn").equals(Optional.of(principal)))
                .flatMap(one -> one.all("/associatedAccessPolicies/*").stream())
                .toList();
    }

    /// A role of the primary, where it was described.
    Optional<IamRole> role(Arn arn) {
        return documents.stream()
                .filter(one -> one.operation().equals("GetRole"))
                .map(one -> IamRole.in(one.json()))
                .filter(one -> one.arn().equals(arn))
                .findFirst();
    }

    /// What the primary has of a kind, as far as the cluster refers to it.
    List<NetworkResource> network(NetworkKind kind) {
        var found = new ArrayList<NetworkResource>();
        for (var document : documents) {
            if (document.operation().equals(kind.operation())) {
                found.addAll(NetworkResource.in(kind, document.json()));
            }
        }
        return found;
    }

    private List<JsonValue> descriptions(String operation, String member) {
        return parsed(operation).stream().flatMap(one -> one.at("/" + member).stream()).toList();
    }

    private List<JsonDocument> parsed(String operation) {
        return documents.stream()
                .filter(one -> one.operation().equals(operation))
                .map(one -> JsonDocument.of(one.json()))
                .toList();
    }
}
