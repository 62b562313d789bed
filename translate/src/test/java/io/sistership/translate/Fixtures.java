package io.sistership.translate;

import io.sistership.model.AccountId;
import io.sistership.model.ApiResource;
import io.sistership.model.Environment;
import io.sistership.model.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Captured objects and their types.
final class Fixtures {

    static final ApiResource POD = new ApiResource("", "v1", "Pod", "pods", true);
    static final ApiResource SERVICE = new ApiResource("", "v1", "Service", "services", true);
    static final ApiResource SECRET = new ApiResource("", "v1", "Secret", "secrets", true);
    static final ApiResource CONFIG_MAP =
            new ApiResource("", "v1", "ConfigMap", "configmaps", true);
    static final ApiResource SERVICE_ACCOUNT =
            new ApiResource("", "v1", "ServiceAccount", "serviceaccounts", true);
    static final ApiResource VOLUME =
            new ApiResource("", "v1", "PersistentVolume", "persistentvolumes", false);
    static final ApiResource CLAIM =
            new ApiResource("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", true);
    static final ApiResource JOB = new ApiResource("batch", "v1", "Job", "jobs", true);
    static final ApiResource DEPLOYMENT =
            new ApiResource("apps", "v1", "Deployment", "deployments", true);

    static final Environment PRIMARY =
            new Environment(
                    new AccountId("111111111111"), new Region("us-east-1"), Optional.empty());
    static final Environment RECOVERY =
            new Environment(
                    new AccountId("222222222222"), new Region("us-west-2"), Optional.empty());

    private Fixtures() {}

    /// A recovery environment in another account, in this region.
    static Environment within(String region) {
        return new Environment(RECOVERY.account(), new Region(region), Optional.empty());
    }

    /// From the primary to the recovery environment, with these explicit counterparts beside what
    /// the environments say.
    static Crossing crossing(Map<String, String> counterparts) {
        return new Crossing(
                PRIMARY,
                RECOVERY,
                Counterparts.firstOf(
                        Counterparts.explicit(counterparts), Counterparts.of(PRIMARY, RECOVERY)));
    }

    static Translator translator(Map<String, String> counterparts) {
        return Translator.of(crossing(counterparts), PodSpecs.builtIn());
    }

    static String text(String file) {
        try (var in = Fixtures.class.getResourceAsStream(file)) {
            return new String(
                            Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8)
                    .stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Subject subject(ApiResource type, String json) {
        return Subject.of(type, JsonDocument.of(json));
    }

    static String applied(Subject subject, List<Edit> edits) {
        return new String(Edits.apply(subject.document(), edits), StandardCharsets.UTF_8);
    }

    /// The text without these parts, each of which it must have exactly once.
    static String without(String text, String... parts) {
        var shorter = text;
        for (var part : parts) {
            int at = shorter.indexOf(part);
            if (at < 0 || shorter.indexOf(part, at + 1) >= 0) {
                throw new IllegalArgumentException("not there exactly once: " + part);
            }
            shorter = shorter.substring(0, at) + shorter.substring(at + part.length());
        }
        return shorter;
    }

    /// The text with every counterpart in its place, but for these parts, which it must have.
    static String replaced(String text, Map<String, String> counterparts, String... decoys) {
        var replaced = text;
        for (int i = 0; i < decoys.length; i++) {
            if (!replaced.contains(decoys[i])) {
                throw new IllegalArgumentException("not there: " + decoys[i]);
            }
            replaced = replaced.replace(decoys[i], "<" + i + ">");
        }
        for (var counterpart : counterparts.entrySet()) {
            replaced = replaced.replace(counterpart.getKey(), counterpart.getValue());
        }
        for (int i = 0; i < decoys.length; i++) {
            replaced = replaced.replace("<" + i + ">", decoys[i]);
        }
        return replaced;
    }
}
