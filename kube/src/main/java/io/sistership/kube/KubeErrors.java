package io.sistership.kube;

import io.sistership.kube.KubeException.Problem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.MessageHeaders;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The one place that knows what an API server's answers, and failures on the way to it, mean.
///
/// Statuses and reasons: Kubernetes API conventions, "HTTP Status codes" and "Response Status Kind".
final class KubeErrors {

    private static final int TEXT = 300;

    private KubeErrors() {}

    /// A status of 400 and above.
    static KubeException ofStatus(
            int status,
            MessageHeaders headers,
            byte[] body,
            String resource,
            KubeIdentity identity) {
        var document = status(body);
        var reason = Json.text(document, "reason");
        var error = tooNew(document) ? KubeErrorKind.AHEAD : classify(status, reason);
        return new KubeException(
                new Problem(
                        error,
                        status,
                        reason,
                        message(status, document, body),
                        resource,
                        fix(status, identity),
                        retryAfter(headers, document),
                        false,
                        null));
    }

    /// "Too large resource version": a server, or a store, that is behind what was asked for.
    private static boolean tooNew(JsonNode document) {
        for (var cause : document.path("details").path("causes")) {
            if (Json.text(cause, "reason").equals("ResourceVersionTooLarge")) {
                return true;
            }
        }
        return false;
    }

    static KubeErrorKind classify(int status, String reason) {
        return switch (status) {
            case 400, 413, 422 -> KubeErrorKind.INVALID;
            case 401, 403 -> KubeErrorKind.DENIED;
            case 404 -> KubeErrorKind.NOT_FOUND;
            case 408, 504 -> KubeErrorKind.TIMEOUT;
            case 409 ->
                    reason.equals("AlreadyExists")
                            ? KubeErrorKind.ALREADY_EXISTS
                            : KubeErrorKind.CONFLICT;
            case 410 -> KubeErrorKind.GONE;
            case 429 -> KubeErrorKind.THROTTLED;
            case 500 ->
                    reason.equals("ServerTimeout")
                            ? KubeErrorKind.UNAVAILABLE
                            : KubeErrorKind.INTERNAL;
            case 502, 503 -> KubeErrorKind.UNAVAILABLE;
            default -> KubeErrorKind.OTHER;
        };
    }

    /// No answer, or a broken one.
    ///
    /// @param beforeSending whether no connection could be made at all
    static KubeException ofFailure(
            IOException failure, boolean beforeSending, URI server, String resource) {
        var error = classify(failure, beforeSending);
        return new KubeException(
                new Problem(
                        error,
                        0,
                        "",
                        describe(error, failure, beforeSending, server),
                        resource,
                        fix(error),
                        null,
                        beforeSending,
                        failure));
    }

    /// Certificates that were given for a server, and that no connection can be made with.
    static KubeException unusableCertificates(URI server, Exception failure) {
        return new KubeException(
                new Problem(
                        KubeErrorKind.CERTIFICATE,
                        0,
                        "",
                        "the certificates for it can't be used: " + deepest(failure),
                        server.toString(),
                        "Look at the cluster's certificate authority data: it must hold PEM"
                                + " certificates.",
                        null,
                        true,
                        failure));
    }

    static KubeException interrupted(String resource) {
        return new KubeException(
                new Problem(
                        KubeErrorKind.INTERRUPTED,
                        0,
                        "",
                        "interrupted",
                        resource,
                        "Run the command again.",
                        null,
                        false,
                        null));
    }

    /// An answer of 2xx that isn't what was asked for.
    static KubeException unexpected(String message, String resource) {
        return new KubeException(
                new Problem(
                        KubeErrorKind.OTHER,
                        0,
                        "",
                        message,
                        resource,
                        "Check that the address is an API server's and not a proxy's or a portal's.",
                        null,
                        false,
                        null));
    }

    private static KubeErrorKind classify(IOException failure, boolean beforeSending) {
        if (concernsCertificate(failure)) {
            return KubeErrorKind.CERTIFICATE;
        }
        return failure instanceof SocketTimeoutException && !beforeSending
                ? KubeErrorKind.TIMEOUT
                : KubeErrorKind.UNREACHABLE;
    }

