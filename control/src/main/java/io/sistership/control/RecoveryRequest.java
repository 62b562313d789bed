package io.sistership.control;

import java.util.List;

/// Which point is to be recovered, as what.
///
/// @param cluster the captured cluster's name
/// @param point the point's id; empty: the newest accepted one
/// @param target the name of the cluster to be made
/// @param accepted blocking issues that the person accepts: a code, or `code:object`
public record RecoveryRequest(String cluster, String point, String target, List<String> accepted) {

    public RecoveryRequest {
        accepted = List.copyOf(accepted);
    }
}
