package io.sistership.rebuild;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sistership.aws.AwsException;
import io.sistership.aws.AwsProblem;
import io.sistership.model.Outcome;
import io.sistership.model.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CloudRebuilderTest {

    private final FakeRecovery recovery = Captured.recovery();
    private final FakeTime time = new FakeTime();
    private final Recorder journal = new Recorder();

    @Test
    void makes_the_cluster_then_the_way_in_then_the_nodes() {
        var results = recoverAll(Captured.whole());

        assertThat(results)
                .extracting(result -> result.step().id(), result -> result.outcome())
                .containsExactly(
                        tuple("cluster", new Outcome.Restored()),
                        tuple("delegate-access", new Outcome.Restored()),
                        tuple("nodegroup/ng-1", new Outcome.Restored()),
                        tuple("fargate_profile/fp", new Outcome.Restored()));
        assertThat(operations())
                .containsExactlyInAnyOrder(
                        "access CreateCluster",
                        "access CreateAccessEntry",
                        "access AssociateAccessPolicy",
                        "access CreateNodegroup",
                        "access CreateFargateProfile");
        assertThat(results.getFirst().symbols())
                .isEqualTo(
                        Map.of(
                                "${cluster.endpoint}",
                                "https://127.0.0.1:6443",
                                "${cluster.certificateAuthority}",
                                "CA",
                                "${cluster.issuer}",
                                "https://oidc.eks.us-west-2.amazonaws.com/id/NEW"));
    }

    @Test
    void the_delegate_administers_the_cluster_that_it_fills() {
        recoverAll(Captured.whole());

        assertThat(recovery.writes)
                .contains(
                        "access AssociateAccessPolicy {\"policyArn\":"
                                + "\"arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy\","
                                + "\"accessScope\":{\"type\":\"cluster\"}}");
    }

    @Test
    void a_second_run_writes_nothing() {
        recoverAll(Captured.whole());
        recovery.writes.clear();

        var results = recoverAll(Captured.whole());

        assertThat(recovery.writes).isEmpty();
        assertThat(results)
                .extracting(StepResult::outcome)
                .containsOnly(new Outcome.AlreadyThere());
        assertThat(results.getFirst().symbols()).containsKey("${cluster.endpoint}");
    }

    @Test
    void a_step_is_on_record_before_its_write() {
        recoverAll(Captured.whole());

        assertThat(journal.lines.subList(0, 2))
                .containsExactly("starts cluster after 0 writes", "ended cluster restored");
    }

    @Test
    void a_create_whose_answer_got_lost_is_continued() {
        var plan = plan(Captured.whole());
        recovery.refusals.put(
                "CreateCluster", FakeRecovery.problem(AwsProblem.CONFLICT, "is there"));

        assertThat(run(plan, "cluster").outcome()).isEqualTo(new Outcome.Restored());
    }

    @Test
    void a_run_killed_between_an_entry_and_its_policies_adds_them() {
        recoverAll(Captured.whole());
        recovery.policies.clear();
        recovery.writes.clear();

        recoverAll(Captured.whole());

        assertThat(operations())
                .containsExactly("access CreateAccessEntry", "access AssociateAccessPolicy");
    }

    @Test
    void a_cluster_that_somebody_else_made_since_the_plan_is_left_alone() {
        var plan = plan(Captured.whole());
        recovery.writer("somebody")
                .createCluster("{\"name\":\"shop\",\"tags\":{}}".getBytes(UTF_8));
        recovery.writes.clear();

        assertThat(run(plan, "cluster").outcome())
                .isEqualTo(
                        new Outcome.Blocked(
                                "there is a cluster shop already, and Sistership didn't make it for"
                                        + " this recovery"));
        assertThat(recovery.writes).isEmpty();
    }

    @Test
    void what_aws_refuses_is_an_outcome_and_blocks_what_comes_after() {
        recovery.refusals.put(
                "CreateCluster",
                FakeRecovery.problem(AwsProblem.INVALID, "unsupported Kubernetes version"));

        var results = recoverAll(Captured.whole());

        assertThat(results)
                .extracting(StepResult::outcome)
                .containsExactly(
                        new Outcome.Failed("unsupported Kubernetes version"),
                        new Outcome.Blocked("cluster shop is missing"),
                        new Outcome.Blocked("cluster shop is missing"),
                        new Outcome.Blocked("cluster shop is missing"));
        assertThat(operations()).containsExactly("access CreateCluster");
    }

    @Test
    void an_aws_that_does_not_answer_ends_the_run_and_not_the_step() {
        recovery.refusals.put(
                "CreateCluster", FakeRecovery.problem(AwsProblem.UNREACHABLE, "no route"));
        var plan = plan(Captured.whole());

        assertThatThrownBy(() -> run(plan, "cluster"))
                .isInstanceOf(AwsException.class)
                .hasMessage("no route");
    }

    @Test
    void what_eks_throttles_to_the_end_is_an_outcome_and_blocks_what_comes_after() {
        recovery.refusals.put(
                "CreateNodegroup", FakeRecovery.problem(AwsProblem.THROTTLED, "rate exceeded"));

        assertThat(recoverAll(Captured.whole()))
                .extracting(StepResult::outcome)
                .containsExactly(
                        new Outcome.Restored(),
                        new Outcome.Restored(),
                        new Outcome.Failed("rate exceeded"),
                        new Outcome.Restored());
    }

    @Test
    void waiting_rides_out_looks_that_are_throttled() {
        recovery.lookRefusals.add(FakeRecovery.problem(AwsProblem.THROTTLED, "rate exceeded"));
        recovery.lookRefusals.add(FakeRecovery.problem(AwsProblem.UNREACHABLE, "reset"));

        assertThat(run(plan(Captured.whole()), "cluster").outcome())
                .isEqualTo(new Outcome.Restored());
        assertThat(recovery.lookRefusals).isEmpty();
    }

    @Test
    void waiting_has_growing_pauses_and_an_end() {
        recovery.standings.clear();
        recovery.standings.add("CREATING");

        var result = run(plan(Captured.whole()), "cluster");

        assertThat(result.outcome())
                .isEqualTo(
                        new Outcome.Failed(
                                "cluster shop is still CREATING after 1800 seconds; run the recovery"
                                        + " again to go on waiting"));
        assertThat(time.pauses.getFirst()).isEqualTo(Duration.ofMillis(250));
        assertThat(time.pauses.getLast()).isEqualTo(Duration.ofSeconds(10));
        assertThat(time.pauses).hasSizeLessThan(200);
    }

    @Test
    void a_node_group_that_fails_says_why() {
        recoverPhase(Captured.whole(), StepKind.Phase.CLUSTER);
        recovery.standings.clear();
        recovery.standings.addAll(List.of("CREATING", "CREATE_FAILED"));

        assertThat(run(plan(Captured.whole()), "nodegroup/ng-1").outcome())
                .isEqualTo(new Outcome.Failed("nodegroup ng-1 is CREATE_FAILED"));
    }

    @Test
    void without_access_entries_the_delegate_itself_creates_the_cluster() {
        var captured =
                Captured.cluster(Captured.CLUSTER.replace("API_AND_CONFIG_MAP", "CONFIG_MAP"));
        var plan = plan(captured, Map.of("subnet-0a", "s1", "subnet-0b", "s2", "sg-0a", "g1"));

        run(plan, "cluster");

        assertThat(operations()).containsExactly("delegate CreateCluster");
    }

    private List<StepResult> recoverAll(Captured captured) {
        var plan = plan(captured);
        var phase = new CloudPhase(rebuilder(), journal, Progress.SILENT);
        var results = new ArrayList<>(phase.run(plan, StepKind.Phase.CLUSTER));
        results.addAll(phase.run(plan, StepKind.Phase.NODES));
        return results;
    }

    private void recoverPhase(Captured captured, StepKind.Phase only) {
        new CloudPhase(rebuilder(), journal, Progress.SILENT).run(plan(captured), only);
    }

    private StepResult run(CloudPlan plan, String id) {
        return plan.steps().stream()
                .filter(step -> step.id().equals(id))
                .findFirst()
                .map(step -> rebuilder().run(step, journal))
                .orElseThrow();
    }

    private CloudRebuilder rebuilder() {
        return new CloudRebuilder(
                Captured.TARGET,
                recovery.cloud(),
                recovery.writer("delegate"),
                Patience.standard(),
                time);
    }

    private CloudPlan plan(Captured captured) {
        return plan(captured, Map.of());
    }

    private CloudPlan plan(Captured captured, Map<String, String> explicit) {
        var surveyed = captured.surveyed();
        var cloud = recovery.cloud();
        var counterparts = RecoveryCounterparts.of(Captured.TARGET, explicit, surveyed, cloud);
        return new CloudPlanner(Captured.TARGET, cloud, counterparts).plan(surveyed);
    }

    private List<String> operations() {
        return recovery.writes.stream()
                .map(write -> write.substring(0, write.indexOf(" {")))
                .toList();
    }

    private final class Recorder implements StepJournal {

        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void starts(CloudStep step) {
            lines.add("starts " + step.id() + " after " + recovery.writes.size() + " writes");
        }

        @Override
        public void ended(StepResult result) {
            lines.add("ended " + result.step().id() + " " + result.outcome().label());
        }
    }

    private static final class FakeTime implements Time {

        private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
        private Instant now = Instant.parse("2026-11-23T09:00:00Z");

        @Override
        public synchronized Instant now() {
            return now;
        }

        @Override
        public synchronized void pause(Duration length) {
            pauses.add(length);
            now = now.plus(length);
        }
    }
}
