package io.sistership.cli;

import io.sistership.model.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Progress on standard error: a person sees one line redrawn for each stage, a log gets a line when
/// a stage ends. Thread-safe.
final class ProgressLine implements Progress, AutoCloseable {

    private static final long REDRAW_NANOS = 100_000_000;
    private static final int BAR = 24;

    private final Terminal terminal;
    private final PrintWriter err;
    private final AtomicLong objects = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong drawn = new AtomicLong();
    private String stage = "";
    private long expected = -1;
    private long began;

    ProgressLine(Terminal terminal) {
        this.terminal = terminal;
        this.err = terminal.err();
    }

    @Override
    public synchronized void stage(String name, long expectedObjects) {
        finish();
        stage = name;
        expected = expectedObjects;
        began = System.nanoTime();
        objects.set(0);
        bytes.set(0);
        draw();
    }

    @Override
    public void advanced(long moreObjects, long moreBytes) {
        objects.addAndGet(moreObjects);
        bytes.addAndGet(moreBytes);
        long last = drawn.get();
        long now = System.nanoTime();
        if (now - last > REDRAW_NANOS && drawn.compareAndSet(last, now)) {
            draw();
        }
    }

    @Override
    public synchronized void note(String text) {
        clear();
        err.println("  " + text);
        draw();
    }

    @Override
    public synchronized void close() {
        finish();
        stage = "";
    }

    private void finish() {
        if (!stage.isEmpty()) {
            clear();
            err.println(terminal.green("  done ") + status());
        }
    }

    private synchronized void draw() {
        if (terminal.interactive() && !stage.isEmpty()) {
            clear();
            err.print("  " + bar() + status());
            err.flush();
        }
    }

    private void clear() {
        if (terminal.interactive()) {
            err.print("\r\u001b[K");
        }
    }

    private String bar() {
        if (expected <= 0) {
            return "";
        }
        int full = (int) Math.min(BAR, BAR * objects.get() / expected);
        return "[" + "#".repeat(full) + " ".repeat(BAR - full) + "] ";
    }

    private String status() {
        var took = Duration.ofNanos(System.nanoTime() - began);
        var line = new StringBuilder(stage);
        if (objects.get() > 0) {
            line.append("  ").append(Sizes.count(objects.get()));
            if (expected > 0) {
                line.append(" of ").append(Sizes.count(expected));
            }
            line.append(rate(took));
        }
        if (bytes.get() > 0) {
            line.append("  ").append(Sizes.bytes(bytes.get()));
        }
        return line.append("  ").append(terminal.dim(Sizes.seconds(took))).toString();
    }

    /// A rate over a blink says nothing, so short stages have none.
    private String rate(Duration took) {
        return took.toMillis() < 300
                ? ""
                : "  " + Sizes.count(objects.get() * 1000 / took.toMillis()) + "/s";
    }
}
