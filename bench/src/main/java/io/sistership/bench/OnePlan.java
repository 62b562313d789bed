package io.sistership.bench;

import io.sistership.control.AskedCounterparts;
import io.sistership.control.PlanBinding;
import io.sistership.control.PlanContents;
import io.sistership.control.PlanKey;
import io.sistership.control.PlanWriter;
import io.sistership.delegate.NativeCryptography;
import io.sistership.kube.KubeClient;
import io.sistership.model.AccountId;
import io.sistership.model.Environment;
import io.sistership.model.Progress;
import io.sistership.model.Region;
import io.sistership.restore.ObjectPlan;
import io.sistership.restore.ObjectPlanner;
import io.sistership.restore.PlanOptions;
import io.sistership.restore.RestoreJournal;
import io.sistership.restore.TargetState;
import io.sistership.rig.RigControlPlane;
import io.sistership.translate.Counterparts;
import io.sistership.translate.Crossing;
import io.sistership.translate.PodSpecs;
import io.sistership.translate.Translator;
import io.sistership.vault.DirectoryStore;
import io.sistership.vault.OpenPoint;
import io.sistership.vault.PointSigner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One plan of a point, as `sistership plan --save` makes it but for AWS: the point verified, every
/// sealed byte of it, and opened; all objects planned; the plan written to a file and signed.
///
/// `OnePlan POINT FILE [KUBECONFIG]`: with a cluster, against what is there; without, for one that
/// isn't made yet. Prints objects and the most memory that the process had.
final class OnePlan {

    private static final Environment PRIMARY = environment("111111111111", "us-east-1");
    private static final Environment RECOVERY = environment("222222222222", "us-west-2");
    private static final String RECOVERY_ID = "bench";

    private OnePlan() {}

    public static void main(String[] arguments) throws IOException {
        NativeCryptography.install();
        var stored = new StoredPoint(Path.of(arguments[0]));
        var file = Path.of(arguments[1]);
        var counterparts = new AskedCounterparts(Counterparts.of(PRIMARY, RECOVERY));
        var point = stored.open();
        var planner =
                new ObjectPlanner(
                        Translator.of(
                                new Crossing(PRIMARY, RECOVERY, counterparts), PodSpecs.builtIn()),
                        PlanOptions.LIKE_PRIMARY,
                        Progress.SILENT);
        var kubeconfig = List.of(arguments).subList(2, arguments.length);
        var plan = plan(planner, point, kubeconfig, file.resolveSibling("state"));
        var contents = contents(point, plan, counterparts);
        PlanWriter.write(file, contents, new Signing(stored.signer()));
        System.out.printf("%d %d%n", contents.objects().size(), Resident.peakBytes());
    }

    private static ObjectPlan plan(
            ObjectPlanner planner, OpenPoint point, List<String> kubeconfig, Path state) {
        if (kubeconfig.isEmpty()) {
            return planner.plan(point, new TargetState.Absent());
        }
        var journal = RestoreJournal.open(new DirectoryStore(state), RECOVERY_ID);
        var cluster = RigControlPlane.connection(Path.of(kubeconfig.getFirst()));
        try (var client = KubeClient.connect(cluster)) {
            return planner.plan(point, new TargetState.Live(client, RECOVERY_ID, journal));
        }
    }

    private static PlanContents contents(
            OpenPoint point, ObjectPlan plan, AskedCounterparts counterparts) {
        var heading = point.manifest().heading();
        var binding =
                new PlanBinding(
                        heading.application(),
                        heading.cluster().toString(),
                        "bench",
                        RECOVERY.toString(),
                        RECOVERY_ID,
                        heading.id().value(),
                        "",
                        heading.configuration().hex(),
                        "",
                        List.of());
        return new PlanContents(
                plan.digest().hex(),
                binding,
                counterparts.asked(),
                List.of(),
                plan.objects(),
                plan.issues());
    }

    private record Signing(PointSigner signer) implements PlanKey {

        @Override
        public String id() {
            return signer.keyId().hex();
        }

        @Override
        public byte[] sign(byte[] message) {
            return signer.sign(message);
        }

        @Override
        public boolean verifies(byte[] message, byte[] signature) {
            throw new UnsupportedOperationException("a plan is only made here");
        }
    }

    private static Environment environment(String account, String region) {
        return new Environment(new AccountId(account), new Region(region), Optional.empty());
    }
}
