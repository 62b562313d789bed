package io.sistership.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sistership.model.Application;
import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// A saved plan is the one that was signed, of this application and target, or refused.
class SavedPlanTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private Path directory;
    private final LocalPlanKey key = new LocalPlanKey("plans");
    private final SamplePlan sample = new SamplePlan();
    private Path file = Path.of("");

    @BeforeEach
    void save() {
        file = directory.resolve("shop.plan");
        sample.accepted = List.of("object-blocked:ConfigMap shop/old");
        PlanWriter.write(file, sample.contents(), key);
    }

    @Test
    void a_plan_comes_back_as_it_was_saved() {
        var plan = open(SamplePlan.application());

        assertThat(plan.id()).isEqualTo(sample.id);
        assertThat(plan.binding()).isEqualTo(sample.contents().binding());
        assertThat(plan.request())
                .isEqualTo(
                        new RecoveryRequest(
                                "shop",
                                "20261123T094305Z-k3m7qa",
                                "shop",
                                List.of("object-blocked:ConfigMap shop/old")));
    }

    @Test
    void the_file_has_a_line_for_all_that_the_plan_says() throws IOException {
        var lines = Files.readAllLines(file);

        assertThat(lines).hasSize(8);
        assertThat(
                        lines.stream()
                                .map(line -> JSON.readTree(line).propertyNames().iterator().next()))
                .containsExactly(
                        "plan",
                        "counterpart",
                        "step",
                        "step",
                        "object",
                        "object",
                        "object",
                        "payload");
        assertThat(lines.get(5))
                .isEqualTo(
                        "{\"object\":\"Secret shop/token\",\"type\":\"secrets.v1\",\"action\":\"skip\","
                                + "\"reason\":\"its controller makes it\",\"wave\":\"passive\",\"translations\":[]}");
        assertThat(JSON.readTree(lines.get(6)).at("/translations/0/to").asString())
                .isEqualTo(SamplePlan.IMAGE.after());
    }

    /// Every byte counts, the line feeds too; one in seven shows it.
    @Test
    void a_file_that_was_changed_anywhere_is_refused() throws IOException {
        var good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at += 7) {
            var bad = good.clone();
            bad[at] ^= 1;
            Files.write(file, bad);

            assertThat(refused(SamplePlan.application()).kind())
                    .as("byte %d", at)
                    .isEqualTo(FailureKind.REFUSED);
        }
    }

    @Test
    void a_file_without_one_of_its_lines_is_refused_before_the_key_is_asked_for()
            throws IOException {
        var lines = new ArrayList<>(Files.readAllLines(file));
        lines.remove(4);
        Files.write(file, lines);

        var refused =
                catchThrowableOfType(
                        SistershipException.class,
                        () ->
                                SavedPlan.open(
                                        file,
                                        SamplePlan.application(),
                                        () -> {
                                            throw new AssertionError("asked");
                                        }));

        assertThat(refused.code()).isEqualTo("plan-altered");
        assertThat(refused)
                .hasMessage("plan %s refused: its lines aren't those that were signed", file);
    }

    @Test
    void a_file_that_was_cut_off_is_refused() throws IOException {
        var good = Files.readAllBytes(file);
        for (int length = 0; length < good.length; length += 11) {
            Files.write(file, java.util.Arrays.copyOf(good, length));

            assertThat(refused(SamplePlan.application()).kind()).isEqualTo(FailureKind.REFUSED);
        }
    }

    @Test
    void another_keys_signature_is_refused_even_under_our_keys_name() {
        PlanWriter.write(file, sample.contents(), new LocalPlanKey("plans"));

        var refused = refused(SamplePlan.application());

        assertThat(refused.code()).isEqualTo("plan-signature");
        assertThat(refused)
                .hasMessage(
                        "plan %s refused: its signature isn't one of this application's key for plans, %s",
                        file, key.id());
    }

    @ParameterizedTest
    @CsvSource({
        "bank, 222222222222, 'the plan is of application shop, not bank'",
        "shop, 333333333333, 'the plan is of environment 222222222222 us-west-2, not 333333333333 us-west-2'"
    })
    void a_plan_of_another_application_or_environment_is_refused(
            String name, String account, String what) {
        var refused = refused(SamplePlan.application(name, account));

        assertThat(refused.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(refused.code()).isEqualTo("plan-of-another");
        assertThat(refused).hasMessage("plan %s refused: %s", file, what);
    }

    @ParameterizedTest
    @CsvSource({
        "bank, '', '', 'the plan is of cluster shop, not bank'",
        "'', 20261123T094305Z-aaaaaa, '', 'the plan is of point 20261123T094305Z-k3m7qa, not 20261123T094305Z-aaaaaa'",
        "'', '', drill, 'the plan is of target shop, not drill'"
    })
    void a_plan_of_another_target_than_is_asked_for_is_refused(
            String cluster, String point, String target, String what) {
        var plan = open(SamplePlan.application());
        var said = new RecoveryRequest(cluster, point, target, List.of());

        var refused =
                catchThrowableOfType(SistershipException.class, () -> plan.requireAgrees(said));

        assertThat(refused.code()).isEqualTo("plan-of-another");
        assertThat(refused).hasMessage("plan %s refused: %s", file, what);
    }

    @Test
    void nothing_is_accepted_that_the_saved_plan_does_not_accept() {
        var plan = open(SamplePlan.application());
        plan.requireAgrees(
                new RecoveryRequest("shop", "", "", List.of("object-blocked:ConfigMap shop/old")));

        var refused =
                catchThrowableOfType(
                        SistershipException.class,
                        () ->
                                plan.requireAgrees(
                                        new RecoveryRequest(
                                                "", "", "", List.of("object-blocked"))));

        assertThat(refused)
                .hasMessage("plan %s refused: it was saved without --accept object-blocked", file);
    }

    @Test
    void what_is_no_plan_is_refused_and_what_is_not_there_is_usage() throws IOException {
        Files.writeString(file, "{\"schema\":\"sistership.io/plan/v1\"}\n{}\n");
        assertThat(refused(SamplePlan.application()))
                .hasMessage("%s is no saved plan: its first line is no plan's: no 'plan'", file);

        Files.delete(file);
        assertThat(refused(SamplePlan.application()).kind()).isEqualTo(FailureKind.USAGE);
    }

    @Test
    void a_plan_of_a_later_format_is_refused() throws IOException {
        Files.write(
                file,
                Files.readString(file).replace("\"format\":1", "\"format\":2").getBytes(UTF_8));

        assertThat(refused(SamplePlan.application()))
                .hasMessage(
                        "%s is no saved plan: it has format 2, this version reads format 1", file);
    }

    private SavedPlan open(Application application) {
        return SavedPlan.open(file, application, () -> key);
    }

    private SistershipException refused(Application application) {
        return catchThrowableOfType(SistershipException.class, () -> open(application));
    }
}
