package io.sistership.restore;

import java.util.Set;

/// Types that decisions of this package name, as CRDs name them: plural and group.
final class Types {

    static final String CRD = "customresourcedefinitions.apiextensions.k8s.io";
    static final String API_SERVICE = "apiservices.apiregistration.k8s.io";

    static final Set<String> WEBHOOK_CONFIGURATIONS =
            Set.of(
                    "mutatingwebhookconfigurations.admissionregistration.k8s.io",
                    "validatingwebhookconfigurations.admissionregistration.k8s.io");

    /// Rules that the API server itself evaluates: they take effect at once, like webhooks.
    static final Set<String> ADMISSION_POLICIES =
            Set.of(
                    "validatingadmissionpolicies.admissionregistration.k8s.io",
                    "validatingadmissionpolicybindings.admissionregistration.k8s.io",
                    "mutatingadmissionpolicies.admissionregistration.k8s.io",
                    "mutatingadmissionpolicybindings.admissionregistration.k8s.io");

    /// What makes pods run.
    static final Set<String> WORKLOADS =
            Set.of(
                    "pods",
                    "replicationcontrollers",
                    "deployments.apps",
                    "replicasets.apps",
                    "statefulsets.apps",
                    "daemonsets.apps",
                    "jobs.batch",
                    "cronjobs.batch");

    private Types() {}

    /// Where a workload keeps its pods' labels.
    static String podLabels(String groupResource) {
        return switch (groupResource) {
            case "pods" -> "/metadata/labels";
            case "cronjobs.batch" -> "/spec/jobTemplate/spec/template/metadata/labels";
            default -> "/spec/template/metadata/labels";
        };
    }

    /// Where a workload keeps its pods' spec.
    static String podSpec(String groupResource) {
        return switch (groupResource) {
            case "pods" -> "/spec";
            case "cronjobs.batch" -> "/spec/jobTemplate/spec/template/spec";
            default -> "/spec/template/spec";
        };
    }
}
