package io.sistership.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sistership.model.FailureKind;
import io.sistership.vault.Blob;
import io.sistership.vault.BlobConflictException;
import io.sistership.vault.BlobStore;
import io.sistership.vault.BlobStoreContract;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A bucket keeps the contract of stores, also when answers are lost.
class S3BlobStoreTest implements BlobStoreContract {

    private final FakeAws aws = new FakeAws();
    private final BlobStore store = new S3BlobStore(aws.session(), "bucket");

    @AfterEach
    void stop() {
        aws.close();
    }

    @Override
    public BlobStore store() {
        return store;
    }

    @Test
    void lists_page_after_page() {
        IntStream.range(0, 5).forEach(i -> store.put("many/" + i, new byte[] {1}));

        assertThat(store.list("many/"))
                .extracting(Blob::key)
                .containsExactly("many/0", "many/1", "many/2", "many/3", "many/4");
    }

    @Test
    void knows_its_own_write_again_when_the_answer_was_lost_and_the_write_repeated() {
        aws.nextAnswer(_ -> FakeAws.Answer.s3Error(500, "InternalError"));

        var tag = store.putNew("a/lost", new byte[] {1});

        assertThat(aws.calls())
                .containsExactly("PUT /bucket/a/lost", "PUT /bucket/a/lost", "HEAD /bucket/a/lost");
        assertThat(store.head("a/lost")).contains(new Blob("a/lost", 1, tag));
    }

    @Test
    void takes_an_equal_write_of_somebody_else_for_theirs() {
        store.putNew("a/same", new byte[] {1});

        assertThatThrownBy(() -> store.putNew("a/same", new byte[] {1}))
                .isInstanceOf(BlobConflictException.class);
    }

    @Test
    void sends_a_conditional_write_again_when_s3_asks_for_it() {
        aws.refuseNext(FakeAws.Answer.s3Error(409, "ConditionalRequestConflict"));

        store.putNew("a/conflict", new byte[] {1});

        assertThat(aws.calls()).containsExactly("PUT /bucket/a/conflict", "PUT /bucket/a/conflict");
    }

    @Test
    void says_which_call_was_denied_and_what_to_do() {
        aws.refuseNext(FakeAws.Answer.s3Error(403, "AccessDenied"));

        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> store.put("a/b", new byte[] {1}))
                .withMessage("s3:PutObject s3://bucket/a/b: AccessDenied: said the fake")
                .returns(FailureKind.ACCESS, AwsException::kind)
                .returns(AwsProblem.DENIED, AwsException::problem)
                .returns(
                        "deploy the current access stacks (sistership access), or ask for the"
                                + " permission that the message names",
                        AwsException::fix);
    }

    @Test
    void tries_again_when_it_is_told_to_slow_down() {
        aws.refuseNext(FakeAws.Answer.s3Error(503, "SlowDown"));

        store.put("a/b", new byte[] {1});

        assertThat(aws.calls()).containsExactly("PUT /bucket/a/b", "PUT /bucket/a/b");
    }
}
