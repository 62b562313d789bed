package io.sistership.vault;

/// The statement's JSON, the payload of the envelope.
final class StatementJson {

    private StatementJson() {}

    static byte[] write(Statement statement) {
        return CanonicalJson.bytes(json -> {
            HeadingJson.write(json, statement.heading(), statement.cut());
            json.writeStringProperty("manifest", statement.manifest().hex());
            json.writeStringProperty("signer", statement.signer().hex());
        });
    }

    static Statement read(Fields fields) {
        HeadingJson.requireFormat(fields);
        var statement =
                new Statement(
                        HeadingJson.read(fields),
                        fields.optionalText("cut"),
                        fields.sha256("manifest"),
                        fields.sha256("signer"));
        fields.end();
        return statement;
    }
}
