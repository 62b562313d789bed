package io.sistership.control;

import io.sistership.model.AccountId;
import io.sistership.model.Action;
import io.sistership.model.ApiResource;
import io.sistership.model.Application;
import io.sistership.model.Arn;
import io.sistership.model.CaptureChanges;
import io.sistership.model.Environment;
import io.sistership.model.Issue;
import io.sistership.model.ObjectId;
import io.sistership.model.ObjectKey;
import io.sistership.model.Region;
import io.sistership.model.RestoreChoices;
import io.sistership.model.Retention;
import io.sistership.model.Sha256;
import io.sistership.rebuild.CloudStep;
import io.sistership.rebuild.StepKind;
import io.sistership.restore.PlannedObject;
import io.sistership.restore.Wave;
import io.sistership.translate.Counterpart;
import io.sistership.translate.Identifier;
import io.sistership.translate.Translation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A shop's plan: a cluster, a node group and three objects, and what may become of it. Confined.
final class SamplePlan {

    static final Sha256 CONFIGURATION =
            Sha256.of("name: shop\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    static final ApiResource CONFIG_MAP =
            new ApiResource("", "v1", "ConfigMap", "configmaps", true);
    static final ApiResource SECRET = new ApiResource("", "v1", "Secret", "secrets", true);
    static final Translation IMAGE =
            new Translation(
                    "image",
                    "/spec/template/spec/containers/0/image",
                    "111111111111.dkr.ecr.us-east-1.amazonaws.com/web:1",
                    "222222222222.dkr.ecr.us-west-2.amazonaws.com/web:1",
                    "the same name");
    private static final ApiResource DEPLOYMENT =
            new ApiResource("apps", "v1", "Deployment", "deployments", true);
    private static final Identifier ROLE =
            Identifier.role(Arn.parse("arn:aws:iam::111111111111:role/shop-nodes"));

    String id = "0123456789abcdef0123";
    String role = "arn:aws:iam::222222222222:role/shop-nodes";
    String manifest = "ab".repeat(32);
    Action nodes = new Action.Create();
    Action settings = new Action.Create();
    Action secret = new Action.Skip("its controller makes it");
    List<String> accepted = List.of();
    final List<Issue> issues = new ArrayList<>();

    static Application application(String name, String target) {
        return new Application(
                name,
                environment("111111111111", "us-east-1"),
                environment(target, "us-west-2"),
                List.of("shop"),
                Map.of(),
                Duration.ofMinutes(15),
                new Retention(24, 30, 12),
                CaptureChanges.NONE,
                RestoreChoices.NONE,
                CONFIGURATION);
    }

    static Application application() {
        return application("shop", "222222222222");
    }

    PlanContents contents() {
        return new PlanContents(
                id,
                binding(),
                List.of(
                        new AskedCounterparts.Asked(
                                ROLE, new Counterpart.Found(role, "the same name"))),
                List.of(
                        step(StepKind.CLUSTER, "cluster", "shop", new Action.Create()),
                        step(StepKind.NODEGROUP, "nodegroup/front", "front", nodes)),
                List.of(
                        object(CONFIG_MAP, "settings", settings, List.of()),
                        object(SECRET, "token", secret, List.of()),
                        object(DEPLOYMENT, "web", new Action.Create(), List.of(IMAGE))),
                issues);
    }

    private PlanBinding binding() {
        return new PlanBinding(
                "shop",
                "arn:aws:eks:us-east-1:111111111111:cluster/shop",
                "shop",
                "222222222222 us-west-2",
                "b9a9b79b81e101a7f3b2",
                "20261123T094305Z-k3m7qa",
                manifest,
                CONFIGURATION.hex(),
                "cd".repeat(32),
                accepted);
    }

    private static CloudStep step(StepKind kind, String id, String name, Action action) {
        return new CloudStep(
                id,
                kind,
                name,
                id.equals("cluster") ? Set.of() : Set.of("cluster"),
                action,
                CloudStep.Identity.RECOVERY_ACCESS,
                "{\"name\": \"" + name + "\"}",
                List.of(),
                List.of());
    }

    private static PlannedObject object(
            ApiResource type, String name, Action action, List<Translation> translations) {
        return new PlannedObject(
                ObjectId.of(type, new ObjectKey("shop", name)),
                type,
                action,
                Wave.PASSIVE,
                translations);
    }

    private static Environment environment(String account, String region) {
        return new Environment(new AccountId(account), new Region(region), Optional.empty());
    }
}
