package io.sistership.rig;

import io.sistership.model.ApiResource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a mutation of a recovered cluster needn't be reported: places that a rule which `verify`
/// prints explains. Written down a second time, so that a rule that is wider than its reason is
/// found.
final class PrintedRules {

    private record Line(String rule, Pattern type, Pattern path) {}

    private static final List<Line> LINES =
            List.of(
                    line(
                            "what names an object",
                            ".*",
                            "/apiVersion|/kind|/metadata/(name|namespace)"),
                    line(
                            "server-metadata",
                            ".*",
                            "/metadata/(uid|resourceVersion|generation|creationTimestamp|selfLink|managedFields)(/.*)?"),
                    line("status", ".*", "/status(/.*)?"),
                    line("service-address", "services", "/spec/(clusterIP|clusterIPs)(/.*)?"),
                    line("service-family", "services", "/spec/(ipFamilies|ipFamilyPolicy)(/.*)?"),
                    line(
                            "service-node-port",
                            "services",
                            "/spec/(ports/\\d+/nodePort|healthCheckNodePort)"),
                    line(
                            "deployment-revision",
                            "deployments\\.apps",
                            "/metadata/annotations/deployment\\.kubernetes\\.io~1revision"),
                    line(
                            "daemon-set-generation",
                            "daemonsets\\.apps",
                            "/metadata/annotations/deprecated\\.daemonset\\.template\\.generation"),
                    line(
                            "job-selector",
                            "jobs\\.batch",
                            "/spec/selector(/.*)?|(/spec/template)?/metadata/labels/(batch\\.kubernetes\\.io~1)?(controller-uid|job-name)"),
                    line(
                            "protection-finalizer",
                            "persistentvolume(claim)?s",
                            "/metadata/finalizers/\\d+"));

    private PrintedRules() {}

    private static Line line(String rule, String type, String path) {
        return new Line(rule, Pattern.compile(type), Pattern.compile(path));
    }

    /// The rule for this place of objects of this type; empty where a change must be reported.
    static Optional<String> find(ApiResource type, String path) {
        return LINES.stream()
                .filter(line -> line.type().matcher(type.groupResource()).matches())
                .filter(line -> line.path().matcher(path).matches())
                .map(Line::rule)
                .findFirst();
    }
}
