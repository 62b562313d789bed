package io.sistership.capture;

import io.sistership.kube.RetryCause;
import io.sistership.model.Issue;
import io.sistership.vault.AbsentType;
import io.sistership.vault.EpochStart;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a capture found, for people; the manifest holds the same. Immutable.
///
/// @param cut the one revision; empty where no type is in the cut
/// @param types captured, by group and plural
/// @param unavailable served, but unreadable, with the reason
/// @param leftOut by policy, with its reason
/// @param retries how often requests were repeated, by cause
/// @param remarks on the policy
/// @param epochStart why the point begins an epoch; empty where it continues one
public record CaptureReport(
        Optional<String> cut,
        List<CapturedType> types,
        List<AbsentType> unavailable,
        List<AbsentType> leftOut,
        Map<RetryCause, Long> retries,
        List<Issue> remarks,
        Optional<EpochStart> epochStart) {

    public CaptureReport {
        types = List.copyOf(types);
        unavailable = List.copyOf(unavailable);
        leftOut = List.copyOf(leftOut);
        retries = Map.copyOf(retries);
        remarks = List.copyOf(remarks);
    }

    /// All captured objects.
    public long objects() {
        return types.stream().mapToLong(CapturedType::objects).sum();
    }

    /// The bytes of all captured objects.
    public long bytes() {
        return types.stream().mapToLong(CapturedType::bytes).sum();
    }
}
