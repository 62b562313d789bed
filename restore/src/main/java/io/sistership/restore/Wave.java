package io.sistership.restore;

/// The steps of a restore, in order. What belongs to which is the table in [WaveTable].
public enum Wave {
    NAMESPACES("everything namespaced lives in them"),
    DEFINITIONS(
            "custom resources need their type served; each is waited for until it is established"),
    PASSIVE("runs no code, so nothing can act on a half-restored cluster"),
    NETWORK("nodes become Ready only with it"),
    /// Holds no objects: the caller makes node groups and Fargate profiles when it starts.
    NODES("pods need somewhere to run"),
    BACKENDS("they answer the API server's calls; waited for until their Services have endpoints"),
    CONVERTED("custom resources whose writes go through a conversion webhook"),
    GUARDS("from here on they check and change what is written, as they did on the primary"),
    WORKLOADS("all that they read, and all that guards them, is there"),
    LIMITS(
            "they count what is there, or guard without an answering backend: they would refuse the rest");

    private final String reason;

    Wave(String reason) {
        this.reason = reason;
    }

    /// Why it stands at this place in the order.
    public String reason() {
        return reason;
    }

    /// As reports print it.
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
