package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The command line as a process of its own, with a temporary directory of its own: what appears
/// there, even for a moment, and what stays, in its files and in its output. The Secrets are a plain
/// one, one that `kubectl apply` repeats in an annotation, and a release of Helm.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TemporaryFilesRigTest {

    private static final Pattern NATIVE_HALF =
            Pattern.compile(
                    "lib.*|zstd[0-9]+[.]tmp|amazonCorrettoCryptoProviderNativeLibraries[.][0-9a-f]+");

    private final Canary canary = new Canary(SmallShip.SECRET);
    private SmallShip ship;

    @TempDir private Path temporary;
    @TempDir private Path work;

    @BeforeAll
    void go() {
        ship = SmallShip.shared();
    }

    @Test
    void the_planted_secrets_are_where_they_belong() {
        var payments =
                ship.kubectl().run("-n", "vaulted", "get", "secret", "payments", "-o", "json");
        var release =
                ship.kubectl()
                        .run(
                                "-n",
                                "vaulted",
                                "get",
                                "secret",
                                "sh.helm.release.v1.shop.v1",
                                "-o",
                                "json");

        assertThat(canary.in(payments.ok())).isTrue();
        assertThat(payments.ok()).contains("last-applied-configuration");
        assertThat(canary.in(release.ok())).isTrue();
    }

    @Test
    void a_whole_run_leaves_nothing_and_passes_nothing_through_a_file() throws IOException {
        var output = new AtomicReference<>("");
        var appeared =
                appearing(() -> {
                    for (var call : calls()) {
                        output.updateAndGet(before -> before + sistership(call));
                    }
                });

        assertThat(output.get()).contains("vaulted/payments", "data.api-key");
        assertThat(canary.in(output.get())).isFalse();
        // Libraries unpack their native halves there; nothing else of a run is a file.
        assertThat(appeared).allMatch(name -> NATIVE_HALF.matcher(name).matches());
        assertThat(holding(temporary)).isEmpty();
        assertThat(Files.size(work.resolve("plan.json"))).isPositive();
        assertThat(holding(work)).isEmpty();
        assertThat(holding(ship.ship().directory())).isEmpty();
    }

    private List<String[]> calls() {
        var newest = "newest";
        return List.of(
                new String[] {"capture", "-o", "json"},
                new String[] {"points", "-o", "json"},
                new String[] {"show", newest, "secrets"},
                new String[] {"show", newest, "secrets", "vaulted/payments"},
                new String[] {"plan", "--full", "--save", work.resolve("plan.json").toString()});
    }

    private String sistership(String... arguments) {
        var call =
                new ArrayList<>(List.of("-Djava.io.tmpdir=" + temporary, "io.sistership.cli.Main"));
        call.addAll(List.of(arguments));
        call.addAll(List.of("-f", ship.ship().directory().resolve("sistership.yaml").toString()));
        var run = Command.java(ship.world().rig(), temporary).run(call.toArray(String[]::new));
        assertThat(run.exit()).as(run.out()).isIn(0, 1, 5);
        return run.out();
    }

    /// The names of all files that were there during the work, if only for a moment.
    private List<String> appearing(Runnable work) throws IOException {
        try (WatchService watch = temporary.getFileSystem().newWatchService()) {
            var key = temporary.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            work.run();
            return key.pollEvents().stream().map(event -> String.valueOf(event.context())).toList();
        }
    }

    private List<Path> holding(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).filter(file -> canary.in(read(file))).toList();
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
