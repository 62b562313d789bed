package io.sistership.control;

import io.sistership.aws.AwsException;
import io.sistership.aws.AwsProblem;
import io.sistership.aws.AwsSession;
import io.sistership.aws.KmsKeyWrapping;
import io.sistership.model.Application;
import io.sistership.model.FailureKind;
import io.sistership.model.Progress;
import io.sistership.model.SegmentClass;
import io.sistership.model.SistershipException;
import io.sistership.model.Suggestion;
import io.sistership.vault.ClassSealedException;
import io.sistership.vault.Expectations;
import io.sistership.vault.OpenPoint;
import io.sistership.vault.Pins;
import io.sistership.vault.PointLocation;
import io.sistership.vault.PointVerifier;
import io.sistership.vault.SignedPoint;
import io.sistership.vault.TypeEntry;
import java.util.EnumMap;
import java.util.Map;

/// The contents of one point, each class opened as the role that may: everything but Secrets as the
/// recovery access role, Secrets as the recovery delegate. So whoever may not assume the latter still
/// sees all the rest. Confined to one command.
final class PointContents {

    private final Application application;
    private final Sides sides;
    private final Progress progress;
    private final SignedPoint signed;
    private final Map<SegmentClass, OpenPoint> opened = new EnumMap<>(SegmentClass.class);

    PointContents(Application application, Sides sides, Progress progress, SignedPoint signed) {
        this.application = application;
        this.sides = sides;
        this.progress = progress;
        this.signed = signed;
    }

    /// @param name as `deployments.apps`, or with the version as lists show it
    TypeEntry type(String name) {
        var types = signed.manifest().types();
        return types.stream()
                .filter(each ->
                        each.resource().groupResource().equals(name)
                                || each.resource().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    var known =
                            types.stream().map(each -> each.resource().groupResource()).toList();
                    return new SistershipException(
                            FailureKind.USAGE,
                            "type-unknown",
                            "the point holds no type '" + name + "'",
                            Suggestion.nearest(name, known)
                                            .map(word -> "Did you mean '" + word + "'? ")
                                            .orElse("")
                                    + "Types are written as deployments.apps; sistership show"
                                    + " lists them.");
                });
    }

    /// The point, opened as the role for this type's class; all of it is verified first.
    OpenPoint open(TypeEntry type) {
        return opened.computeIfAbsent(type.segmentClass(), this::open);
    }

    private OpenPoint open(SegmentClass segmentClass) {
        var session = session(segmentClass);
        var access = AccessRole.RECOVERY_ACCESS;
        var cluster = signed.heading().clusterName();
        var expected = new Expectations(application.name(), application.primaryCluster(cluster));
        return new PointVerifier(sides.vault(access), new Pins(sides.state(access)))
                .verify(PointLocation.vault(cluster, signed.heading().id()), expected, progress)
                .open(new KmsKeyWrapping(session, sides.sealKey()));
    }

    private AwsSession session(SegmentClass segmentClass) {
        return switch (segmentClass) {
            case OBJECTS -> sides.as(AccessRole.RECOVERY_ACCESS);
            case SECRETS -> delegate();
        };
    }

    private AwsSession delegate() {
        try {
            return sides.as(AccessRole.RECOVERY_DELEGATE);
        } catch (AwsException e) {
            if (e.problem() != AwsProblem.DENIED) {
                throw e;
            }
            throw new ClassSealedException(
                    signed.heading().id(),
                    SegmentClass.SECRETS,
                    String.valueOf(e.getMessage()),
                    "somebody who may assume " + AccessRole.RECOVERY_DELEGATE.arn(application),
                    e);
        }
    }
}
