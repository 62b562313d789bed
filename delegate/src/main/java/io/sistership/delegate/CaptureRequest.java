package io.sistership.delegate;

import io.sistership.model.Arn;
import io.sistership.model.CaptureChanges;
import io.sistership.vault.PointHeading;
import io.sistership.vault.Precedent;
import java.util.List;

/// What a delegate needs for one capture; it decides none of it.
///
/// @param changes of a standard capture
/// @param precedent the accepted point that the new one follows, as the recovery side verified it
/// @param scratch the bucket whose `outbox/` takes the point, and whose `index/` tells what is unchanged
/// @param sealKey wraps data keys, in the delegate's region
/// @param indexKey wraps the index's data key
/// @param signingKey signs the point
public record CaptureRequest(
        ClusterAddress cluster,
        PointHeading heading,
        List<SurveyedDocument> documents,
        CaptureChanges changes,
        Precedent precedent,
        String scratch,
        Arn sealKey,
        Arn indexKey,
        SigningKey signingKey) {

    public CaptureRequest {
        documents = List.copyOf(documents);
    }
}
