package io.sistership.vault;

import io.sistership.model.Retention;
import io.sistership.model.SistershipException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Applies retention to one cluster's vault: first a plan, which writes nothing, then the deletion of
/// just that. Confined; one at a time for a cluster.
///
/// Young segments that no manifest lists stay: a publisher may be about to put the manifest. What
/// an earlier expiry had condemned goes whatever its age, as no publisher may list it any more.
public final class VaultExpiry {

    private final Stores stores;
    private final Expectations expected;
    private final Rules rules;
    private final Condemned condemned;
    private final ListedSegments listed;

    /// Where things lie.
    ///
    /// @param versions the same vault with all its versions
    public record Stores(BlobStore vault, Versions versions, BlobStore state) {}

    /// What may go.
    ///
    /// @param grace how long what isn't a point (yet) is left alone
    public record Rules(Retention retention, Duration grace, Instant now) {}

    public VaultExpiry(Stores stores, Expectations expected, Rules rules) {
        this.stores = stores;
        this.expected = expected;
        this.rules = rules;
        this.condemned = new Condemned(stores.state());
        this.listed = new ListedSegments(stores.vault(), expected.clusterName());
    }

    /// What keeps each point.
    public VaultInspection inspect() {
        return new VaultInspection(stores, expected, rules);
    }

    /// What would go now.
    ///
    /// @throws SistershipException (exit 5) if nothing says which point is the accepted one
    public ExpiryPlan plan() {
        return new ExpiryPlanning(inspect(), rules, listed, condemned.keys(expected.clusterName()))
                .plan();
    }

    /// Deletes what the plan says, as far as it is true still: what was listed meanwhile stays.
    public ExpiryReport apply(ExpiryPlan plan) {
        if (plan.isEmpty()) {
            return ExpiryReport.NOTHING;
        }
        new ExpiryRecords(stores.state(), expected.clusterName()).expire(spans(plan));
        return new VaultSweep(stores, expected.clusterName(), condemned, listed).sweep(plan);
    }

    private List<ExpiredSpan> spans(ExpiryPlan plan) {
        var verifier = new PointVerifier(stores.vault(), new Pins(stores.state()));
        return plan.points().stream()
                .filter(point -> point.standing() == PointStanding.ACCEPTED)
                .map(PointKeeping::id)
                .filter(plan.going()::contains)
                .map(id -> PointLocation.vault(expected.clusterName(), id))
                .map(location -> ExpiredSpan.of(verifier.signed(location, expected).statement()))
                .toList();
    }
}
