package io.sistership.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class PolicyCommandTest {

    private static final String YAML =
            """
            apiVersion: sistership.io/v1
            application: shop
            primary: {account: "111111111111", region: us-east-1}
            recovery: {account: "222222222222", region: us-west-2}
            clusters: [shop]
            """;

    @TempDir private Path directory;

    @Test
    void prints_the_standard_with_its_reasons() throws IOException {
        var terminal = run(0, "");

        assertThat(terminal.out())
                .contains("Left out of captures\n", "  TYPES  ")
                .containsPattern(
                        "\n  leases.coordination.k8s.io +standard +leases are the heartbeats")
                .containsPattern("\n  types without list +standard +it is a question")
                .doesNotContain("though the standard");
    }

    @Test
    void prints_what_the_configuration_changes_and_warns_of_what_recoveries_need()
            throws IOException {
        var terminal =
                run(
                        1,
                        """
                        capture:
                          leaveOut: [{resource: secrets, reason: kept elsewhere}]
                          take: [{group: coordination.k8s.io, resource: leases}]
                        """);

        assertThat(terminal.out())
                .containsPattern("\n  secrets +sistership.yaml +kept elsewhere\n")
                .contains(
                        "Captured though the standard leaves it out\n  leases.coordination.k8s.io\n")
                .contains(
                        "warning capture.leaveOut: secrets leaves out secrets: what mounts or reads")
                .doesNotContain("heartbeats");
    }

    @Test
    void is_one_document_for_programs() throws IOException {
        var document = JsonMapper.shared().readTree(run(0, "", "-o", "json").out());

        assertThat(document.path("command").asString()).isEqualTo("policy");
        assertThat(document.at("/result/leftOut/0/types").asString()).isEqualTo("events");
        assertThat(document.at("/result/leftOut/0/from").asString()).isEqualTo("standard");
        assertThat(document.at("/result/taken").isEmpty()).isTrue();
    }

    private Captured run(int exit, String more, String... options) throws IOException {
        Files.writeString(directory.resolve("sistership.yaml"), YAML + more);
        var terminal = Captured.plain(directory);
        var arguments = new java.util.ArrayList<>(java.util.List.of("policy"));
        arguments.addAll(java.util.List.of(options));
        assertThat(Main.run(terminal.terminal(), arguments.toArray(String[]::new))).isEqualTo(exit);
        return terminal;
    }
}
