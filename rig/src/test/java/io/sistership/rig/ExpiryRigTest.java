package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Retention as people use it, through the roles of deployed stacks.
class ExpiryRigTest {

    @TempDir private static Path directory;
    private static Kept kept;

    @BeforeAll
    static void deploy() {
        kept = Kept.application(directory, "expiry", "{hourly: 0, daily: 0, monthly: 0}");
    }

    @Test
    void expires_what_the_tiers_let_go_and_nothing_that_is_protected() {
        var first = kept.capture();
        var second = kept.capture();
        kept.ship().run("points", "protect", first).exits(0);
        var third = kept.capture();

        assertThat(kept.points())
                .extracting(
                        point -> point.get("point").asString(),
                        point -> point.get("keptBy").toString(),
                        point -> point.get("status").asString())
                .containsExactly(
                        tuple(third, "[\"newest\"]", "ok"),
                        tuple(second, "[]", "ok"),
                        tuple(first, "[\"protected\"]", "ok"));

        var before = kept.versions();
        var dry = kept.ship().json("points", "expire").exits(0);
        assertThat(dry.document().get("schema").asString())
                .isEqualTo("sistership.io/points-expire/v1");
        assertThat(dry.result().at("/clusters/0/expired/0").asString()).isEqualTo(second);
        assertThat(dry.result().at("/clusters/0/applied").asBoolean()).isFalse();
        assertThat(kept.versions()).isEqualTo(before);

        var text = kept.ship().run("points", "expire", "--apply").exits(0).out();
        assertThat(text)
                .contains("Expired points of kept\n  gone  " + second)
                .contains("  1 of 3 points gone; with them ");
        assertThat(kept.points())
                .extracting(point -> point.get("point").asString())
                .containsExactly(third, first);
        assertThat(kept.versions().has("DeleteMarkers")).isFalse();
        kept.requireSound();
        kept.ship().run("show", first).exits(0);
        assertThat(kept.ship().json("points").exits(0).document().get("issues")).isEmpty();

        kept.ship().run("points", "unprotect", first).exits(0);
        kept.ship().run("points", "expire", "--apply").exits(0);
        assertThat(kept.points())
                .extracting(point -> point.get("point").asString())
                .containsExactly(third);
        kept.requireSound();
        kept.ship().run("plan").exits(0);
    }

    @Test
    void a_point_that_is_not_there_is_not_protected() {
        var run = kept.ship().run("points", "protect", "20200101T000000Z-aaaaaa").exits(4);

        assertThat(run.err())
                .isEqualTo(
                        """
                        error: there is no recovery point 20200101T000000Z-aaaaaa of kept in the vault
                          List them: sistership points
                        """);
    }

    @Test
    void a_time_that_is_none_is_refused() {
        var run = kept.ship().run("points", "expire", "--grace", "soon").exits(2);

        assertThat(run.err())
                .contains("'soon' is no time: write it as 90m, 36h or 2d")
                .contains("See: sistership points expire --help");
    }
}
