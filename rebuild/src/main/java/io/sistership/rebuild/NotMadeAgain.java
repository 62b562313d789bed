package io.sistership.rebuild;

import io.sistership.model.Issue;
import io.sistership.translate.JsonValue;
import java.util.ArrayList;
import java.util.List;

/// Tells what a cluster had in EKS and a recovery doesn't make again.
final class NotMadeAgain {

    private NotMadeAgain() {}

    static List<Issue> issues(SurveyedCloud surveyed) {
        var issues = new ArrayList<Issue>();
        surveyed.addons().forEach(addon -> issues.add(addon(addon)));
        surveyed.podIdentityAssociations().forEach(one -> issues.add(podIdentity(one)));
        surveyed.identityProviders().forEach(one -> issues.add(identityProvider(one)));
        return issues;
    }

    private static Issue addon(JsonValue addon) {
        return Issue.info(
                "addon-not-managed",
                "add-on " + text(addon, "/addonName"),
                "version "
                        + text(addon, "/addonVersion")
                        + " comes back as the objects that it had put into the cluster, not as a"
                        + " managed add-on");
    }

    private static Issue podIdentity(JsonValue one) {
        var account = text(one, "/namespace") + "/" + text(one, "/serviceAccount");
        return Issue.warning(
                "pod-identity-not-made",
                "pod identity association of " + account,
                "the pods of " + account + " get no credentials from " + text(one, "/roleArn"),
                "once the cluster is there: aws eks create-pod-identity-association --cluster-name"
                        + " NAME --namespace "
                        + text(one, "/namespace")
                        + " --service-account "
                        + text(one, "/serviceAccount")
                        + " --role-arn ARN");
    }

    private static Issue identityProvider(JsonValue one) {
        var name = text(one, "/oidc/identityProviderConfigName");
        return Issue.warning(
                "identity-provider-not-made",
                "identity provider " + name,
                "people can't log in to the recovery cluster by " + text(one, "/oidc/issuerUrl"),
                "once the cluster is there: aws eks associate-identity-provider-config"
                        + " --cluster-name NAME --oidc identityProviderConfigName="
                        + name
                        + ",issuerUrl="
                        + text(one, "/oidc/issuerUrl")
                        + ",clientId="
                        + text(one, "/oidc/clientId"));
    }

    private static String text(JsonValue value, String pointer) {
        return value.at(pointer).flatMap(JsonValue::textIfString).orElse("");
    }
}
