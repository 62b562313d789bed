package io.sistership.model;

import java.util.Optional;

/// An AWS account and region.
///
/// @param profile the credentials to start from; empty: the default chain of the AWS SDKs
public record Environment(AccountId account, Region region, Optional<String> profile) {

    @Override
    public String toString() {
        return account + " " + region;
    }
}
