package io.sistership.cloud;

import io.sistership.model.Arn;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What a role is recognised by.
public record IamRole(Arn arn, String name, Map<String, String> tags) {

    private static final JsonMapper JSON = new JsonMapper();

    public IamRole {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /// The role that a document of [RoleReader#role] describes.
    public static IamRole in(byte[] document) {
        var role = JSON.readTree(document).path("GetRoleResult").path("Role");
        return new IamRole(
                Arn.parse(role.path("Arn").asString("")),
                role.path("RoleName").asString(""),
                Tags.ofQueryApi(role.path("Tags")));
    }
}
