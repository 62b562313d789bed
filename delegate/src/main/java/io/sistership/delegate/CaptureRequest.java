package io.sistership.delegate;

import io.sistership.model.Arn;
import io.sistership.model.CaptureChanges;
import io.sistership.vault.PointHeading;
import java.util.List;

/// What a delegate needs for one capture; it decides none of it.
///
/// @param changes of the standard capture policy
/// @param scratch the bucket whose `outbox/` takes the point
/// @param sealKey wraps data keys, in the delegate's region
/// @param signingKey signs the point
public record CaptureRequest(
        ClusterAddress cluster,
        PointHeading heading,
        List<SurveyedDocument> documents,
        CaptureChanges changes,
        String scratch,
        Arn sealKey,
        SigningKey signingKey) {

    public CaptureRequest {
        documents = List.copyOf(documents);
    }
}
