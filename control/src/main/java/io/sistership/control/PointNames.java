package io.sistership.control;

import io.sistership.aws.KmsKeyWrapping;
import io.sistership.model.Application;
import io.sistership.model.FailureKind;
import io.sistership.model.Progress;
import io.sistership.model.SistershipException;
import io.sistership.translate.JsonDocument;
import io.sistership.vault.Expectations;
import io.sistership.vault.OpenPoint;
import io.sistership.vault.Pins;
import io.sistership.vault.PointLocation;
import io.sistership.vault.PointVerifier;
import io.sistership.vault.SignedPoint;
import io.sistership.vault.TypeEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The names of the objects of some types, read as the recovery delegate: names alone, no contents.
final class PointNames {

    private final Application application;
    private final Sides sides;
    private final Progress progress;

    PointNames(Application application, Sides sides, Progress progress) {
        this.application = application;
        this.sides = sides;
        this.progress = progress;
    }

    /// @param types as `deployments.apps`
    Map<String, List<String>> of(SignedPoint signed, List<String> types) {
        if (types.isEmpty()) {
            return Map.of();
        }
        var open = open(signed);
        var names = new LinkedHashMap<String, List<String>>();
        types.forEach(type -> names.put(type, names(open, entry(open, type))));
        return names;
    }

    private OpenPoint open(SignedPoint signed) {
        var role = AccessRole.RECOVERY_DELEGATE;
        var cluster = signed.heading().clusterName();
        var verifier = new PointVerifier(sides.vault(role), new Pins(sides.state(role)));
        var expected = new Expectations(application.name(), application.primaryCluster(cluster));
        return verifier.verify(
                        PointLocation.vault(cluster, signed.heading().id()), expected, progress)
                .open(new KmsKeyWrapping(sides.as(role), sides.sealKey()));
    }

    private static TypeEntry entry(OpenPoint open, String type) {
        return open.types().stream()
                .filter(each -> each.resource().groupResource().equals(type))
                .findFirst()
                .orElseThrow(() ->
                        new SistershipException(
                                FailureKind.USAGE,
                                "type-unknown",
                                "the point holds no type '" + type + "'",
                                "Types are written as deployments.apps; sistership show lists them."));
    }

    private static List<String> names(OpenPoint open, TypeEntry type) {
        var names = new ArrayList<String>();
        open.lines(
                type,
                (buffer, offset, length) ->
                        names.add(name(Arrays.copyOfRange(buffer, offset, offset + length))));
        return names;
    }

    private static String name(byte[] object) {
        var document = JsonDocument.of(object);
        var namespace = document.text("/metadata/namespace").orElse("");
        var name = document.text("/metadata/name").orElse("");
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
