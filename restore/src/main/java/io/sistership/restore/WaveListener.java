package io.sistership.restore;

import java.util.Map;

/// Hears of each wave, on the thread that restores: what it does in between is waited for.
public interface WaveListener {

    /// Nobody listens.
    WaveListener NONE = new WaveListener() {};

    /// The wave starts. For [Wave#NODES] this is when to make node groups and Fargate profiles.
    default void starting(Wave wave) {}

    /// The wave has ended.
    ///
    /// @param outcomes how many objects of this wave ended how, by the outcome's label; what was put
    ///     off isn't counted yet
    default void finished(Wave wave, Map<String, Long> outcomes) {}
}
