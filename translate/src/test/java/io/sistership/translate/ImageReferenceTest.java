package io.sistership.translate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {

    private static final String DIGEST =
            "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource({
        "nginx,'',nginx,''",
        "nginx:1.27,'',nginx,:1.27",
        "library/nginx,'',library/nginx,''",
        "localhost/x:1,localhost,x,:1",
        "localhost:5000/a/b:1,localhost:5000,a/b,:1",
        "registry.example.org/a_b/c--d.e:v1_2.3-x,registry.example.org,a_b/c--d.e,:v1_2.3-x",
        "host:80/r,host:80,r,''",
    })
    void splits_host_repository_and_tag(
            String text, String host, String repository, String version) {
        assertThat(ImageReference.parse(text))
                .contains(new ImageReference(host, repository, version));
        assertThat(ImageReference.parse(text + DIGEST))
                .contains(new ImageReference(host, repository, version + DIGEST));
        assertThat(ImageReference.parse(text).get()).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{{ .Values.image }}",
                "Nginx",
                "a b",
                "x:",
                "x@sha256:12",
                "host.x/",
                "/x",
                "http://host/x",
                "x:1:2"
            })
    void is_absent_for_what_is_no_image(String text) {
        assertThat(ImageReference.parse(text)).isEmpty();
    }

    @Test
    void is_absent_for_an_endless_text_without_a_deep_stack() {
        assertThat(ImageReference.parse("a/".repeat(500_000) + "a")).isEmpty();
    }

    @Test
    void knows_the_hosts_of_private_registries_in_all_their_forms() {
        assertThat(EcrHost.parse("111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn").get())
                .hasToString("111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn");
        assertThat(EcrHost.parse("111111111111.dkr-ecr-fips.us-gov-west-1.on.aws").get())
                .hasToString("111111111111.dkr-ecr-fips.us-gov-west-1.on.aws");
        assertThat(EcrHost.parse("111111111111.dkr-ecr.us-east-1.on.aws").get().standard())
                .isEqualTo("111111111111.dkr.ecr.us-east-1.amazonaws.com");
        assertThat(EcrHost.parse("public.ecr.aws")).isEmpty();
        assertThat(EcrHost.parse("11111111111.dkr.ecr.us-east-1.amazonaws.com")).isEmpty();
        assertThat(EcrHost.parse("111111111111.dkr.ecr.nowhere.amazonaws.com")).isEmpty();
    }
}
