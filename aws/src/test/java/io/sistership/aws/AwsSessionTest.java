package io.sistership.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sistership.model.AccountId;
import io.sistership.model.Arn;
import io.sistership.model.Environment;
import io.sistership.model.FailureKind;
import io.sistership.model.Region;
import io.sistership.model.SistershipException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

/// Who calls AWS, and what is said when that fails.
class AwsSessionTest {

    private static final Arn ROLE =
            Arn.parse("arn:aws:iam::111111111111:role/sistership-shop-primary-access");

    private final FakeAws aws = new FakeAws();

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void takes_on_a_role_with_its_external_id() {
        var session = aws.session().assume(ROLE, FakeSts.EXTERNAL_ID, "capture");

        assertThat(session.credentials().resolveCredentials().accessKeyId())
                .isEqualTo("ASIASESSION");
        assertThat(session.calls().snapshot()).containsEntry("Sts AssumeRole", 1L);
    }

    @Test
    void a_refused_role_is_refused_at_once_and_by_name() {
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> aws.session().assume(ROLE, "wrong", "capture"))
                .withMessage(
                        "sts:AssumeRole %s: AccessDenied: not authorized to perform: sts:AssumeRole",
                        ROLE)
                .returns(AwsProblem.DENIED, AwsException::problem);
    }

    @Test
    void refuses_credentials_of_another_account() {
        aws.session().requireAccount(new AccountId("111111111111"));

        assertThatExceptionOfType(SistershipException.class)
                .isThrownBy(() -> aws.session().requireAccount(new AccountId("222222222222")))
                .withMessage(
                        "the credentials are arn:aws:iam::111111111111:user/admin, not of account"
                                + " 222222222222")
                .returns(FailureKind.ACCESS, SistershipException::kind)
                .returns("wrong-account", SistershipException::code);
    }

    @Test
    void says_that_a_profile_does_not_exist() {
        var environment =
                new Environment(
                        new AccountId("111111111111"),
                        new Region("us-east-1"),
                        Optional.of("no-such-profile-here"));

        try (var session = AwsSession.profile(environment)) {
            assertThatExceptionOfType(AwsException.class)
                    .isThrownBy(() -> session.requireAccount(environment.account()))
                    .withMessageContaining("no-such-profile-here")
                    .returns(AwsProblem.CREDENTIALS, AwsException::problem);
        }
    }

    @Test
    void says_that_nobody_answers() {
        aws.close();
        var endpoint = URI.create("http://127.0.0.1:" + aws.endpoint().getPort());

        try (var session =
                AwsSession.at(
                        endpoint, new Region("us-east-1"), AnonymousCredentialsProvider.create())) {
            assertThatExceptionOfType(AwsException.class)
                    .isThrownBy(() -> session.requireAccount(new AccountId("111111111111")))
                    .returns(AwsProblem.UNREACHABLE, AwsException::problem);
        }
    }
}
