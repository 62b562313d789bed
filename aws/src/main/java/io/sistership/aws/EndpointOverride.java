package io.sistership.aws;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.ProfileFile;

/// Whether S3 is to be found elsewhere than at AWS. The SDK follows such an override by itself; but a
/// bucket's name as part of the host name needs AWS's DNS, so requests then carry it in the path.
///
/// Source: AWS SDKs and Tools Reference Guide, "Service-specific endpoints".
final class EndpointOverride {

    private EndpointOverride() {}

    static boolean ofS3(Optional<String> profile) {
        return Stream.of("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3")
                        .anyMatch(name -> isSet(System.getenv(name)))
                || Stream.of("aws.endpointUrl", "aws.endpointUrlS3")
                        .anyMatch(name -> isSet(System.getProperty(name)))
                || inProfile(profile.orElse("default"));
    }

    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    private static boolean inProfile(String name) {
        return ProfileFile.defaultProfileFile()
                .profile(name)
                .flatMap(profile -> profile.property("endpoint_url"))
                .isPresent();
    }
}
