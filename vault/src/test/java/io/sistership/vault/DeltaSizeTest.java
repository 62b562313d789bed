package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.model.ApiResource;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What a point costs after 1 % of 10,000 objects changed, 10 were inserted and 10 deleted: all
/// bytes, those of manifest and envelope included.
class DeltaSizeTest {

    private static final ApiResource CONFIG_MAPS =
            new ApiResource("", "v1", "ConfigMap", "configmaps", true);
    private static final ApiResource PODS = new ApiResource("", "v1", "Pod", "pods", true);
    private static final ApiResource[] TYPES = {
        CONFIG_MAPS, PODS, Sample.DEPLOYMENTS, Sample.SECRETS
    };
    private static final int OBJECTS = 10_000;

    private final Random random = new Random(20261123);
    private final Chain chain = new Chain();

    @Test
    void a_delta_point_has_at_most_three_per_cent_of_a_full_points_bytes() {
        fill();
        long full = bytesOfNext();
        long unchanged = bytesOfNext();
        change();

        long delta = bytesOfNext();

        System.out.printf(
                Locale.ROOT,
                "full point %,d bytes; unchanged %,d (%.2f %%); 1 %% changed, 10 inserted, 10"
                        + " deleted %,d (%.2f %%)%n",
                full,
                unchanged,
                unchanged * 100.0 / full,
                delta,
                delta * 100.0 / full);
        assertThat(delta * 100).isLessThanOrEqualTo(full * 3);
        assertThat(unchanged).isLessThan(delta);
    }

    private void fill() {
        for (int i = 0; i < OBJECTS; i++) {
            chain.items(type(i)).add(new Chain.Item(Sample.key(i), object(i)));
        }
        // A cluster has some sixty types, most of them with a few objects.
        for (int i = 0; i < 56; i++) {
            var type = new ApiResource("group" + i + ".io", "v1", "Kind" + i, "kinds" + i, true);
            for (int n = random.nextInt(4); n > 0; n--) {
                chain.put(type, "object-" + n, object(n));
            }
        }
    }

    private void change() {
        for (int i = 0; i < OBJECTS / 100; i++) {
            int number = random.nextInt(OBJECTS);
            chain.put(type(number), Sample.key(number).name(), object(number));
        }
        for (int i = 0; i < 10; i++) {
            chain.put(type(i), Sample.key(OBJECTS + i).name(), object(OBJECTS + i));
            int number = random.nextInt(OBJECTS);
            chain.remove(type(number), Sample.key(number).name());
        }
    }

    /// What the point added to the vault.
    private long bytesOfNext() {
        long before = vaultBytes();
        chain.next();
        return vaultBytes() - before;
    }

    private long vaultBytes() {
        return chain.sample.vault.list("").stream().mapToLong(Blob::length).sum();
    }

    private static ApiResource type(int number) {
        return TYPES[number % TYPES.length];
    }

    private String object(int number) {
        var type = type(number);
        var body =
                switch (type.plural()) {
                    case "configmaps" -> "\"data\":{\"settings.yaml\":\"%s\"}".formatted(text(900));
                    case "secrets" -> "\"data\":{\"password\":\"%s\"}".formatted(noise(24));
                    default -> workload(number);
                };
        return "{%s,%s}".formatted(metadata(number), body);
    }

    private String metadata(int number) {
        return """
        "metadata":{"name":"%s","namespace":"team-%d","uid":"%s","resourceVersion":"%d","generation":%d,\
        "creationTimestamp":"2026-%02d-%02dT%02d:%02d:%02dZ","labels":{"app.kubernetes.io/name":"service-%d","pod-template-hash":"%08x"},\
        "managedFields":[{"manager":"kubectl-client-side-apply","operation":"Update","apiVersion":"v1","time":"2026-%02d-%02dT%02d:%02d:%02dZ","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:annotations":{".":{},"f:kubectl.kubernetes.io/last-applied-configuration":{}},"f:labels":{".":{},"f:app.kubernetes.io/name":{}}}}}]}\
        """
                .formatted(
                        Sample.key(number).name(),
                        number % 40,
                        new UUID(random.nextLong(), random.nextLong()),
                        1_000_000 + random.nextInt(9_000_000),
                        1 + random.nextInt(20),
                        1 + random.nextInt(11),
                        1 + random.nextInt(28),
                        random.nextInt(24),
                        random.nextInt(60),
                        random.nextInt(60),
                        number % 300,
                        random.nextInt(),
                        1 + random.nextInt(11),
                        1 + random.nextInt(28),
                        random.nextInt(24),
                        random.nextInt(60),
                        random.nextInt(60));
    }

    private String workload(int number) {
        return """
        "spec":{"replicas":%d,"selector":{"matchLabels":{"app":"service-%d"}},"template":{"metadata":{"labels":{"app":"service-%d"}},"spec":{"containers":[{"name":"main","image":"111111111111.dkr.ecr.us-east-1.amazonaws.com/team/service-%d@sha256:%s","args":["--listen=:%d","--log=info"],"env":[{"name":"TOKEN","value":"%s"},{"name":"REGION","value":"us-east-1"}],"resources":{"requests":{"cpu":"%dm","memory":"%dMi"},"limits":{"memory":"512Mi"}},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","serviceAccountName":"service-%d","schedulerName":"default-scheduler"}}},"status":{"observedGeneration":%d,"podIP":"10.%d.%d.%d","conditions":[{"type":"Available","status":"True","lastTransitionTime":"2026-11-%02dT%02d:%02d:%02dZ","reason":"MinimumReplicasAvailable","message":"%s"}]}\
        """
                .formatted(
                        random.nextInt(9),
                        number % 300,
                        number % 300,
                        number % 300,
                        hex(32),
                        8000 + random.nextInt(999),
                        noise(12),
                        random.nextInt(20) * 50,
                        random.nextInt(20) * 64,
                        number % 300,
                        random.nextInt(20),
                        random.nextInt(256),
                        random.nextInt(256),
                        random.nextInt(256),
                        1 + random.nextInt(23),
                        random.nextInt(24),
                        random.nextInt(60),
                        random.nextInt(60),
                        text(60));
    }

    /// Words, as settings and messages have them.
    private String text(int length) {
        var words =
                "server timeout enabled true false retries level info endpoint https cluster"
                        .split(" ", -1);
        var text = new StringBuilder();
        while (text.length() < length) {
            text.append(words[random.nextInt(words.length)])
                    .append(random.nextInt(4) == 0 ? ": " + random.nextInt(10_000) + "\\n" : " ");
        }
        return text.toString();
    }

    private String hex(int bytes) {
        var noise = new byte[bytes];
        random.nextBytes(noise);
        return java.util.HexFormat.of().formatHex(noise);
    }

    private String noise(int bytes) {
        var noise = new byte[bytes];
        random.nextBytes(noise);
        return java.util.Base64.getEncoder().encodeToString(noise);
    }
}
