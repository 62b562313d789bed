package io.sistership.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sistership.model.Action;
import io.sistership.model.FailureKind;
import io.sistership.model.Issue;
import io.sistership.model.SistershipException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A saved plan is done as it is, or each difference is named.
class PlanComparisonTest {

    private static final Issue LOST =
            Issue.blocking("image-missing", "Deployment.apps shop/web", "web:1 isn't there", "");

    @TempDir private Path directory;
    private final LocalPlanKey key = new LocalPlanKey("plans");
    private final SamplePlan now = new SamplePlan();
    private Path file = Path.of("");

    @BeforeEach
    void save() {
        file = directory.resolve("shop.plan");
        PlanWriter.write(file, new SamplePlan().contents(), key);
    }

    @Test
    void what_is_still_the_same_is_done() {
        now.issues.add(Issue.info("configuration-differs", "recovery point", "it was changed"));

        assertThatCode(() -> compare(false)).doesNotThrowAnyException();
    }

    @Test
    void every_field_that_differs_is_named() {
        now.nodes = new Action.Adopt();
        now.settings = new Action.Blocked("exists: it differs at data.greeting");
        now.role = "arn:aws:iam::222222222222:role/other";
        now.manifest = "ef".repeat(32);
        now.issues.add(LOST);

        var refused = refused(false);

        assertThat(refused.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(refused.code()).isEqualTo("plan-changed");
        assertThat(refused)
                .hasMessage(
                        """
                        plan %s refused: it is not what would be done now: 6 differences:
                          the plan: manifest was '%s', is now '%s'
                          counterpart role arn:aws:iam::111111111111:role/shop-nodes: is was ["arn:aws:iam::222222222222:role/shop-nodes"], is now ["arn:aws:iam::222222222222:role/other"]
                          step nodegroup/front: action was 'create', is now 'adopt'
                          object ConfigMap shop/settings: action was 'create', is now 'blocked'
                          object ConfigMap shop/settings: reason was '', is now 'exists: it differs at data.greeting'
                          issue image-missing at Deployment.apps shop/web: web:1 isn't there is new\
                        """
                                .formatted(file, "ab".repeat(32), "ef".repeat(32)));
    }

    @Test
    void a_plan_that_differs_in_nothing_shown_but_its_id_is_refused() {
        now.id = "ffffffffffffffffffff";

        assertThat(refused(false))
                .hasMessageEndingWith("1 difference:\n  the order in which objects are written");
    }

    @Test
    void a_run_that_goes_on_may_find_done_what_the_plan_writes() {
        now.id = "ffffffffffffffffffff";
        now.nodes = new Action.Adopt();
        now.settings = new Action.Adopt();

        assertThatCode(() -> compare(true)).doesNotThrowAnyException();
    }

    @Test
    void a_run_that_goes_on_does_not_write_what_the_plan_left_out() {
        now.settings = new Action.Adopt();
        now.secret = new Action.Create();

        assertThat(refused(true))
                .hasMessageContaining(
                        "2 differences:\n  object Secret shop/token: action was 'skip', is now 'create'\n"
                                + "  object Secret shop/token: reason was 'its controller makes it', is now ''");
    }

    @Test
    void a_run_that_goes_on_keeps_to_point_and_counterparts() {
        now.manifest = "ef".repeat(32);
        now.role = "arn:aws:iam::222222222222:role/other";

        assertThat(refused(true)).hasMessageContaining("2 differences:\n  the plan: manifest was ");
    }

    @Test
    void a_file_that_is_changed_after_it_was_verified_is_refused() throws IOException {
        var saved = SavedPlan.open(file, SamplePlan.application(), () -> key);
        var text = Files.readString(file);
        Files.writeString(
                file, text.replace("\"found\":\"the same name\"}\n", "\"found\":\"luck\"}\n"));

        var refused =
                catchThrowableOfType(
                        SistershipException.class,
                        () -> new PlanComparison(saved, now.contents(), false).require());

        assertThat(refused.code()).isEqualTo("plan-altered");
    }

    private void compare(boolean begun) {
        var saved = SavedPlan.open(file, SamplePlan.application(), () -> key);
        new PlanComparison(saved, now.contents(), begun).require();
    }

    private SistershipException refused(boolean begun) {
        return catchThrowableOfType(SistershipException.class, () -> compare(begun));
    }
}
