package io.sistership.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.cloud.NetworkKind;
import io.sistership.cloud.NetworkResource;
import io.sistership.translate.Counterpart;
import io.sistership.translate.Counterpart.Ambiguous;
import io.sistership.translate.Counterpart.Found;
import io.sistership.translate.Counterpart.Missing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkMatchTest {

    private static final NetworkResource PRIMARY =
            subnet("subnet-0a", Map.of("Name", "private-a", "tier", "private", "aws:x", "1"));

    @Test
    void what_sistership_made_for_this_recovery_comes_before_any_name() {
        var made =
                subnet(
                        "subnet-1m",
                        Map.of(
                                "sistership:recovery-id",
                                Captured.TARGET.recoveryId(),
                                "sistership:source-arn",
                                "arn:aws:ec2:us-east-1:111111111111:subnet/subnet-0a"));

        assertThat(match(List.of(PRIMARY), made, subnet("subnet-1n", PRIMARY.tags())))
                .isEqualTo(new Found("subnet-1m", "made by Sistership for this recovery"));
    }

    @Test
    void what_sistership_made_for_another_recovery_does_not_count() {
        var made =
                subnet(
                        "subnet-1m",
                        Map.of(
                                "sistership:recovery-id",
                                "another",
                                "sistership:source-arn",
                                "arn:aws:ec2:us-east-1:111111111111:subnet/subnet-0a"));

        assertThat(match(List.of(PRIMARY), made)).isEqualTo(new Missing());
    }

    @Test
    void the_same_name_counts_whatever_the_other_tags() {
        assertThat(match(List.of(PRIMARY), subnet("subnet-1", Map.of("Name", "private-a"))))
                .isEqualTo(new Found("subnet-1", "the same name"));
    }

    @Test
    void equal_tags_count_where_names_are_shared_on_the_primary_side() {
        var sister = subnet("subnet-0b", Map.of("Name", "private-a", "tier", "public"));

        assertThat(
                        match(
                                List.of(PRIMARY, sister),
                                subnet("subnet-1", Map.of("Name", "private-a", "tier", "private"))))
                .isEqualTo(new Found("subnet-1", "all tags equal"));
    }

    @Test
    void equal_tags_tell_candidates_of_one_name_apart() {
        assertThat(
                        match(
                                List.of(PRIMARY),
                                subnet("subnet-1", Map.of("Name", "private-a", "tier", "private")),
                                subnet("subnet-2", Map.of("Name", "private-a", "tier", "public"))))
                .isEqualTo(new Found("subnet-1", "all tags equal"));
    }

    @Test
    void tags_of_aws_and_an_empty_name_are_no_likeness() {
        var unnamed = subnet("subnet-0z", Map.of("aws:cloudformation:stack-name", "net"));

        assertThat(
                        match(
                                List.of(unnamed),
                                subnet("subnet-1", Map.of("aws:cloudformation:stack-name", "net"))))
                .isEqualTo(new Missing());
    }

    @Test
    void two_of_one_name_are_not_guessed_between() {
        assertThat(
                        match(
                                List.of(PRIMARY),
                                subnet("subnet-1", Map.of("Name", "private-a")),
                                subnet("subnet-2", Map.of("Name", "private-a"))))
                .isEqualTo(new Ambiguous(List.of("subnet-1", "subnet-2"), "the same name"));
    }

    @Test
    void one_candidate_does_not_serve_two_primaries_of_its_name() {
        var twin = subnet("subnet-0b", Map.of("Name", "private-a"));

        assertThat(
                        match(
                                List.of(PRIMARY, twin),
                                subnet("subnet-1", Map.of("Name", "private-a", "z", "1"))))
                .isEqualTo(new Missing());
    }

    private static Counterpart match(
            List<NetworkResource> primaries, NetworkResource... candidates) {
        return new NetworkMatch(Captured.TARGET, primaries, List.of(candidates))
                .of(primaries.getFirst());
    }

    private static NetworkResource subnet(String id, Map<String, String> tags) {
        return new NetworkResource(
                NetworkKind.SUBNET, id, tags.getOrDefault("Name", ""), "vpc", "a", "c", tags);
    }
}
