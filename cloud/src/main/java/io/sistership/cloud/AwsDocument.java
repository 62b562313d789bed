package io.sistership.cloud;

import java.nio.charset.StandardCharsets;

/// One response of AWS: the bytes of a JSON service as they came, those of a query service as JSON.
/// Immutable, as long as nobody changes the array, which isn't copied.
public final class AwsDocument {

    private final String service;
    private final String operation;
    private final byte[] json;

    /// @param service as in IAM actions: `eks`, `ec2`, `iam`
    /// @param operation whose response this is: `DescribeNodegroup`
    public AwsDocument(String service, String operation, byte[] json) {
        this.service = service;
        this.operation = operation;
        this.json = json;
    }

    public String service() {
        return service;
    }

    public String operation() {
        return operation;
    }

    /// The bytes themselves; not to be changed.
    public byte[] json() {
        return json;
    }

    /// The document as text.
    public String text() {
        return new String(json, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return service + ":" + operation + " (" + json.length + " bytes)";
    }
}
