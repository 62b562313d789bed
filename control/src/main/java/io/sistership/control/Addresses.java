package io.sistership.control;

import io.sistership.cloud.EksCluster;
import io.sistership.delegate.ClusterAddress;
import io.sistership.kube.KubeException;
import io.sistership.model.FailureKind;
import io.sistership.model.SistershipException;
import java.util.function.Function;

/// Where clusters answer.
final class Addresses {

    private Addresses() {}

    /// The address of a cluster that is there.
    static ClusterAddress of(EksCluster cluster) {
        return new ClusterAddress(
                cluster.name(),
                cluster.endpoint().orElseThrow(() -> notYet(cluster)),
                cluster.certificateAuthority().orElseThrow(() -> notYet(cluster)));
    }

    /// Does something in a cluster; a failure of its API server says which cluster it is.
    static <T> T reach(EksCluster cluster, Function<ClusterAddress, T> work) {
        var address = of(cluster);
        try {
            return work.apply(address);
        } catch (KubeException e) {
            throw failed(cluster, e);
        }
    }

    /// A failure of a cluster's API server that says which cluster it is: an address alone tells
    /// nobody.
    static SistershipException failed(EksCluster cluster, KubeException failure) {
        return new SistershipException(
                failure.kind(),
                failure.code(),
                "cluster " + cluster.arn() + ": " + failure.getMessage(),
                failure.fix(),
                failure);
    }

    private static SistershipException notYet(EksCluster cluster) {
        return new SistershipException(
                FailureKind.ACCESS,
                "cluster-without-endpoint",
                "cluster %s is %s and has no endpoint".formatted(cluster.arn(), cluster.status()),
                "Wait until it is ACTIVE: aws eks wait cluster-active --name " + cluster.name());
    }
}
