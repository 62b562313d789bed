/// The AWS services everything needs.
///
/// Comes in: profiles, roles, endpoints.
/// Goes out: credentials, adapters of the ports of the vault on S3 and KMS, EKS tokens, classified errors.
/// Must not know: what a recovery point means.
@NullMarked
package io.sistership.aws;

import org.jspecify.annotations.NullMarked;
