package io.sistership.rig;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What was asked of the AWS endpoint and of two control planes while something was done: the lines
/// that their own request logs gained.
///
/// @param aws lines of the rig's log of AWS requests
/// @param primary audit events of the primary cluster
/// @param recovery audit events of the recovery cluster
record Requests(List<JsonNode> aws, List<JsonNode> primary, List<JsonNode> recovery) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> VERBS =
            Set.of("create", "update", "patch", "delete", "deletecollection");

    /// Every other action of AWS counts as a write. Sessions, opening of sealed keys and asking for a
    /// signature's maker change nothing.
    private static final Pattern READS =
            Pattern.compile(
                    "(Describe|List|Get|Head|BatchGet|BatchCheck).*|AssumeRole|Decrypt|Verify");

    /// Does the work and reads what the logs gained.
    static Requests during(World world, String cluster, Runnable work) {
        var aws = world.rig().state().resolve("aws-requests.log");
        var primary = world.files(World.PRIMARY, cluster).resolve("audit.log");
        var recovery = world.files(World.RECOVERY, cluster).resolve("audit.log");
        var logs = List.of(aws, primary, recovery);
        var before = logs.stream().map(Requests::settled).toList();
        work.run();
        logs.forEach(Requests::settled);
        return new Requests(
                since(aws, before.get(0)),
                since(primary, before.get(1)),
                since(recovery, before.get(2)));
    }

    /// AWS requests that change something, session tokens excepted.
    List<JsonNode> awsWrites() {
        return aws.stream().filter(line -> !READS.matcher(text(line, "action")).matches()).toList();
    }

    /// As [#awsWrites()], without what the state bucket keeps of every run.
    List<JsonNode> awsWritesBeside(String stateBucket) {
        Predicate<JsonNode> bookkeeping =
                line ->
                        text(line, "service").equals("s3")
                                && text(line, "resource").startsWith(stateBucket + "/");
        return awsWrites().stream().filter(bookkeeping.negate()).toList();
    }

    /// Writes to the primary cluster by anybody but the cluster itself.
    List<JsonNode> primaryWrites() {
        return writes(primary);
    }

    /// Writes to the recovery cluster by anybody but the cluster itself.
    List<JsonNode> recoveryWrites() {
        return writes(recovery);
    }

    /// The most requests to the primary cluster that it was answering at once.
    int mostOpenInPrimary() {
        var times = new ArrayList<Moment>();
        for (var event : primary) {
            times.add(new Moment(time(event, "requestReceivedTimestamp"), 1));
            times.add(new Moment(time(event, "stageTimestamp"), -1));
        }
        times.sort(Comparator.comparing(Moment::at).thenComparingInt(Moment::change));
        int open = 0;
        int most = 0;
        for (var moment : times) {
            open += moment.change();
            most = Math.max(most, open);
        }
        return most;
    }

    private record Moment(Instant at, int change) {}

    private static Instant time(JsonNode event, String field) {
        return Instant.parse(text(event, field));
    }

    private static List<JsonNode> writes(List<JsonNode> events) {
        return events.stream().filter(Requests::isWrite).toList();
    }

    /// A dry run stores nothing, and a review of one's own rights is a question.
    private static boolean isWrite(JsonNode event) {
        return VERBS.contains(text(event, "verb"))
                && !text(event, "requestURI").contains("dryRun=All")
                && !event.at("/objectRef/resource").asString("").startsWith("selfsubject");
    }

    static String text(JsonNode line, String field) {
        return line.path(field).asString("");
    }

    /// An API server writes an event when the answer is already on its way: the count is taken when
    /// nobody but the cluster has done anything for a moment.
    private static int settled(Path log) {
        var seen = new long[] {-1};
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> {
                    long before = seen[0];
                    seen[0] = lines(log).stream().filter(Requests::isPersons).count();
                    return seen[0] == before;
                });
        return lines(log).size();
    }

    private static List<JsonNode> since(Path log, int line) {
        return lines(log).stream()
                .skip(line)
                .filter(Requests::isPersons)
                .map(JSON::readTree)
                .toList();
    }

    /// Controllers, nodes and EKS's own set-up of a cluster act all the time. Told from the text, as
    /// logs are long.
    private static boolean isPersons(String line) {
        return !line.contains("\"user\":{\"username\":\"system:")
                && !line.contains("\"user\":{\"username\":\"rig-admin\"");
    }

    /// Whole lines only: the last one may be in the middle of being written.
    private static List<String> lines(Path log) {
        try {
            if (!Files.exists(log)) {
                return List.of();
            }
            var text = Files.readString(log);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
