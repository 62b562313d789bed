package io.sistership.delegate;

import io.sistership.model.Arn;
import io.sistership.model.RestoreChoices;
import io.sistership.vault.Expectations;
import io.sistership.vault.PointId;

/// What a delegate needs to plan, restore or verify; it decides none of it.
///
/// @param point the recovery point, which the delegate verifies for itself
/// @param expected what it must be of
/// @param vault the bucket of points
/// @param state the bucket of pins and journals
/// @param sealKey unwraps data keys, in the delegate's region
/// @param recoveryId names the recovery in journals and field managers
/// @param sameServiceRange whether the recovery cluster's service range is the primary's
/// @param choices what the configuration says of existing objects, and of what stands still
public record RestoreRequest(
        PointId point,
        Expectations expected,
        String vault,
        String state,
        Arn sealKey,
        String recoveryId,
        boolean sameServiceRange,
        RestoreChoices choices) {}
