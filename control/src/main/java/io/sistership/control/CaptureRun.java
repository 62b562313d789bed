package io.sistership.control;

import io.sistership.aws.AwsSession;
import io.sistership.capture.CaptureOptions;
import io.sistership.capture.CapturedType;
import io.sistership.delegate.CaptureDelegate;
import io.sistership.delegate.CaptureRequest;
import io.sistership.delegate.SigningKey;
import io.sistership.delegate.SurveyedDocument;
import io.sistership.kube.KubeErrorKind;
import io.sistership.kube.KubeException;
import io.sistership.model.Application;
import io.sistership.model.FailureKind;
import io.sistership.model.Progress;
import io.sistership.model.SistershipException;
import io.sistership.survey.ClusterSurveyor;
import io.sistership.survey.DelegateAccess;
import io.sistership.survey.Survey;
import io.sistership.vault.AcceptedMarks;
import io.sistership.vault.Expectations;
import io.sistership.vault.Pins;
import io.sistership.vault.PointHeading;
import io.sistership.vault.PointId;
import io.sistership.vault.PointVerifier;
import io.sistership.vault.Precedent;
import io.sistership.vault.Precedents;
import io.sistership.vault.Published;
import io.sistership.vault.Publisher;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `capture`: survey as the primary access role, capture as the primary delegate, publish as the
/// publisher. Confined to one command.
public final class CaptureRun {

    private final Application application;
    private final CaptureOptions options;
    private final Progress progress;

    public CaptureRun(Application application, Progress progress) {
        this(application, CaptureOptions.standard(), progress);
    }

    /// With options of one's own, for tests.
    public CaptureRun(Application application, CaptureOptions options, Progress progress) {
        this.application = application;
        this.options = options;
        this.progress = progress;
    }

    /// Makes one recovery point of a cluster, now.
    public Captured capture(String cluster) {
        try (var sides = new Sides(application)) {
            return new OneCluster(sides, cluster).run();
        }
    }

    private final class OneCluster {

        private final Sides sides;
        private final String name;
        private final Stopwatch watch = new Stopwatch();

        OneCluster(Sides sides, String name) {
            this.sides = sides;
            this.name = name;
        }

        Captured run() {
            progress.stage("access", -1);
            var signer = watch.time("access", this::signer);
            var heading = watch.time("access", this::heading);
            var survey = watch.time("survey", this::survey);
            var precedent = watch.time("access", () -> precedent(heading));
            var report = watch.time("capture", () -> capture(heading, survey, precedent, signer));
            var published = watch.time("publish", () -> publish(heading));
            var issues = new ArrayList<>(survey.issues());
            issues.addAll(published.issues());
            issues.addAll(new CaptureIssues(application, name).of(report));
            return new Captured(report(published, report, precedent), issues);
        }

        /// The pin says which key the recovery side will verify against: without one the capture would
        /// be refused in the end, so it isn't begun.
        private SigningKey signer() {
            var pins = new Pins(sides.state(AccessRole.PUBLISHER));
            var kmsKey = sides.signingKey();
            return pins.ofKmsKey(kmsKey)
                    .map(found -> new SigningKey(kmsKey, found.keyId()))
                    .orElseThrow(() ->
                            new SistershipException(
                                    FailureKind.REFUSED,
                                    "signer-not-pinned",
                                    "the key that signs recovery points, %s, isn't pinned in %s"
                                            .formatted(kmsKey, application.recovery()),
                                    "Pin it: sistership init"));
        }

        private PointHeading heading() {
            var marks = new AcceptedMarks(sides.state(AccessRole.PUBLISHER));
            var next = marks.next(name);
            var now = Instant.now();
            return new PointHeading(
                    application.name(),
                    application.primaryCluster(name),
                    PointId.create(now, new SecureRandom()),
                    now,
                    next.sequence(),
                    next.previous(),
                    application.digest());
        }

