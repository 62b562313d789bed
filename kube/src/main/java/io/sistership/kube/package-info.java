/// Speaking to a Kubernetes API server.
///
/// Comes in: the address of an API server, its CA, a supplier of tokens.
/// Goes out: discovery, lists as streams of byte spans, writes, classified errors.
/// Must not know: AWS, recovery points, disaster recovery.
@NullMarked
package io.sistership.kube;

import org.jspecify.annotations.NullMarked;
