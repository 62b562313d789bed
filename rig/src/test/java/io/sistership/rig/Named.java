package io.sistership.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// What an environment's own things are called, for texts that name them as `$(CERTIFICATE)`: so one
/// text says what a primary cluster holds, and what the recovered one has to.
///
/// @param values what stands for each name
record Named(Map<String, String> values) {

    /// Of what the rig doesn't serve: what stands for it is written down in `sistership.yaml`.
    private static final Map<String, String> PRIMARY =
            Map.of(
                    "FILE_SYSTEM", "fs-0a1b2c3d4e5f60718",
                    "ACCESS_POINT", "fsap-0a1b2c3d4e5f60719",
                    "CERTIFICATE", certificate(World.PRIMARY, "5a7c1c9e"),
                    "OTHER_CERTIFICATE", certificate(World.PRIMARY, "77b0d1f2"),
                    "WEB_ACL", webAcl(World.PRIMARY),
                    "TARGET_GROUP", targetGroup(World.PRIMARY),
                    "LOGS", "shop-logs-us-east-1");

    private static final Map<String, String> RECOVERY =
            Map.of(
                    "FILE_SYSTEM", "fs-0f9e8d7c6b5a40312",
                    "ACCESS_POINT", "fsap-0f9e8d7c6b5a40313",
                    "CERTIFICATE", certificate(World.RECOVERY, "0c99ab01"),
                    "OTHER_CERTIFICATE", certificate(World.RECOVERY, "e1f20d44"),
                    "WEB_ACL", webAcl(World.RECOVERY),
                    "TARGET_GROUP", targetGroup(World.RECOVERY),
                    "LOGS", "shop-logs-us-west-2");

    /// Those of them by the primary side's identifier.
    static final Map<String, String> COUNTERPARTS = counterparts();

    static Named by(World world, World.Side side) {
        var values = new HashMap<>(side.equals(World.PRIMARY) ? PRIMARY : RECOVERY);
        values.put("ACCOUNT", side.account());
        values.put("REGION", side.region());
        values.put("SECURITY_GROUP", world.output(side, "SecurityGroup"));
        values.put("SUBNETS", world.output(side, "Subnets").replace(",", ", "));
        return new Named(Map.copyOf(values));
    }

    String of(String name) {
        var value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name);
        }
        return value;
    }

    /// A text with this environment's names.
    String in(String text) {
        var filled = text;
        for (var each : values.entrySet()) {
            filled = filled.replace("$(" + each.getKey() + ")", each.getValue());
        }
        return filled;
    }

    /// A file beside this class, with this environment's names.
    String text(String file) {
        try (var in = Objects.requireNonNull(Named.class.getResourceAsStream(file))) {
            return in(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> counterparts() {
        var found = new HashMap<String, String>();
        PRIMARY.forEach((name, value) -> found.put(value, RECOVERY.get(name)));
        return Map.copyOf(found);
    }

    private static String certificate(World.Side side, String id) {
        return "arn:aws:acm:%s:%s:certificate/%s-5f0e-4d63-8f7b-0c7f0a2b9d11"
                .formatted(side.region(), side.account(), id);
    }

    private static String webAcl(World.Side side) {
        return "arn:aws:wafv2:%s:%s:regional/webacl/shop/3f1c7a52-98b1-4d0e-a2f6-6f0a4c1d2e33"
                .formatted(side.region(), side.account());
    }

    private static String targetGroup(World.Side side) {
        return "arn:aws:elasticloadbalancing:%s:%s:targetgroup/legacy/73e2d6bc24d8a067"
                .formatted(side.region(), side.account());
    }
}
