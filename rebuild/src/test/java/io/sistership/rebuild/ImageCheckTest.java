package io.sistership.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.sistership.cloud.RegistryReader;
import io.sistership.model.Issue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ImageCheckTest {

    private static final String HOST = "222222222222.dkr.ecr.us-west-2.amazonaws.com/";
    private static final String DIGEST =
            "sha256:0000000000000000000000000000000000000000000000000000000000000001";

    private final Registry registry = new Registry();

    @Test
    void tells_what_the_recovery_registry_does_not_hold() {
        registry.images.addAll(Set.of("shop/web 1.2", "shop/api " + DIGEST, "base latest"));

        var issues =
                check(
                        HOST + "shop/web:1.2",
                        HOST + "shop/web:1.3",
                        HOST + "shop/api:9@" + DIGEST,
                        HOST + "base");

        assertThat(issues)
                .containsExactly(
                        Issue.warning(
                                "image-missing",
                                "image " + HOST + "shop/web:1.3",
                                "the recovery environment's registry doesn't hold it: pods that"
                                        + " need it won't start",
                                "replicate its repository: aws ecr put-replication-configuration,"
                                        + " or push it there"));
    }

    @Test
    void asks_for_nothing_of_other_registries_and_for_each_image_once() {
        check(
                "nginx:1",
                "333333333333.dkr.ecr.us-west-2.amazonaws.com/x:1",
                HOST + "a:1",
                HOST + "a:1");

        assertThat(registry.asked).containsExactly("a 1");
    }

    private List<Issue> check(String... images) {
        return new ImageCheck(registry, Captured.TARGET.recovery()).missing(List.of(images));
    }

    private static final class Registry implements RegistryReader {

        private final Set<String> images = new TreeSet<>();
        private final List<String> asked = new ArrayList<>();

        @Override
        public List<Repository> repositories() {
            throw new AssertionError("not asked for");
        }

        @Override
        public boolean holds(String repository, String reference) {
            asked.add(repository + " " + reference);
            return images.contains(repository + " " + reference);
        }
    }
}