        /// The primary can't read the vault: what its capture may build on is handed to it.
        private Precedent precedent(PointHeading heading) {
            var role = AccessRole.PUBLISHER;
            return new Precedents(sides.vault(role), new Pins(sides.state(role)))
                    .of(heading.previous(), expected());
        }

        private Expectations expected() {
            return new Expectations(application.name(), application.primaryCluster(name));
        }

        private Survey survey() {
            var cloud = sides.cloud(AccessRole.PRIMARY_ACCESS);
            return new ClusterSurveyor(cloud, application.primary()).survey(name, progress);
        }

        private io.sistership.capture.CaptureReport capture(
                PointHeading heading, Survey survey, Precedent precedent, SigningKey signer) {
            AwsSession session = sides.as(AccessRole.PRIMARY_DELEGATE);
            var request =
                    new CaptureRequest(
                            Addresses.of(survey.cluster()),
                            heading,
                            documents(survey),
                            application.capture(),
                            precedent,
                            sides.primaryScratchName(),
                            sides.sealKeyReplica(),
                            sides.indexKey(),
                            signer);
            try {
                return new CaptureDelegate(session, options, progress).capture(request);
            } catch (KubeException e) {
                throw e.is(KubeErrorKind.DENIED)
                        ? admission(survey).refused(e)
                        : Addresses.failed(survey.cluster(), e);
            }
        }

        private DelegateAccess admission(Survey survey) {
            return new DelegateAccess(
                    survey.cluster(),
                    application.primary(),
                    AccessRole.PRIMARY_DELEGATE.arn(application));
        }

        private Published publish(PointHeading heading) {
            var role = AccessRole.PUBLISHER;
            var vault = sides.vault(role);
            PublishedConfiguration.publish(application, vault);
            var publisher =
                    new Publisher(
                            sides.primaryScratch(role),
                            vault,
                            sides.state(role),
                            InstantSource.system());
            var published =
                    publisher.publish(heading.id(), expected(), application.digest(), progress);
            // What captures that died left behind, and finished points that came too late.
            new ClusterVault(application, sides, name)
                    .outbox(ClusterVault.GRACE)
                    .clear(expected(), Instant.now());
            return published;
        }

        private CaptureReport report(
                Published published,
                io.sistership.capture.CaptureReport captured,
                Precedent precedent) {
            var manifest =
                    new PointVerifier(
                                    sides.vault(AccessRole.PUBLISHER),
                                    new Pins(sides.state(AccessRole.PUBLISHER)))
                            .signed(published.location(), expected())
                            .manifest();
            return new CaptureReport(
                    name,
                    published.statement().heading().id().value(),
                    published.statement().heading().sequence(),
                    manifest.objects(),
                    manifest.types().size(),
                    manifest.documents().stream().mapToLong(each -> each.count()).sum(),
                    manifest.segments().size(),
                    PointView.sealed(manifest.segments()),
                    EpochReport.of(manifest, captured.epochStart(), precedent),
                    manifest.cut().orElse(""),
                    outside(captured),
                    PointView.absent(captured.unavailable()),
                    PointView.absent(captured.leftOut()),
                    watch.millis(),
                    retries(captured));
        }

        private static List<String> outside(io.sistership.capture.CaptureReport captured) {
            return captured.types().stream()
                    .filter(type -> !type.inCut())
                    .map(CapturedType::resource)
                    .map(resource -> resource.groupResource())
                    .toList();
        }

        private static Map<String, Long> retries(io.sistership.capture.CaptureReport captured) {
            var retries = new TreeMap<String, Long>();
            captured.retries().forEach((cause, count) -> retries.put(cause.name(), count));
            return retries;
        }

        private static List<SurveyedDocument> documents(Survey survey) {
            return survey.documents().stream()
                    .map(each ->
                            new SurveyedDocument(each.service(), each.operation(), each.json()))
                    .toList();
        }
    }
}
