package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.rig.RecordedBodies.Body;
import io.sistership.translate.Counterparts;
import io.sistership.translate.Crossing;
import io.sistership.translate.Edit;
import io.sistership.translate.PodSpecs;
import io.sistership.translate.StripChoices;
import io.sistership.translate.Strips;
import io.sistership.translate.Translator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What a recovery sends is what was captured, but for what it says that it changed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BodiesRoadTest {

    private static final String LAST_APPLIED =
            "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration";

    private Road road;
    private List<Body> bodies;

    @BeforeAll
    void go() {
        road = Road.shared();
        bodies = road.bodies().all();
    }

    @Test
    void bodies_are_the_captured_bytes_minus_the_listed_edits() {
        assertThat(bodies).hasSizeGreaterThan(40);

        for (var body : bodies) {
            // Compared outside of AssertJ: its message would show a Secret.
            boolean same = Splices.applied(body.captured(), body.edits()).equals(body.sent());
            assertThat(same).as(body.toString()).isTrue();
        }
    }

    @Test
    void every_edit_is_of_a_listed_rule() {
        var strips = Strips.forCreate(StripChoices.STANDARD).reasons().keySet();
        var translations = translator().reasons().keySet();

        for (var body : bodies) {
            for (var edit : body.edits()) {
                assertThat(edit.rule())
                        .as(body + ": " + edit)
                        .isIn(
                                switch (edit.kind()) {
                                    case STRIP -> with(strips, "owner-link");
                                    case TRANSLATE -> with(translations, "owner-link");
                                    case COMPLETE -> Set.of("type-of-list-items");
                                });
            }
        }
    }

    @Test
    void every_translated_identifier_stands_in_the_plan() {
        var made = new TreeSet<String>();
        for (var body : bodies) {
            for (var edit : body.edits()) {
                if (edit.kind() == Edit.Kind.TRANSLATE
                        && !edit.rule().equals("owner-link")
                        && !edit.path().startsWith(LAST_APPLIED)) {
                    var path = edit.path().replaceFirst("#.*", "");
                    made.add(body.id() + " " + path + " " + edit.rule());
                }
            }
        }
        var planned = new TreeSet<String>();
        var created = new HashSet<String>();
        bodies.forEach(body -> created.add(body.toString()));
        for (var row : road.plan().result().get("translations")) {
            if (created.contains(row.get("object").asString())) {
                planned.add(
                        "%s %s %s"
                                .formatted(
                                        row.get("object").asString(),
                                        row.get("path").asString().replaceFirst("#.*", ""),
                                        row.get("rule").asString()));
            }
        }

        assertThat(made).isNotEmpty().isEqualTo(planned);
    }

    @Test
    void what_was_captured_is_what_the_primary_answers() {
        var list = road.primary().run("get", "--raw", Shop.promotions()).ok();
        var promotions =
                bodies.stream().filter(body -> body.id().kind().equals("Promotion")).toList();

        assertThat(promotions).hasSize(3);
        assertThat(promotions).allSatisfy(body -> assertThat(list).contains(body.capturedText()));
    }

    @Test
    void numbers_keep_their_spelling_and_members_their_order() {
        var hostile = road.bodies().of("Promotion.shop.example.com shop/hostile");
        var spec = hostile.captured().at("/spec").orElseThrow().raw();

        assertThat(hostile.sent()).contains("\"spec\":" + spec);
        assertThat(spec)
                .contains("1e+21", "1.5e-9", "123456789012345678", "\\u003ca href=", "\\u2028é");
        assertThat(hostile.sent()).contains("{\\\"rate\\\": 1.10, \\\"limit\\\": 1e3}");
    }

    @Test
    void unknown_fields_come_along() {
        var spring = road.bodies().of("Promotion.shop.example.com shop/spring");
        var exact = spring.captured().at("/spec/exactRate").orElseThrow().raw();

        assertThat(spring.sent()).contains("\"exactRate\":" + exact);
        assertThat(road.recoveryCluster().run("get", "--raw", Shop.promotions() + "/spring").ok())
                .contains("\"exactRate\":" + exact);
    }

    private Translator translator() {
        var application = road.application();
        var counterparts = Counterparts.of(application.primary(), application.recovery());
        return Translator.of(
                new Crossing(application.primary(), application.recovery(), counterparts),
                PodSpecs.builtIn());
    }

    private static Set<String> with(Set<String> rules, String one) {
        var all = new HashSet<>(rules);
        all.add(one);
        return all;
    }
}
