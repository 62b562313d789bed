package io.sistership.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/// An application of which something is wrong, and what its people are told.
final class BadInput {

    static final JsonMapper JSON = new JsonMapper();

    /// The application and its one cluster.
    static final String NAME = "bad-input";

    static final String DELEGATE =
            "arn:aws:iam::111111111111:role/sistership-bad-input-primary-delegate";

    private BadInput() {}

    /// One cluster without nodes, and the access stacks; a point of it once somebody asks.
    static final class Live {

        static final World WORLD = world();

        private static World world() {
            var world = World.shared();
            world.cluster(
                    World.PRIMARY,
                    NAME,
                    "--access-config",
                    "authenticationMode=API_AND_CONFIG_MAP");
            world.application(temporary(), NAME, NAME);
            return world;
        }

        private static Path temporary() {
            try {
                return Files.createTempDirectory("sistership-bad-input-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The delegate may read, whatever was before.
    static void admit() {
        withdraw();
        Live.WORLD.admitDelegate(NAME, NAME);
    }

    static void withdraw() {
        Live.WORLD.withdrawDelegate(NAME, NAME);
    }

    static String yaml(String application, String cluster) {
        return """
        apiVersion: sistership.io/v1
        application: %s
        primary:
          account: "111111111111"
          region: us-east-1
          profile: primary
        recovery:
          account: "222222222222"
          region: us-west-2
          profile: recovery
        clusters: [%s]
        counterparts:
          arn:aws:iam::111111111111:user/admin: arn:aws:iam::222222222222:user/admin
        """
                .formatted(application, cluster);
    }

    /// A failed run says the same to people and to programs, and to programs nothing else.
    static void refused(Ship.Run run, String code, String what, String fix) {
        assertThat(issue(run, "what")).isEqualTo(what);
        assertThat(issue(run, "fix")).isEqualTo(fix);
        assertThat(issue(run, "code")).isEqualTo(code);
        assertThat(issue(run, "severity")).isEqualTo("BLOCKING");
        assertThat(run.result().isNull()).isTrue();
        assertThat(run.err()).endsWith("error: " + what + "\n" + fix.indent(2));
    }

    static String issue(Ship.Run run, String member) {
        return run.document().at("/issues/0/" + member).asString();
    }

    /// The command line in a directory with this configuration.
    static Ship ship(Path directory, String yaml) {
        try {
            Files.writeString(directory.resolve("sistership.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Ship(directory);
    }
}
