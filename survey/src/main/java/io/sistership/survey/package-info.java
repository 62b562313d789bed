/// The cloud around a cluster into documents.
///
/// Comes in: a cluster name and read access to its environment.
/// Goes out: raw AWS documents about the cluster and what it refers to.
/// Must not know: the inside of the cluster.
@NullMarked
package io.sistership.survey;

import org.jspecify.annotations.NullMarked;
