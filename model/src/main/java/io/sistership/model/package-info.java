/// The vocabulary.
///
/// Comes in: what people write (sistership.yaml) and the words of the field.
/// Goes out: records and sealed types that every other module speaks.
/// Must not know: AWS SDKs, Kubernetes wire formats, files of recovery points.
@NullMarked
package io.sistership.model;

import org.jspecify.annotations.NullMarked;
