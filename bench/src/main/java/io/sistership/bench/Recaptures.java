package io.sistership.bench;

import java.util.ArrayList;

/// The large cluster captured again and again after 1 % of its objects changed, each time as a delta
/// on the last accepted point, by turns with the bare reader.
///
/// It is always the same 1 % that changes, spread over all types: so each delta, which is cumulative,
/// stays at 1 %.
final class Recaptures {

    private static final int PAIRS = 5;

    private final Field field;
    private final Chain chain;

    Recaptures(Field field) {
        this.field = field;
        this.chain = new Chain(field.large().connection(), field.workspace().fresh("chain"));
    }

    void run() {
        field.workspace().step("%d re-captures after 1 %% of the objects changed".formatted(PAIRS));
        var base = chain.next();
        var ratios = new ArrayList<Double>();
        var publishing = new ArrayList<Double>();
        var written = new ArrayList<Double>();
        for (var number = 0; number < PAIRS; number++) {
            field.large().change(number);
            var captureFirst = number % 2 == 1;
            var bareBefore = captureFirst ? Double.NaN : field.large().bareRead().seconds();
            var link = delta();
            var bare = captureFirst ? field.large().bareRead().seconds() : bareBefore;
            ratios.add(link.seconds() / bare);
            publishing.add(link.publishing());
            written.add(100.0 * link.written() / base.written());
            field.workspace()
                    .detail(
                            "bare reader %.2f s, re-capture %.2f s: %.2f : 1"
                                    .formatted(bare, link.seconds(), link.seconds() / bare));
        }
        var figures = field.figures();
        figures.hold(
                "re-capture with 1 % changed : bare reader", Sample.median(ratios), "ratio", 1.15);
        figures.tell("bytes of that delta, of a whole point's", Sample.median(written), "%");
        figures.tell("publishing of a whole point, directory store", base.publishing(), "s");
        figures.tell("publishing of that delta", Sample.median(publishing), "s");
    }

    private Chain.Link delta() {
        var link = chain.next();
        link.start()
                .ifPresent(start -> {
                    throw new IllegalStateException("no delta was made: " + start.why());
                });
        return link;
    }
}
