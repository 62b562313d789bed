package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// What must hold on the whole road, shown on real control planes by logs that are not ours.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoadTest {

    private Road road;

    @BeforeAll
    void go() {
        road = Road.shared();
    }

    @Test
    void plan_writes_nothing() {
        var before = road.whilePlanning();
        var after = road.during(() -> road.ship().run("plan"));

        for (var requests : List.of(before, after)) {
            assertThat(requests.aws()).isNotEmpty();
            assertThat(requests.awsWrites()).isEmpty();
            assertThat(requests.primaryWrites()).isEmpty();
            assertThat(requests.recoveryWrites()).isEmpty();
        }
        assertThat(after.recovery()).isNotEmpty();
    }

    @Test
    void a_second_recovery_writes_nothing_but_its_journal() {
        var second = new AtomicReference<Ship.Run>();

        var requests = road.during(() -> second.set(road.ship().json("recover")));

        second.get().exits(0);
        assertThat(requests.awsWrites())
                .isNotEmpty()
                .allSatisfy(write -> {
                    assertThat(write.path("action").asString()).isEqualTo("PutObject");
                    assertThat(write.path("resource").asString())
                            .startsWith(Road.bucket("state") + "/")
                            .containsPattern("/(journals|leases)/");
                });
        assertThat(requests.recoveryWrites()).isEmpty();
        assertThat(requests.primaryWrites()).isEmpty();
        assertThat(second.get().result().at("/outcomes/restored").asLong(0)).isZero();
    }

    @Test
    void what_a_first_recovery_changes_in_aws_is_what_the_plan_says() {
        var made = new ArrayList<String>();
        road.whileRecovering()
                .awsWritesBeside(Road.bucket("state"))
                .forEach(write ->
                        made.add(
                                Requests.text(write, "action")
                                        + " "
                                        + Requests.text(write, "resource")
                                        + " as "
                                        + Requests.text(write, "caller")));

        assertThat(made).containsExactlyInAnyOrderElementsOf(plannedCalls());
        assertThat(road.whileRecovering().primaryWrites()).isEmpty();
    }

    @Test
    void what_a_first_recovery_changes_in_the_cluster_is_what_the_plan_says() {
        var writes = road.whileRecovering().recoveryWrites();
        var changed = new TreeSet<String>();
        for (var write : writes) {
            assertThat(write.at("/user/username").asString())
                    .contains("assumed-role/sistership-road-recovery-delegate/");
            assertThat(Requests.text(write, "verb")).isIn("create", "patch");
            if (write.at("/responseStatus/code").asInt() < 300) {
                changed.add(object(write));
            }
        }
        var planned = new TreeSet<>(planned("create"));
        planned.addAll(planned("update"));

        assertThat(changed).isEqualTo(planned);
        assertThat(writes).hasSize(planned.size() + extraCalls());
        assertThat(road.recovery().get("calls").propertyNames())
                .contains("owner link", "managed fields")
                .isSubsetOf("owner link", "managed fields", "retry");
    }

    /// Calls beyond one write per object, which the report counts by cause.
    private int extraCalls() {
        return road.recovery().get("calls").valueStream().mapToInt(JsonNode::asInt).sum();
    }

    private Set<String> planned(String action) {
        return road.plan()
                .result()
                .get("objects")
                .valueStream()
                .filter(row -> row.get("action").asString().equals(action))
                .map(row ->
                        row.get("type").asString()
                                + " "
                                + row.get("object").asString().replaceFirst(".* ", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String object(JsonNode event) {
        var of = event.get("objectRef");
        var group = Requests.text(of, "apiGroup");
        var resource = Requests.text(of, "resource");
        var namespace = resource.equals("namespaces") ? "" : Requests.text(of, "namespace");
        return "%s.%s%s %s%s"
                .formatted(
                        resource,
                        group.isEmpty() ? "" : group + "/",
                        Requests.text(of, "apiVersion"),
                        namespace.isEmpty() ? "" : namespace + "/",
                        Requests.text(of, "name"));
    }

    @Test
    void captured_equals_the_sum_of_outcomes() {
        var captured = road.capture().get("objects").asLong();
        var plan = road.plan().result();
        var verified = road.ship().json("verify").result();

        assertThat(captured).isGreaterThan(250);
        assertThat(plan.get("objects")).hasSize((int) captured);
        assertThat(sum(plan.get("actions"))).isEqualTo(captured);
        assertThat(road.recovery().get("captured").asLong()).isEqualTo(captured);
        assertThat(sum(road.recovery().get("outcomes"))).isEqualTo(captured);
        assertThat(verified.get("captured").asLong()).isEqualTo(captured);
        assertThat(sum(verified.get("totals"))).isEqualTo(captured);
    }

    private static long sum(JsonNode counts) {
        return counts.valueStream().mapToLong(JsonNode::asLong).sum();
    }

    private List<String> plannedCalls() {
        var calls = new ArrayList<String>();
        for (var step : road.plan().result().get("cloud")) {
            if (step.get("action").asString().equals("create")) {
                calls.addAll(calls(step));
            }
        }
        var caller =
                " as arn:aws:sts::%s:assumed-role/sistership-road-recovery-access/sistership"
                        .formatted(World.RECOVERY_ACCOUNT);
        return calls.stream().map(call -> call + caller).toList();
    }

    /// The log names an access entry that is created by its cluster alone.
    private List<String> calls(JsonNode step) {
        var resource = step.get("resource").asString();
        var name = resource.substring(resource.lastIndexOf(' ') + 1);
        return switch (resource.substring(0, resource.lastIndexOf(' '))) {
            case "cluster" -> List.of("CreateCluster " + name);
            case "node group" -> List.of("CreateNodegroup road/" + name);
            case "fargate profile" -> List.of("CreateFargateProfile road/" + name);
            case "delegate access" ->
                    List.of("CreateAccessEntry road", "AssociateAccessPolicy road/" + name);
            case "access entry" -> entry(step.get("step").asString(), name);
            default -> throw new AssertionError(resource);
        };
    }

    private List<String> entry(String step, String principal) {
        var calls = new ArrayList<>(List.of("CreateAccessEntry road"));
        var captured = step.substring(step.indexOf('/') + 1);
        road.world()
                .aws(World.PRIMARY)
                .run(
                        "eks",
                        "list-associated-access-policies",
                        "--cluster-name",
                        Road.NAME,
                        "--principal-arn",
                        captured)
                .json()
                .get("associatedAccessPolicies")
                .forEach(_ -> calls.add("AssociateAccessPolicy road/" + principal));
        return calls;
    }
}
