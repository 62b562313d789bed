package io.sistership.control;

import io.sistership.model.Application;
import io.sistership.vault.BlobConflictException;
import io.sistership.vault.BlobStore;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import tools.jackson.databind.json.JsonMapper;

/// The application's configuration and counterparts, published with the points, so that the recovery
/// account alone, with the binary, is enough on the bad day: `config/<digest>.json` in the vault.
final class PublishedConfiguration {

    private static final JsonMapper JSON = new JsonMapper();

    private PublishedConfiguration() {}

    /// Publishes it; the same configuration is published once.
    static void publish(Application application, BlobStore vault) {
        var key = "config/" + application.digest() + ".json";
        if (vault.head(key).isPresent()) {
            return;
        }
        try {
            vault.putNew(key, content(application));
        } catch (BlobConflictException _) {
            // Another capture of the same configuration was faster.
        }
    }

    private static byte[] content(Application application) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("application", application.name());
        fields.put("primary", application.primary().toString());
        fields.put("recovery", application.recovery().toString());
        fields.put("clusters", application.clusters());
        fields.put("counterparts", application.counterparts());
        fields.put("capture", application.capture());
        fields.put("restore", application.restore());
        return JSON.writeValueAsString(fields).getBytes(StandardCharsets.UTF_8);
    }
}
