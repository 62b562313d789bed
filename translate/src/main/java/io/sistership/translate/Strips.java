package io.sistership.translate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Everything that is left out of an object when it is created on another cluster: one table, a
/// reason in each line.
///
/// What isn't here stays on purpose: `generateName` beside a name, webhooks' `caBundle`, finalizers,
/// labels and annotations of any other kind. Immutable.
public final class Strips {

    private record Row(Strip strip, String reason) {}

    private final List<Row> table;

    private Strips(StripChoices choices) {
        this.table = table(choices);
    }

    /// The table for creating objects, under these choices.
    public static Strips forCreate(StripChoices choices) {
        return new Strips(choices);
    }

    /// The edits that leave out what the table says, in the table's order.
    public List<Edit> edits(Subject subject) {
        var edits = new ArrayList<Edit>();
        var gone = new HashSet<JsonValue>();
        for (var row : table) {
            for (var value : row.strip().in(subject)) {
                if (!Edits.within(value, gone)) {
                    gone.add(value);
                    edits.add(Edit.strip(row.strip().name(), value));
                }
            }
        }
        return edits;
    }

    /// Each rule's name with its reason, in the table's order.
    public Map<String, String> reasons() {
        var reasons = new LinkedHashMap<String, String>();
        table.forEach(row -> reasons.put(row.strip().name(), row.reason()));
        return reasons;
    }

    private static List<Row> table(StripChoices choices) {
        var rows = new ArrayList<Row>();
        rows.addAll(metadata());
        rows.add(new Row(new StatusStrip(choices.keepStatus()), "observed anew by its controller"));
        rows.addAll(storage());
        rows.addAll(pods());
        rows.addAll(services(choices));
        rows.addAll(accounts());
        return List.copyOf(rows);
    }

    private static List<Row> metadata() {
        return List.of(
                everywhere("uid", "the server gives every object its own"),
                everywhere("resourceVersion", "of another store; refused on creation"),
                everywhere("generation", "counted anew by the server"),
                everywhere("creationTimestamp", "set by the server"),
                everywhere("deletionTimestamp", "no object is created while being deleted"),
                everywhere("deletionGracePeriodSeconds", "goes with deletionTimestamp"),
                everywhere("selfLink", "no longer served since Kubernetes 1.20"),
                everywhere("managedFields", "refused on creation; put back by a second write"),
                everywhere("ownerReferences", "they hold uids; linked to the new ones later"));
    }

    private static List<Row> storage() {
        return List.of(
                new Row(
                        FieldStrip.of(
                                "volume-claim-uid",
                                "PersistentVolume",
                                "/spec/claimRef/uid",
                                "/spec/claimRef/resourceVersion"),
                        "the claim has a new uid; namespace and name keep others away"),
                new Row(new BindStrip(), "the binding is made anew"));
    }

    private static List<Row> pods() {
        return List.of(
                new Row(
                        FieldStrip.of("pod-node", "Pod", "/spec/nodeName"),
                        "that node doesn't exist there"),
                // KEP-4742: the API server copies them from the node when a pod is bound.
                new Row(
                        FieldStrip.of(
                                "pod-topology",
                                "Pod",
                                "/metadata/labels/topology.kubernetes.io~1region",
                                "/metadata/labels/topology.kubernetes.io~1zone"),
                        "of that node; the server labels the pod by its new one"),
                new Row(
                        FieldStrip.of("pod-priority", "Pod", "/spec/priority"),
                        "computed from the class's name; refused where both differ"),
                new Row(
                        FieldStrip.of(
                                "pod-ephemeral-containers", "Pod", "/spec/ephemeralContainers"),
                        "a debugging session of then; refused on creation"),
                new Row(new PodTokenStrip(), "injected again for the new cluster"),
                new Row(new JobSelectorStrip(), "generated from the new uid"));
    }

    private static List<Row> services(StripChoices choices) {
        return List.of(
                new Row(
                        new ServiceAddressStrip(choices.keepServiceAddresses()),
                        "allocated from the recovery cluster's range"),
                new Row(new ServicePortStrip(), "generated; the same port may be taken there"));
    }

    private static List<Row> accounts() {
        return List.of(
                new Row(new TokenSecretStrip(), "a new token is made for the new ServiceAccount"),
                new Row(new AccountSecretsStrip(), "generated Secrets aren't restored"));
    }

    private static Row everywhere(String field, String reason) {
        return new Row(FieldStrip.everywhere(field, "/metadata/" + field), reason);
    }
}
