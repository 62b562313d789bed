package io.sistership.rebuild;

import io.sistership.cloud.EksCluster;
import java.util.Map;
import java.util.TreeMap;

/// What only the made cluster has: names for plans, values once it is there.
public final class Symbols {

    public static final String ENDPOINT = "${cluster.endpoint}";
    public static final String CERTIFICATE_AUTHORITY = "${cluster.certificateAuthority}";
    public static final String ISSUER = "${cluster.issuer}";
    public static final String SECURITY_GROUP = "${cluster.securityGroup}";

    private Symbols() {}

    /// The values that a cluster gives; those that it hasn't yet are left out.
    static Map<String, String> of(EksCluster cluster) {
        var values = new TreeMap<String, String>();
        cluster.endpoint().ifPresent(value -> values.put(ENDPOINT, value.toString()));
        cluster.certificateAuthority().ifPresent(value -> values.put(CERTIFICATE_AUTHORITY, value));
        cluster.issuer().ifPresent(value -> values.put(ISSUER, value));
        cluster.securityGroup().ifPresent(value -> values.put(SECURITY_GROUP, value));
        return values;
    }
}
