package io.sistership.bench;

import io.sistership.aws.AwsSession;
import io.sistership.aws.S3BlobStore;
import io.sistership.model.AccountId;
import io.sistership.model.Environment;
import io.sistership.model.Region;
import io.sistership.rig.Rig;
import java.util.ArrayList;
import java.util.Optional;

/// The same capture into a bucket of the rig. For information: the rig's S3 is a program in Python
/// on the same cores.
final class IntoS3 {

    private static final int PAIRS = 2;
    private static final String BUCKET = "sistership-bench";
    private static final Environment PRIMARY =
            new Environment(
                    new AccountId("111111111111"), new Region("us-east-1"), Optional.of("primary"));

    private final Field field;

    IntoS3(Field field) {
        this.field = field;
    }

    void run() {
        field.workspace()
                .step("%d captures each into a directory and into the rig's S3".formatted(PAIRS));
        Rig.shared(); // ends with this process
        try (var session = AwsSession.profile(PRIMARY)) {
            session.s3().createBucket(request -> request.bucket(BUCKET));
            var bucket = new S3BlobStore(session, BUCKET);
            var directory = new ArrayList<Double>();
            var s3 = new ArrayList<Double>();
            for (var pair = 0; pair < PAIRS; pair++) {
                directory.add(field.capture(field.large()).seconds());
                s3.add(
                        OneCapture.run(field.large().connection(), bucket, OneCapture.USUAL)
                                .seconds());
                field.workspace()
                        .detail(
                                "directory %.2f s, S3 %.2f s"
                                        .formatted(directory.getLast(), s3.getLast()));
            }
            field.figures()
                    .tell(
                            "capture into the rig's S3 : directory store",
                            Sample.median(s3) / Sample.median(directory),
                            "ratio");
        }
    }
}
