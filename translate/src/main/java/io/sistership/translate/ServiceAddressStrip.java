package io.sistership.translate;

import java.util.List;

/// Leaves out the addresses that the primary cluster gave a Service, both spellings together: one of
/// them alone is refused.
///
/// `None` stays: it says that the Service is headless. Where the recovery cluster's service range is
/// the same and the address is free the caller keeps them: clients may know it, kube-dns's above all
/// (github.com/velero-io/velero/issues/2810).
record ServiceAddressStrip(boolean keep) implements Strip {

    @Override
    public String name() {
        return "service-cluster-ip";
    }

    @Override
    public List<JsonValue> in(Subject subject) {
        if (keep || !subject.is("Service")) {
            return List.of();
        }
        var document = subject.document();
        if (document.text("/spec/clusterIP").filter("None"::equals).isPresent()) {
            return List.of();
        }
        return List.of("/spec/clusterIP", "/spec/clusterIPs").stream()
                .flatMap(path -> document.all(path).stream())
                .toList();
    }
}
