package io.sistership.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.cloud.NetworkKind;
import io.sistership.cloud.NetworkResource;
import io.sistership.translate.Counterpart;
import io.sistership.translate.Counterpart.Found;
import io.sistership.translate.Counterpart.Missing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionMatchTest {

    private static final NetworkResource PRIMARY =
            subnet("subnet-0b", "left-b", "vpc-0", "10.20.64.0/18");
    private static final NetworkResource SISTER =
            subnet("subnet-1b", "right-b", "vpc-1", "10.30.64.0/18");

    @Test
    void the_same_part_of_a_vpc_of_the_same_size_is_the_counterpart() {
        var before = subnet("subnet-1a", "right-a", "vpc-1", "10.30.0.0/18");

        assertThat(match("10.30.0.0/16", List.of(PRIMARY), before, SISTER))
                .isEqualTo(new Found("subnet-1b", "the same part of its VPC's addresses"));
    }

    @ParameterizedTest
    @CsvSource({
        "10.30.64.0/19, vpc-1, 10.30.0.0/16",
        "10.30.128.0/18, vpc-1, 10.30.0.0/16",
        "10.30.64.0/18, vpc-2, 10.30.0.0/16",
        "10.30.64.0/18, vpc-1, 10.30.0.0/15",
        "100.64.64.0/18, vpc-1, 10.30.0.0/16",
        "'', vpc-1, 10.30.0.0/16",
        "10.30.64.0/18, vpc-1, ''",
    })
    void another_part_size_or_vpc_is_none(String cidr, String vpc, String whole) {
        assertThat(match(whole, List.of(PRIMARY), subnet("subnet-1b", "right-b", vpc, cidr)))
                .isEqualTo(new Missing());
    }

    @Test
    void what_may_be_another_subnets_counterpart_by_its_name_is_none() {
        var named = subnet("subnet-0a", "right-b", "vpc-0", "10.20.0.0/18");
        var second = subnet("subnet-1a", "right-b", "vpc-1", "10.30.0.0/18");

        assertThat(match("10.30.0.0/16", List.of(PRIMARY, named), SISTER)).isEqualTo(new Missing());
        assertThat(match("10.30.0.0/16", List.of(PRIMARY, named), SISTER, second))
                .isEqualTo(new Missing());
    }

    private static Counterpart match(
            String sister, List<NetworkResource> primaries, NetworkResource... candidates) {
        return new PositionMatch(
                        vpc("vpc-0", "10.20.0.0/16"),
                        vpc("vpc-1", sister),
                        new NetworkMatch(Captured.TARGET, primaries, List.of(candidates)))
                .of(PRIMARY);
    }

    private static NetworkResource vpc(String id, String cidr) {
        return new NetworkResource(NetworkKind.VPC, id, "shop", "", "", cidr, Map.of());
    }

    private static NetworkResource subnet(String id, String name, String vpc, String cidr) {
        return new NetworkResource(
                NetworkKind.SUBNET, id, name, vpc, "a", cidr, Map.of("Name", name));
    }
}
