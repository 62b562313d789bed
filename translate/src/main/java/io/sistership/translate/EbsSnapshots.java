package io.sistership.translate;

import io.sistership.model.ApiResource;
import io.sistership.model.Issue;

/// The EBS snapshots, and the volumes they are of, that VolumeSnapshotContents name are the replicated
/// ones.
///
/// Source: kubernetes-csi/external-snapshotter, client/apis/volumesnapshot/v1, "VolumeSnapshotContentSource".
final class EbsSnapshots implements TranslationRule {

    private static final String NAME = "ebs-snapshot";
    private static final String DRIVER = "ebs.csi.aws.com";
    private static final JsonPath SNAPSHOT = JsonPath.of("/spec/source/snapshotHandle");
    private static final JsonPath VOLUME = JsonPath.of("/spec/source/volumeHandle");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean appliesTo(ApiResource type) {
        return type.groupKind().equals("VolumeSnapshotContent.snapshot.storage.k8s.io");
    }

    @Override
    public void translate(Subject subject, Crossing crossing, Findings findings) {
        if (subject.document().text("/spec/driver").filter(DRIVER::equals).isPresent()) {
            var visit = new RuleVisit(NAME, subject, crossing, findings);
            visit.each(SNAPSHOT, value -> handle(visit, value, IdentifierForm.SNAPSHOT));
            visit.each(VOLUME, value -> handle(visit, value, IdentifierForm.VOLUME));
        }
    }

    private static void handle(RuleVisit visit, JsonValue value, IdentifierForm form) {
        var text = value.text();
        if (form.read(text).isPresent()) {
            visit.item(value, new Span(0, text.length()), form);
        } else {
            visit.findings().issue(unreadable(Place.of(NAME, visit.subject(), value)));
        }
    }

    private static Issue unreadable(Place place) {
        return Issue.blocking(
                "ebs-snapshot-unreadable",
                place.where(),
                "the handle has not the form of EBS, so that its counterpart can't be looked for",
                "mend or delete the VolumeSnapshotContent in the primary cluster");
    }
}
