package io.sistership.control;

import io.sistership.cloud.AwsDocument;
import io.sistership.cloud.Cloud;
import io.sistership.delegate.RestoreDelegate;
import io.sistership.delegate.RestoreRequest;
import io.sistership.model.Application;
import io.sistership.model.Progress;
import io.sistership.model.Sha256;
import io.sistership.rebuild.CloudPlanner;
import io.sistership.rebuild.RecoveryCounterparts;
import io.sistership.rebuild.RecoveryTarget;
import io.sistership.rebuild.SurveyedCloud;
import io.sistership.translate.Counterparts;
import io.sistership.translate.Crossing;
import io.sistership.translate.PodSpecs;
import io.sistership.translate.Translator;
import io.sistership.vault.AcceptedMarks;
import io.sistership.vault.Expectations;
import io.sistership.vault.OpenPoint;
import io.sistership.vault.Pins;
import io.sistership.vault.PointCatalog;
import io.sistership.vault.PointId;
import io.sistership.vault.PointLocation;
import io.sistership.vault.PointVerifier;
import io.sistership.vault.SignedPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// A verified, opened point with its target and what stands there for what is here: what planning,
/// recovering and verifying begin with. Confined to one command.
final class RecoveryContext implements AutoCloseable {

    private final Application application;
    private final RecoveryRequest request;
    private final Sides sides;
    private final PointId pointId;
    private final Sha256 manifest;
    private final RecoveryTarget target;
    private final OpenPoint point;
    private final SurveyedCloud surveyed;
    private final AskedCounterparts asked;
    private final Counterparts counterparts;
    private final RestoreDelegate delegate;

    /// Verifies the point first: nothing of it is looked at before.
    RecoveryContext(Application application, RecoveryRequest request, Progress progress) {
        this(application, request, progress, UnaryOperator.identity());
    }

    /// @param watch what is put before the counterparts, to see what is asked
    RecoveryContext(
            Application application,
            RecoveryRequest request,
            Progress progress,
            UnaryOperator<Counterparts> watch) {
        this.application = application;
        this.request = request;
        this.sides = new Sides(application);
        var verified = verified();
        this.pointId = verified.heading().id();
        this.manifest = verified.statement().manifest();
        this.target = target();
        var opened = new Opening(progress);
        this.point = opened.point;
        this.surveyed = new SurveyedCloud(documents(point));
        this.asked =
                new AskedCounterparts(
                        RecoveryCounterparts.of(
                                target, application.counterparts(), surveyed, access()));
        this.counterparts = watch.apply(asked);
        this.delegate = opened.delegate(Translator.of(crossing(), PodSpecs.builtIn()));
    }

    /// The delegate needs the translator, which needs the documents of the opened point.
    private final class Opening {

        private final Progress progress;
        private final OpenPoint point;

        Opening(Progress progress) {
            this.progress = progress;
            var nothing =
                    new Crossing(
                            application.primary(),
                            application.recovery(),
                            Counterparts.of(application.primary(), application.recovery()));
            this.point = delegate(Translator.of(nothing, PodSpecs.builtIn())).open();
        }

        RestoreDelegate delegate(Translator translator) {
            return new RestoreDelegate(
                    sides.as(AccessRole.RECOVERY_DELEGATE), restoreRequest(), translator, progress);
        }
    }

    Application application() {
        return application;
    }

    RecoveryRequest request() {
        return request;
    }

    Sides sides() {
        return sides;
    }

    PointId pointId() {
        return pointId;
    }

    /// The digest of the point's manifest.
    Sha256 manifest() {
        return manifest;
    }

    AskedCounterparts counterparts() {
        return asked;
    }

    RecoveryTarget recoveryTarget() {
        return target;
    }

    OpenPoint point() {
        return point;
    }

    SurveyedCloud surveyed() {
        return surveyed;
    }

    RestoreDelegate delegate() {
        return delegate;
    }

    /// The recovery environment as the recovery access role.
    Cloud access() {
        return sides.cloud(AccessRole.RECOVERY_ACCESS);
    }

    CloudPlanner cloudPlanner() {
        return new CloudPlanner(target, access(), counterparts);
    }

    @Override
    public void close() {
        sides.close();
    }

    private Crossing crossing() {
        return new Crossing(application.primary(), application.recovery(), counterparts);
    }

    private Expectations expected() {
        return new Expectations(application.name(), application.primaryCluster(request.cluster()));
    }

    /// Envelope and manifest, before anything else is asked for. A point that nobody named must be
    /// the newest accepted one.
    private SignedPoint verified() {
        var vault = sides.vault(AccessRole.RECOVERY_ACCESS);
        var state = sides.state(AccessRole.RECOVERY_ACCESS);
        var marks = new AcceptedMarks(state);
        var id =
                new PointChoice(request.cluster(), new PointCatalog(vault), marks)
                        .choose(request.point());
        var signed =
                new PointVerifier(vault, new Pins(state))
                        .signed(PointLocation.vault(request.cluster(), id), expected());
        if (request.point().isEmpty()) {
            signed.requireNewest(marks.find(request.cluster()));
        }
        return signed;
    }

    private RecoveryTarget target() {
        return new RecoveryTarget(
                application.name(),
                application.primaryCluster(request.cluster()),
                application.primary(),
                application.recovery(),
                request.target(),
                AccessRole.RECOVERY_DELEGATE.arn(application));
    }

    private RestoreRequest restoreRequest() {
        return new RestoreRequest(
                pointId,
                expected(),
                sides.vaultName(),
                sides.stateName(),
                sides.sealKey(),
                target.recoveryId(),
                true,
                application.restore());
    }

    private static List<AwsDocument> documents(OpenPoint point) {
        var documents = new ArrayList<AwsDocument>();
        for (var entry : point.manifest().documents()) {
            point.documents(
                    entry,
                    (buffer, offset, length) ->
                            documents.add(
                                    new AwsDocument(
                                            entry.service(),
                                            entry.operation(),
                                            Arrays.copyOfRange(buffer, offset, offset + length))));
        }
        return documents;
    }
}