    private static boolean concernsCertificate(Throwable failure) {
        return has(failure, CertificateException.class::isInstance)
                || has(failure, CertPathValidatorException.class::isInstance)
                || has(
                        failure,
                        it -> it instanceof SSLException && text(it).contains("certificate"));
    }

    private static String describe(
            KubeErrorKind error, IOException failure, boolean beforeSending, URI server) {
        if (error == KubeErrorKind.CERTIFICATE) {
            return "the certificate of "
                    + server
                    + " isn't one of this cluster's certificate authority for this host: "
                    + deepest(failure);
        }
        if (has(failure, UnknownHostException.class::isInstance)) {
            return "can't find the host " + server.getHost();
        }
        if (beforeSending) {
            return "can't connect to " + server + ": " + refusal(failure);
        }
        return deepest(failure);
    }

    private static String refusal(IOException failure) {
        return has(failure, ConnectException.class::isInstance)
                        && deepest(failure).equals("Connection refused")
                ? "the connection is refused"
                : deepest(failure);
    }

    private static String fix(KubeErrorKind error) {
        return switch (error) {
            case CERTIFICATE ->
                    "Compare the cluster's certificate authority data with the certificate that the"
                            + " address presents: TLS may be intercepted on the way, or the cluster"
                            + " was made anew.";
            case UNREACHABLE, TIMEOUT ->
                    "Check from this machine that the API server's address can be reached: whether"
                            + " its endpoint is public and for which addresses, firewall, VPN.";
            case INTERRUPTED -> "Run the command again.";
            case NOT_FOUND,
                    ALREADY_EXISTS,
                    CONFLICT,
                    DENIED,
                    INVALID,
                    THROTTLED,
                    GONE,
                    AHEAD,
                    UNAVAILABLE,
                    INTERNAL,
                    OTHER ->
                    "";
        };
    }

    private static String fix(int status, KubeIdentity identity) {
        return switch (status) {
            case 401 ->
                    switch (identity) {
                        case KubeIdentity.Bearer _ ->
                                "Give the identity behind this token access to the cluster, and check"
                                        + " that the token is for this cluster and still valid.";
                        case KubeIdentity.ClientCertificate _ ->
                                "Use a client certificate that the cluster's authority signed and"
                                        + " that is still valid.";
                        case KubeIdentity.Anonymous _ -> "Use credentials of the cluster.";
                    };
            case 403 -> "Grant this identity the permission that the message names.";
            default -> "";
        };
    }

    private static JsonNode status(byte[] body) {
        try {
            return Json.tree(body);
        } catch (JacksonException _) {
            return Json.object();
        }
    }

    private static String message(int status, JsonNode document, byte[] body) {
        var message = Json.text(document, "message");
        if (status == 401) {
            return "the API server doesn't know who is calling (401"
                    + (message.isEmpty() ? ")" : " " + message + ")");
        }
        if (!message.isEmpty()) {
            return message;
        }
        var text = new String(body, StandardCharsets.UTF_8).strip();
        return "HTTP "
                + status
                + (text.isEmpty() ? "" : ": " + text.substring(0, Math.min(TEXT, text.length())));
    }

    private static @Nullable Duration retryAfter(MessageHeaders headers, JsonNode document) {
        var header = text(headers.getFirstHeader("Retry-After")).strip();
        if (header.matches("\\d{1,6}")) {
            return Duration.ofSeconds(Long.parseLong(header));
        }
        var seconds = document.path("details").path("retryAfterSeconds").asLong(0);
        return seconds > 0 ? Duration.ofSeconds(seconds) : null;
    }

    private static String text(@Nullable Header header) {
        return header == null || header.getValue() == null ? "" : header.getValue();
    }

    private static boolean has(Throwable failure, Predicate<Throwable> wanted) {
        for (Throwable it = failure; it != null; it = it.getCause()) {
            if (wanted.test(it)) {
                return true;
            }
        }
        return false;
    }

    /// The innermost message: the outer ones only say that something failed.
    private static String deepest(Throwable failure) {
        var message = failure.toString();
        for (Throwable it = failure; it != null; it = it.getCause()) {
            message = text(it).isEmpty() ? message : text(it);
        }
        return message;
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null ? "" : failure.getMessage();
    }
}
