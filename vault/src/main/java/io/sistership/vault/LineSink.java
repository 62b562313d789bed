package io.sistership.vault;

/// Takes lines as byte spans, one object or document each, without its line break.
///
/// The span is valid during the call only.
@FunctionalInterface
public interface LineSink {
    void line(byte[] buffer, int offset, int length);
}
