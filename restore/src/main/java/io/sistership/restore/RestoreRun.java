package io.sistership.restore;

import io.sistership.model.Issue;
import io.sistership.model.ObjectId;
import io.sistership.model.Outcome;
import io.sistership.model.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// What one run knows so far: how objects ended, uids, what was put off. Thread-safe.
final class RestoreRun {

    /// An object whose write may work later.
    ///
    /// @param tried whether it was sent; if not, another one of its type was refused just before
    record PutOff(PlanEntry entry, WriteAnswer.NotNow because, boolean tried) {}

    private final Map<ObjectId, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Map<String, String> newUids = new ConcurrentHashMap<>();
    private final Set<ObjectId> tried = ConcurrentHashMap.newKeySet();
    private final Queue<PutOff> putOff = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicLong> extraCalls = new ConcurrentHashMap<>();
    private final Queue<Issue> issues = new ConcurrentLinkedQueue<>();
    private final Map<String, WriteAnswer.NotNow> failingTypes = new ConcurrentHashMap<>();
    private final ObjectPlan plan;
    private final RestoreJournal journal;
    private final Progress progress;

    RestoreRun(ObjectPlan plan, RestoreJournal journal, Progress progress) {
        this.plan = plan;
        this.journal = journal;
        this.progress = progress;
    }

    ObjectPlan plan() {
        return plan;
    }

    RestoreJournal journal() {
        return journal;
    }

    /// An object has ended.
    ///
    /// @param uid its uid in the recovery cluster; empty if it isn't there
    void finish(PlanEntry entry, Outcome outcome, String uid) {
        outcomes.put(entry.id(), outcome);
        if (!uid.isEmpty() && plan.isOwner(entry)) {
            newUids.put(entry.captured().uid(), uid);
        }
        journal.record(new JournalEntry(entry.id(), outcome, uid));
        progress.advanced(1, 0);
    }

    /// A write may work later. From now on other objects of the type are put off untried, as a webhook
    /// that doesn't answer costs its timeout each time.
    void putOff(PlanEntry entry, WriteAnswer.NotNow because) {
        if (because.cause() == WriteAnswer.Cause.BACKEND) {
            failingTypes.put(entry.planned().type().groupResource(), because);
        }
        tried.add(entry.id());
        putOff.add(new PutOff(entry, because, true));
    }

    /// Whether a write of the object was sent before, and is to be sent once more.
    boolean wasTried(PlanEntry entry) {
        return tried.contains(entry.id());
    }

    /// Puts an object off without a try, if another one of its type was refused in this pass.
    boolean putOffUntried(PlanEntry entry) {
        var because = failingTypes.get(entry.planned().type().groupResource());
        if (because != null) {
            putOff.add(new PutOff(entry, because, false));
        }
        return because != null;
    }

    /// Takes what was put off so far, what wasn't tried yet first; each type has a new chance.
    List<PutOff> takePutOff() {
        failingTypes.clear();
        var taken = new ArrayList<PutOff>();
        for (var next = putOff.poll(); next != null; next = putOff.poll()) {
            taken.add(next);
        }
        taken.sort(Comparator.comparing(PutOff::tried));
        return taken;
    }

    boolean hasPutOff() {
        return !putOff.isEmpty();
    }

    Optional<Outcome> outcome(ObjectId id) {
        return Optional.ofNullable(outcomes.get(id));
    }

    /// Whether the object stands in the recovery cluster.
    boolean isThere(ObjectId id) {
        return outcome(id)
                .filter(o -> o instanceof Outcome.Restored || o instanceof Outcome.AlreadyThere)
                .isPresent();
    }

    /// The uid of an object that this very run wrote: nobody needs to ask what it looks like.
    Optional<String> writtenUid(PlanEntry entry) {
        return outcome(entry.id())
                .filter(Outcome.Restored.class::isInstance)
                .flatMap(_ -> journal.find(entry.id()))
                .map(JournalEntry::uid)
                .filter(uid -> !uid.isEmpty());
    }

    Optional<String> newUid(String capturedUid) {
        return Optional.ofNullable(newUids.get(capturedUid));
    }

    void learnUid(String capturedUid, String uid) {
        newUids.put(capturedUid, uid);
    }

    void countExtraCall(String cause) {
        extraCalls.computeIfAbsent(cause, _ -> new AtomicLong()).incrementAndGet();
    }

    void report(Issue issue) {
        issues.add(issue);
    }

    /// All outcomes in the order of the plan; every captured object must have one.
    RestoreResult result() {
        var ordered = new LinkedHashMap<ObjectId, Outcome>();
        for (var entry : plan.entries()) {
            var outcome = outcome(entry.id());
            ordered.put(
                    entry.id(),
                    outcome.orElseThrow(
                            () -> new IllegalStateException(entry.id() + " has no outcome")));
        }
        if (ordered.size() != plan.entries().size()) {
            throw new IllegalStateException(
                    "%d objects were captured, %d have an outcome"
                            .formatted(plan.entries().size(), ordered.size()));
        }
        var calls = new LinkedHashMap<String, Long>();
        extraCalls.forEach((cause, count) -> calls.put(cause, count.get()));
        return new RestoreResult(ordered, calls, List.copyOf(issues));
    }
}
