package io.sistership.control;

import io.sistership.model.Issue;
import io.sistership.vault.ExpiryPlan;
import io.sistership.vault.PointChain;
import io.sistership.vault.PointId;
import io.sistership.vault.PointKeeping;
import io.sistership.vault.PointStanding;
import io.sistership.vault.VersionLock;
import java.util.ArrayList;
import java.util.List;

/// What keeps points and what goes, in the words that people and programs read.
final class ExpiryView {

    private final String cluster;

    ExpiryView(String cluster) {
        this.cluster = cluster;
    }

    static List<String> ids(List<PointId> points) {
        return points.stream().map(PointId::value).toList();
    }

    static List<String> keptBy(PointKeeping point) {
        return point.keptBy().stream().map(tier -> tier.word()).toList();
    }

    static String expires(PointKeeping point) {
        return point.expired() ? lockedUntil(point.lock()) : time(point);
    }

    static String status(PointKeeping point) {
        return switch (point.standing()) {
            case ACCEPTED -> "ok";
            case NEXT -> "not accepted yet";
            case NOT_ACCEPTED -> "not accepted";
            case REFUSED -> "refused: " + point.problem();
        };
    }

    static String lockedUntil(VersionLock lock) {
        return lock.held() ? "held" : lock.until().map(Object::toString).orElse("");
    }

    static List<ExpiryReport.Locked> locked(List<ExpiryPlan.LockedFile> files) {
        return files.stream()
                .map(file -> new ExpiryReport.Locked(file.key(), lockedUntil(file.lock())))
                .toList();
    }

    List<Issue> issues(List<PointKeeping> points, List<PointChain.Gap> gaps) {
        var issues = new ArrayList<Issue>();
        points.stream()
                .filter(point -> point.standing() == PointStanding.NOT_ACCEPTED)
                .forEach(point -> issues.add(notAccepted(point)));
        gaps.forEach(gap -> issues.add(gap(gap)));
        return issues;
    }

    List<Issue> hidden(List<String> keys) {
        return keys.stream()
                .map(key ->
                        Issue.warning(
                                "point-hidden",
                                "vault of " + cluster,
                                key
                                        + " was deleted without its versions; no segment expires"
                                        + " while that is so",
                                "Find out who did it. Take the delete marker away (aws s3api"
                                        + " delete-object --version-id), or delete its versions"
                                        + " too."))
                .toList();
    }

    private static Issue notAccepted(PointKeeping point) {
        return Issue.info(
                "point-not-accepted",
                "recovery point " + point.id(),
                "it is signed and in the vault, but another point was accepted in its place: a"
                        + " publisher was killed, or somebody signs beside your captures; it expires"
                        + " by itself");
    }

    private Issue gap(PointChain.Gap gap) {
        boolean one = gap.first() == gap.last();
        return Issue.warning(
                "chain-gap",
                "vault of " + cluster,
                one
                        ? "accepted point %d (%s) is missing from the chain, and no expiry took it"
                                .formatted(gap.last(), gap.newest())
                        : "accepted points %d to %d (the last is %s) are missing from the chain, and no expiry took them"
                                .formatted(gap.first(), gap.last(), gap.newest()),
                "Find out who deleted " + (one ? "it." : "them."));
    }

    private static String time(PointKeeping point) {
        return point.until().map(Object::toString).orElse("");
    }
}
