package io.sistership.translate;

import io.sistership.model.ApiResource;
import io.sistership.model.Issue;
import java.util.regex.Pattern;

/// The EBS volumes of PersistentVolumes are those made from the replicated snapshots, in the zones
/// that they were made in.
///
/// The CSI driver's handle is the volume's id. Volumes of the driver in the tree may have their zone
/// before it: `aws://us-east-1a/vol-1`. A handle of neither form blocks: a volume's id is never
/// copied silently.
/// Source: kubernetes-sigs/aws-ebs-csi-driver, docs and examples/kubernetes/static-provisioning;
/// Kubernetes API Reference, "AWSElasticBlockStoreVolumeSource"; kubernetes/csi-translation-lib,
/// plugins/aws_ebs.go.
final class EbsVolumes implements TranslationRule {

    private static final String NAME = "ebs-volume";
    private static final String DRIVER = "ebs.csi.aws.com";
    private static final JsonPath HANDLE = JsonPath.of("/spec/csi/volumeHandle");
    private static final JsonPath IN_TREE = JsonPath.of("/spec/awsElasticBlockStore/volumeID");
    private static final String TERMS =
            "/spec/nodeAffinity/required/nodeSelectorTerms/*/matchExpressions/*";
    private static final Pattern FORM =
            Pattern.compile("(?:aws://(?<zone>[a-z0-9-]*)/)?(?<volume>vol-[0-9a-f]{8,40})");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean appliesTo(ApiResource type) {
        return type.groupKind().equals("PersistentVolume");
    }

    @Override
    public void translate(Subject subject, Crossing crossing, Findings findings) {
        var visit = new RuleVisit(NAME, subject, crossing, findings);
        var document = subject.document();
        boolean csi = document.text("/spec/csi/driver").filter(DRIVER::equals).isPresent();
        if (csi || document.at("/spec/awsElasticBlockStore").isPresent()) {
            visit.each(csi ? HANDLE : IN_TREE, value -> handle(visit, value));
            Zones.terms(visit, TERMS);
            Zones.labels(visit);
        }
    }

    private static void handle(RuleVisit visit, JsonValue value) {
        var match = FORM.matcher(value.text());
        if (!match.matches()) {
            visit.findings().issue(unreadable(Place.of(NAME, visit.subject(), value)));
            return;
        }
        if (match.group("zone") != null) {
            Zones.name(visit, value, new Span(match.start("zone"), match.end("zone")));
        }
        var volume = new Identifier(Identifier.Kind.VOLUME, match.group("volume"));
        visit.translate(value, new Span(match.start("volume"), match.end("volume")), volume, false);
    }

    private static Issue unreadable(Place place) {
        return Issue.blocking(
                "ebs-handle-unreadable",
                place.where(),
                "the volume's id has none of the forms of EBS volumes, so that its counterpart can't be"
                        + " looked for",
                "mend or delete the PersistentVolume in the primary cluster");
    }
}
