package io.sistership.translate;

import io.sistership.model.ApiResource;
import io.sistership.model.Arn;
import io.sistership.model.Environment;
import io.sistership.translate.Identifier.Kind;
import java.util.Set;
import java.util.regex.Pattern;

/// The KMS keys and zones of storage classes and snapshot classes for EBS are the recovery side's.
///
/// A key is named by its ARN or its id; an id becomes an id again where the counterpart lies in the
/// recovery environment. An alias that is no ARN stays: it names the
/// recovery side's own key. Allowed topologies are looked at whatever the provisioner, as only AWS's
/// zones have these names.
/// Source: kubernetes-sigs/aws-ebs-csi-driver, docs/parameters.md, docs/snapshot.md and
/// docs/fast-snapshot-restores.md; Kubernetes, "Storage Classes" (of the driver in the tree).
final class EbsClasses implements TranslationRule {

    private static final String NAME = "ebs-class";
    private static final String STORAGE = "StorageClass.storage.k8s.io";
    private static final String SNAPSHOT = "VolumeSnapshotClass.snapshot.storage.k8s.io";
    private static final String CSI = "ebs.csi.aws.com";
    private static final Set<String> PROVISIONERS = Set.of(CSI, "kubernetes.io/aws-ebs");
    private static final Pattern KEY_ID =
            Pattern.compile("mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean appliesTo(ApiResource type) {
        return type.groupKind().equals(STORAGE) || type.groupKind().equals(SNAPSHOT);
    }

    @Override
    public void translate(Subject subject, Crossing crossing, Findings findings) {
        var visit = new RuleVisit(NAME, subject, crossing, findings);
        if (subject.is(STORAGE)) {
            storage(visit);
        } else if (subject.document().text("/driver").filter(CSI::equals).isPresent()) {
            zones(visit, "/parameters/fastSnapshotRestoreAvailabilityZones");
        }
    }

    private static void storage(RuleVisit visit) {
        Zones.terms(visit, "/allowedTopologies/*/matchLabelExpressions/*");
        var provisioner = visit.subject().document().text("/provisioner");
        if (provisioner.filter(PROVISIONERS::contains).isPresent()) {
            zones(visit, "/parameters/zone");
            zones(visit, "/parameters/zones");
            visit.each(JsonPath.of("/parameters/kmsKeyId"), value -> key(visit, value));
        }
    }

    private static void zones(RuleVisit visit, String path) {
        visit.each(JsonPath.of(path), value -> Zones.list(visit, value));
    }

    private static void key(RuleVisit visit, JsonValue value) {
        var text = value.text();
        var whole = new Span(0, text.length());
        var arn = Arn.of(text).filter(one -> one.service().equals("kms"));
        if (arn.isPresent()) {
            boolean stays = visit.crossing().reaches(arn.get());
            visit.translate(value, whole, new Identifier(Kind.KEY, text), stays);
        } else if (KEY_ID.matcher(text).matches()) {
            keyId(visit, value);
        }
    }

    /// A bare id is of the cluster's own account and region.
    private static void keyId(RuleVisit visit, JsonValue value) {
        var crossing = visit.crossing();
        var id = value.text();
        var place = Place.of(NAME, visit.subject(), value);
        var arn = keyOf(crossing.primary(), id).toString();
        visit.findings()
                .counterpart(place, crossing, new Identifier(Kind.KEY, arn))
                .ifPresent(found ->
                        visit.findings()
                                .translate(
                                        place,
                                        0,
                                        id.length(),
                                        shortest(found.value(), crossing.recovery()),
                                        found.how()));
    }

    private static String shortest(String key, Environment recovery) {
        var id = key.substring(key.lastIndexOf('/') + 1);
        return key.equals(keyOf(recovery, id).toString()) ? id : key;
    }

    private static Arn keyOf(Environment environment, String id) {
        var region = environment.region();
        return new Arn(
                region.partition(),
                "kms",
                region.value(),
                environment.account().value(),
                "key/" + id);
    }
}
