package io.sistership.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sistership.model.Sha256;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// A point may list again what the accepted one lists, to the letter, and nothing else that wasn't
/// handed over with it.
class ListedAgainTest {

    private final Chain chain = new Chain();
    private final Manifest first;

    ListedAgainTest() {
        for (int i = 0; i < 30; i++) {
            chain.put(Sample.DEPLOYMENTS, "web-" + i, "{\"n\":%d}".formatted(i));
        }
        first = chain.manifest(chain.next().id());
    }

    private SegmentEntry base() {
        return first.types().getFirst().segments().getFirst();
    }

    @Test
    void reads_no_listed_segment_another_time() {
        var link = chain.capture();
        var watched = new ReadCount(chain.sample.vault);

        new Publisher(chain.sample.outbox, watched, chain.sample.state, () -> chain.now)
                .publish(
                        link.id(),
                        Sample.EXPECTED,
                        Sample.CONFIGURATION,
                        io.sistership.model.Progress.SILENT);

        assertThat(watched.segments).isZero();
    }

    @Test
    void refuses_a_segment_that_the_accepted_point_does_not_list() {
        var other = "abcdefghijklmnopqrstuvwxyz";

        assertRefused(
                manifest -> manifest.replace(base().name(), other),
                "segments/%s: it is neither in the outbox nor listed by point %s"
                        .formatted(other, first.heading().id()));
    }

    @Test
    void refuses_another_digest_length_or_count_of_a_listed_segment() {
        var digest = Sha256.of(Sample.utf8("another"));
        var expected =
                "segments/%s: it is neither in the outbox nor listed by point %s"
                        .formatted(base().name(), first.heading().id());

        assertRefused(manifest -> manifest.replace(base().sha256().hex(), digest.hex()), expected);
        assertRefused(
                manifest ->
                        manifest.replace(
                                "\"length\":" + base().length(),
                                "\"length\":" + (base().length() + 1)),
                expected);
    }

    @Test
    void refuses_another_wrapped_key_under_a_listed_ones_name() {
        var wrapped = first.keys().getFirst().wrapped();

        assertRefused(
                manifest -> manifest.replace(wrapped, "AAAA" + wrapped.substring(4)),
                "manifest.json: it lists key %s.objects, which point %s doesn't list so"
                        .formatted(first.heading().id(), first.heading().id()));
    }

    @Test
    void refuses_a_listed_segment_that_the_vault_lost_meanwhile() {
        var link = chain.capture();
        chain.sample.vault.delete("clusters/shop/segments/" + base().name());

        assertRefused(
                link.id(),
                "segments/%s: it is listed again, but missing from the vault"
                        .formatted(base().name()));
    }

    @Test
    void refuses_the_epoch_of_another_point() {
        var younger = "20261123T094304Z-aaaaaa";

        assertRefused(
                manifest ->
                        manifest.replace("\"epoch\":\"" + first.epoch(), "\"epoch\":\"" + younger),
                "manifest.json: it continues the epoch of point %s, the accepted point that of %s"
                        .formatted(younger, first.epoch()));
    }

    @Test
    void refuses_to_continue_where_nothing_was_accepted() {
        var fresh = new Sample();
        var heading = fresh.heading();
        fresh.write(heading);
        var location = PointLocation.outbox(heading.id());
        new Resigner(fresh.outbox, fresh.signer)
                .change(
                        location,
                        manifest ->
                                manifest.replace(
                                        "\"epoch\":\"" + heading.id(),
                                        "\"epoch\":\"20261123T094304Z-aaaaaa"));

        assertThatExceptionOfType(RefusedPointException.class)
                .isThrownBy(() ->
                        fresh.publisher()
                                .publish(
                                        heading.id(),
                                        Sample.EXPECTED,
                                        Sample.CONFIGURATION,
                                        io.sistership.model.Progress.SILENT))
                .withMessage(
                        "recovery point %s refused: manifest.json: it continues an epoch, but no"
                                + " point was accepted yet",
                        heading.id());
    }

    private void assertRefused(UnaryOperator<String> change, String problem) {
        var link = chain.capture();
        new Resigner(chain.sample.outbox, chain.sample.signer)
                .change(PointLocation.outbox(link.id()), change);
        assertRefused(link.id(), problem);
    }

    private void assertRefused(PointId id, String problem) {
        assertThatExceptionOfType(RefusedPointException.class)
                .isThrownBy(() -> chain.publish(id))
                .withMessage("recovery point %s refused: %s", id, problem);
        assertThat(chain.sample.marks.find("shop").orElseThrow().point().point())
                .isEqualTo(first.heading().id());
    }

    /// Counts how many segments are read.
    private static final class ReadCount extends ForwardingStore {

        private int segments;

        ReadCount(BlobStore store) {
            super(store);
        }

        @Override
        void writing(String key) {}

        @Override
        public java.io.InputStream get(String key) {
            if (key.contains("/segments/")) {
                segments++;
            }
            return super.get(key);
        }
    }
}
