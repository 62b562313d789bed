package io.sistership.delegate;

/// One raw AWS response for the point, as the survey gave it. Immutable, as long as nobody changes
/// the array, which isn't copied.
public final class SurveyedDocument {

    private final String service;
    private final String operation;
    private final byte[] json;

    /// @param service the API's name: `eks`
    /// @param operation the API action: `DescribeCluster`
    public SurveyedDocument(String service, String operation, byte[] json) {
        this.service = service;
        this.operation = operation;
        this.json = json;
    }

    String service() {
        return service;
    }

    String operation() {
        return operation;
    }

    byte[] json() {
        return json;
    }
}
