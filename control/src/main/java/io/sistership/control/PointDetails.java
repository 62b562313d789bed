package io.sistership.control;

import java.util.List;
import java.util.Map;

/// What a recovery point holds, as `sistership show` tells it: no contents.
///
/// @param names the objects' names of the types that were asked for
public record PointDetails(
        PointRow point,
        String signer,
        String previous,
        String configuration,
        String cut,
        List<TypeRow> types,
        Map<String, Long> documents,
        Map<String, String> unavailable,
        Map<String, String> leftOut,
        Map<String, List<String>> names) {

    /// One type of a point.
    ///
    /// @param type `deployments.apps/v1`
    /// @param sealedAs which key class seals it: `objects` or `secrets`
    public record TypeRow(
            String type,
            String kind,
            long count,
            int segments,
            long sealedBytes,
            String sealedAs,
            String revision,
            boolean inCut) {}
}
