package io.sistership.translate;

import io.sistership.model.ApiResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Turns a captured object of the primary environment into edits that make it one of the recovery
/// environment: an ordered table of rules, each for one known place.
///
/// What `kubectl apply` keeps as the last applied configuration follows its object: the same rules
/// work inside that text. What only the text has, and no rule can translate, is left to
/// [Leftovers]. Immutable and thread-safe, as far as its counterparts are.
public final class Translator {

    private record Row(TranslationRule rule, String reason) {}

    private final Crossing crossing;
    private final List<Row> table;

    /// Of each type that was asked for: there are few types and many objects.
    private final Map<ApiResource, List<TranslationRule>> rules = new ConcurrentHashMap<>();

    private Translator(Crossing crossing, PodSpecs specs) {
        this.crossing = crossing;
        this.table =
                List.of(
                        new Row(
                                new EcrImages(specs),
                                "the primary's registry is lost with its region"),
                        new Row(
                                new RegionalRegistries(specs),
                                "AWS's registries are regional; after the one above, which leaves"
                                        + " them alone"),
                        new Row(new RoleArnAnnotation(), "pods assume the role that was mirrored"),
                        new Row(new AwsAuth(), "nodes and people log in by the mirrored roles"),
                        new Row(new EfsVolumes(), "volumes mount the replicated file systems"),
                        new Row(
                                new AlbAnnotations(),
                                "load balancers are made of what the recovery side has"),
                        new Row(
                                new ServiceLoadBalancers(),
                                "for the same reason; a Service may have both"),
                        new Row(
                                new IngressClassParameters(),
                                "for the same reason, for all Ingresses of a class"),
                        new Row(
                                new TargetGroupBindings(),
                                "targets are registered with the recovery side's groups"),
                        new Row(
                                new EbsVolumes(),
                                "volumes are those made from the replicated snapshots"),
                        new Row(
                                new EbsClasses(),
                                "new volumes are made in the recovery region, under its keys"),
                        new Row(new EbsSnapshots(), "volumes are restored from the replicas"));
    }

    /// A translator for one crossing.
    public static Translator of(Crossing crossing, PodSpecs specs) {
        return new Translator(crossing, specs);
    }

    /// What is to be done with one object.
    public Translated translate(Subject subject) {
        var findings = new Findings();
        var rules = rules(subject.type());
        rules.forEach(rule -> rule.translate(subject, crossing, findings));
        var own = findings.result();
        var copies = lastApplied(subject, rules);
        return new Translated(
                Stream.concat(own.edits().stream(), copies.stream()).toList(),
                own.translations(),
                own.issues());
    }

    /// Each rule's name with its reason, in the table's order.
    public Map<String, String> reasons() {
        var reasons = new LinkedHashMap<String, String>();
        table.forEach(row -> reasons.put(row.rule().name(), row.reason()));
        return reasons;
    }

    private List<TranslationRule> rules(ApiResource type) {
        return rules.computeIfAbsent(
                type, _ -> table.stream().map(Row::rule).filter(r -> r.appliesTo(type)).toList());
    }

    private List<Edit> lastApplied(Subject subject, List<TranslationRule> rules) {
        if (rules.isEmpty()) {
            return List.of();
        }
        return subject.document()
                .at(LastApplied.POINTER)
                .flatMap(EmbeddedJson::in)
                .map(copy -> copy.lift(editsOf(subject, copy, rules)))
                .orElse(List.of());
    }

    private List<Edit> editsOf(Subject subject, EmbeddedJson copy, List<TranslationRule> rules) {
        var findings = new Findings();
        var annotation = subject.document().at(LastApplied.POINTER).orElseThrow();
        var inner = subject.within(annotation, copy.document());
        rules.forEach(rule -> rule.translate(inner, crossing, findings));
        return findings.result().edits();
    }
}
