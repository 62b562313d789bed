package io.sistership.capture;

import io.sistership.kube.DiscoveredType;
import io.sistership.kube.Discovery;
import io.sistership.kube.UnavailableGroup;
import io.sistership.model.ApiResource;
import io.sistership.model.CaptureChanges;
import io.sistership.model.Issue;
import io.sistership.model.Suggestion;
import io.sistership.model.TypeSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a capture leaves out, with a reason each; everything else is captured. Immutable.
///
/// The standard is a file of this module; an application's configuration may leave out more, and
/// take what the standard leaves out.
public final class CapturePolicy {

    private static final String FILE = "capture-policy.yaml";

    private final PolicyFile standard;
    private final CaptureChanges changes;

    private CapturePolicy(PolicyFile standard, CaptureChanges changes) {
        this.standard = standard;
        this.changes = changes;
    }

    /// The policy that comes with the product.
    public static CapturePolicy standard() {
        try (var in = CapturePolicy.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the build");
            }
            return parse(FILE, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads a policy.
    ///
    /// @param file named in messages
    static CapturePolicy parse(String file, byte[] yaml) {
        return new CapturePolicy(PolicyFile.parse(file, yaml), CaptureChanges.NONE);
    }

    /// This policy as an application's configuration changes it.
    public CapturePolicy with(CaptureChanges changes) {
        return new CapturePolicy(standard, changes);
    }

    /// One line of the policy in force.
    ///
    /// @param types what it leaves out: `events`, `*.metrics.k8s.io`, or in words
    /// @param configured whether the application's configuration says so, not the standard
    public record Line(String types, String reason, boolean configured) {}

    /// What is left out: the application's own lines first.
    public List<Line> lines() {
        var lines = new ArrayList<Line>();
        changes.leaveOut()
                .forEach(it -> lines.add(new Line(it.types().toString(), it.reason(), true)));
        for (var rule : standard.leaveOut()) {
            if (!taken(rule.types())) {
                lines.add(new Line(rule.types().toString(), rule.reason(), false));
            }
        }
        for (var verb : standard.withoutVerb()) {
            lines.add(new Line("types without " + verb.verb(), verb.reason(), false));
        }
        return lines;
    }

    /// What the configuration takes though the standard leaves it out.
    public List<TypeSelector> taken() {
        return changes.take();
    }

    /// Why a type isn't captured; empty where it is.
    public Optional<String> reasonAgainst(DiscoveredType type) {
        var resource = type.resource();
        return standard.withoutVerb().stream()
                .filter(it -> !type.verbs().contains(it.verb()))
                .map(PolicyFile.WithoutVerb::reason)
                .findFirst()
                .or(() -> configuredReason(resource))
                .or(() -> standardReason(resource));
    }

    private Optional<String> configuredReason(ApiResource type) {
        return changes.leaveOut().stream()
                .filter(it -> it.types().covers(type))
                .map(CaptureChanges.LeftOut::reason)
                .findFirst();
    }

    private Optional<String> standardReason(ApiResource type) {
        if (changes.take().stream().anyMatch(it -> it.covers(type))) {
            return Optional.empty();
        }
        return standard.leaveOut().stream()
                .filter(it -> it.types().covers(type))
                .map(PolicyFile.LeftOut::reason)
                .findFirst();
    }

    /// Why nothing of a group is captured; empty where something might be.
    public Optional<String> reasonAgainstGroup(String group) {
        var configured =
                changes.leaveOut().stream()
                        .filter(it -> it.types().wholeGroup() && it.types().group().equals(group))
                        .map(CaptureChanges.LeftOut::reason);
        var taking = changes.take().stream().anyMatch(it -> it.group().equals(group));
        var usual =
                standard.leaveOut().stream()
                        .filter(it -> it.types().wholeGroup() && it.types().group().equals(group))
                        .map(PolicyFile.LeftOut::reason)
                        .filter(_ -> !taking);
        return Stream.concat(configured, usual).findFirst();
    }

    /// A whole group that is left out stays on the list where only one type of it is taken.
    private boolean taken(TypeSelector types) {
        return changes.take().stream()
                .anyMatch(it -> it.equals(types) || it.covers(types.group(), types.resource()));
    }

    /// What a person should think over: the configuration leaves out what recoveries need.
    public List<Issue> warnings() {
        var warnings = new ArrayList<Issue>();
        for (var needed : standard.needed()) {
            changes.leaveOut().stream()
                    .filter(it ->
                            it.types().covers(needed.types().group(), needed.types().resource()))
                    .findFirst()
                    .ifPresent(it -> warnings.add(warning(it, needed)));
        }
        return warnings;
    }

    private static Issue warning(CaptureChanges.LeftOut entry, PolicyFile.LeftOut needed) {
        return Issue.warning(
                "needed-type-left-out",
                "capture.leaveOut",
                "%s leaves out %s: %s".formatted(entry.types(), needed.types(), needed.reason()),
                "Take the entry out of capture.leaveOut in sistership.yaml, or put the objects into"
                        + " the recovery cluster yourself.");
    }

    /// Entries of the configuration that no type of a cluster answers to: misspelt, or not there.
    ///
    List<Issue> unmatched(Discovery discovery) {
        var left = changes.leaveOut().stream().map(CaptureChanges.LeftOut::types);
        return Stream.concat(
                        left.map(it -> unmatched("capture.leaveOut", it, discovery)),
                        changes.take().stream().map(it -> unmatched("capture.take", it, discovery)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Issue> unmatched(
            String where, TypeSelector types, Discovery discovery) {
        var served = discovery.types().stream().map(DiscoveredType::resource).toList();
        var silent = discovery.unavailable().stream().map(UnavailableGroup::group).toList();
        if (silent.contains(types.group()) || served.stream().anyMatch(types::covers)) {
            return Optional.empty();
        }
        var names = served.stream().map(ApiResource::groupResource).toList();
        var meant =
                Suggestion.nearest(types.toString(), names).map(it -> ": did you mean " + it + "?");
        return Optional.of(
                Issue.info(
                        "policy-matches-nothing",
                        where,
                        "the cluster serves no %s%s".formatted(types, meant.orElse(""))));
    }
}
