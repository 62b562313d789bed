package io.sistership.aws;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// Gives a role's session to whoever knows the external id.
final class FakeSts {

    static final String EXTERNAL_ID = "right";

    private FakeSts() {}

    static FakeAws.Answer answer(String form) {
        var text = URLDecoder.decode(form, StandardCharsets.UTF_8);
        if (text.contains("Action=GetCallerIdentity")) {
            return FakeAws.Answer.xml(
                    200,
                    "<GetCallerIdentityResponse><GetCallerIdentityResult>"
                            + "<Arn>arn:aws:iam::111111111111:user/admin</Arn>"
                            + "<UserId>U</UserId><Account>111111111111</Account>"
                            + "</GetCallerIdentityResult></GetCallerIdentityResponse>");
        }
        if (!text.contains("ExternalId=" + EXTERNAL_ID)) {
            return FakeAws.Answer.xml(
                    403,
                    "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
                            + "<Message>not authorized to perform: sts:AssumeRole</Message>"
                            + "</Error></ErrorResponse>");
        }
        return FakeAws.Answer.xml(
                200,
                "<AssumeRoleResponse><AssumeRoleResult><Credentials>"
                        + "<AccessKeyId>ASIASESSION</AccessKeyId>"
                        + "<SecretAccessKey>sessionSecret</SecretAccessKey>"
                        + "<SessionToken>sessionToken</SessionToken>"
                        + "<Expiration>2099-01-01T00:00:00Z</Expiration>"
                        + "</Credentials></AssumeRoleResult></AssumeRoleResponse>");
    }
}
