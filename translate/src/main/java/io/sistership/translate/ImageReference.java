package io.sistership.translate;

import java.util.Optional;
import java.util.regex.Pattern;

/// A container image's name in its parts: `host:port/repository:tag@digest`.
///
/// The first part is a host only if it has a dot or a port, or is `localhost`; else it belongs to a
/// repository of Docker Hub.
/// Source: github.com/distribution/reference, the grammar in its package comment.
///
/// @param host with its port; empty for Docker Hub's short names
/// @param version tag and digest with their separators: `:1.2@sha256:…`; may be empty
record ImageReference(String host, String repository, String version) {

    private static final Pattern REPOSITORY = Pattern.compile("[a-z0-9]+(?:[._/-]+[a-z0-9]+)*");
    private static final Pattern VERSION =
            Pattern.compile("(?::[\\w][\\w.-]{0,127})?(?:@[A-Za-z][\\w+.-]*:[0-9a-fA-F]{32,})?");

    /// Far above what registries take (255); keeps the patterns off texts of any other kind.
    private static final int LONGEST = 1024;

    /// Reads an image's name; empty where the text isn't one (a placeholder of a template).
    static Optional<ImageReference> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        int slash = text.indexOf('/');
        var first = slash < 0 ? "" : text.substring(0, slash);
        var host = isHost(first) ? first : "";
        var rest = host.isEmpty() ? text : text.substring(slash + 1);
        int end = endOfRepository(rest);
        var reference = new ImageReference(host, rest.substring(0, end), rest.substring(end));
        return Optional.of(reference).filter(ImageReference::isWellFormed);
    }

    /// The host without its port.
    String hostName() {
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    private boolean isWellFormed() {
        return REPOSITORY.matcher(repository).matches() && VERSION.matcher(version).matches();
    }

    private static boolean isHost(String first) {
        return first.contains(".") || first.contains(":") || first.equals("localhost");
    }

    private static int endOfRepository(String rest) {
        int at = rest.indexOf('@');
        int end = at < 0 ? rest.length() : at;
        int colon = rest.indexOf(':');
        return colon < 0 || colon > end ? end : colon;
    }

    @Override
    public String toString() {
        return (host.isEmpty() ? "" : host + "/") + repository + version;
    }
}
