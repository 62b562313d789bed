package io.sistership.rebuild;

import io.sistership.cloud.Cloud;
import io.sistership.cloud.IamRole;
import io.sistership.cloud.NetworkKind;
import io.sistership.cloud.NetworkResource;
import io.sistership.model.Arn;
import io.sistership.translate.Counterpart;
import io.sistership.translate.Counterpart.Found;
import io.sistership.translate.Counterpart.Missing;
import io.sistership.translate.Counterparts;
import io.sistership.translate.Identifier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Counterparts looked up in the recovery environment: roles by name, subnets, security groups and
/// launch templates by what Sistership made, name or tags, subnets by their place in the VPC too,
/// repositories by name.
///
/// What was looked up once stays as it was for the life of this object, so that a plan is consistent
/// in itself. Thread-safe.
public final class RecoveryCounterparts implements Counterparts {

    private final RecoveryTarget target;
    private final SurveyedCloud surveyed;
    private final Cloud recovery;
    private final Map<NetworkKind, List<NetworkResource>> network =
            new EnumMap<>(NetworkKind.class);
    private final Map<Identifier, Counterpart> answers = new ConcurrentHashMap<>();

    private RecoveryCounterparts(RecoveryTarget target, SurveyedCloud surveyed, Cloud recovery) {
        this.target = target;
        this.surveyed = surveyed;
        this.recovery = recovery;
    }

    /// All that is known of counterparts: the person's explicit ones first, then what is found here,
    /// then what follows from the two environments.
    ///
    /// @param recovery opened as the recovery access role
    public static Counterparts of(
            RecoveryTarget target,
            Map<String, String> explicit,
            SurveyedCloud surveyed,
            Cloud recovery) {
        return Counterparts.firstOf(
                Counterparts.explicit(explicit),
                new RecoveryCounterparts(target, surveyed, recovery),
                Counterparts.of(target.primary(), target.recovery()));
    }

    @Override
    public Counterpart of(Identifier identifier) {
        var known = answers.get(identifier);
        if (known == null) {
            known = look(identifier);
            answers.put(identifier, known);
        }
        return known;
    }

    private Counterpart look(Identifier identifier) {
        return switch (identifier.kind()) {
            case ROLE -> role(Arn.parse(identifier.value()));
            case SUBNET -> network(NetworkKind.SUBNET, identifier.value());
            case SECURITY_GROUP -> network(NetworkKind.SECURITY_GROUP, identifier.value());
            case LAUNCH_TEMPLATE -> network(NetworkKind.LAUNCH_TEMPLATE, identifier.value());
            case REPOSITORY -> repository(Arn.parse(identifier.value()));
            case KEY -> key(Arn.parse(identifier.value()));
            case VPC -> network(NetworkKind.VPC, identifier.value());
            case ACCOUNT, USER, REGISTRY, FILE_SYSTEM, ACCESS_POINT -> new Missing();
            case CERTIFICATE, WEB_ACL, TARGET_GROUP, TRUST_STORE -> new Missing();
            case ADDRESS_ALLOCATION, PRIVATE_ADDRESS, IP_POOL, PREFIX_LIST -> new Missing();
            case USER_POOL, USER_POOL_CLIENT, USER_POOL_DOMAIN -> new Missing();
            case BUCKET, VOLUME, SNAPSHOT, ZONE -> new Missing();
        };
    }

    // A role's name is unique in its account, whatever its path.
    private Counterpart role(Arn role) {
        if (!role.account().equals(target.primary().account().value())) {
            return new Missing();
        }
        var delegate =
                new DelegateRoles(target.primary(), surveyed).counterpart(role, target.recovery());
        if (delegate.isPresent()) {
            return new Found(delegate.get().toString(), "Sistership's own, of the same name");
        }
        return recovery.roles()
                .role(role.resourceName())
                .<Counterpart>map(document ->
                        new Found(IamRole.in(document).arn().toString(), "the same name"))
                .orElseGet(Missing::new);
    }

    // Another region's key can't be used; which one stands for it is the person's to say.
    private Counterpart key(Arn key) {
        var usable =
                key.account().equals(target.recovery().account().value())
                        && key.region().equals(target.recovery().region().value());
        return usable
                ? new Found(key.toString(), "it lies in the recovery environment")
                : new Missing();
    }

    private Counterpart repository(Arn repository) {
        var name = repository.resource().replaceFirst("^repository/", "");
        var there =
                recovery.registry().repositories().stream()
                        .anyMatch(one -> one.name().equals(name));
        var counterpart =
                new Arn(
                        repository.partition(),
                        "ecr",
                        target.recovery().region().value(),
                        target.recovery().account().value(),
                        repository.resource());
        return there ? new Found(counterpart.toString(), "the same name") : new Missing();
    }

    private Counterpart network(NetworkKind kind, String id) {
        var primaries = surveyed.network(kind);
        return primaries.stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .map(one -> like(one, new NetworkMatch(target, primaries, candidates(one))))
                .orElseGet(() -> ofItself(kind, id));
    }

    private Counterpart like(NetworkResource primary, NetworkMatch names) {
        var named = names.of(primary);
        return named instanceof Missing && primary.kind() == NetworkKind.SUBNET
                ? vpcs(primary, names).map(both -> both.of(primary)).orElse(named)
                : named;
    }

    private Optional<PositionMatch> vpcs(NetworkResource subnet, NetworkMatch names) {
        var from = one(surveyed.network(NetworkKind.VPC), subnet.vpc());
        var to = vpc(subnet.vpc()).flatMap(id -> one(all(NetworkKind.VPC), id));
        return from.flatMap(vpc -> to.map(sister -> new PositionMatch(vpc, sister, names)));
    }

    private static Optional<NetworkResource> one(List<NetworkResource> all, String id) {
        return all.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    // An object may name what lies on the recovery side already.
    private Counterpart ofItself(NetworkKind kind, String id) {
        return all(kind).stream().anyMatch(one -> one.id().equals(id))
                ? new Found(id, "it lies in the recovery environment")
                : new Missing();
    }

    // Subnets and groups of other VPCs are no candidates where the VPC's own counterpart is known.
    private List<NetworkResource> candidates(NetworkResource primary) {
        var all = all(primary.kind());
        return vpc(primary.vpc())
                .map(vpc -> all.stream().filter(one -> one.vpc().equals(vpc)).toList())
                .orElse(all);
    }

    private Optional<String> vpc(String id) {
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return network(NetworkKind.VPC, id) instanceof Found(var value, _)
                ? Optional.of(value)
                : Optional.empty();
    }

    private synchronized List<NetworkResource> all(NetworkKind kind) {
        var known = network.get(kind);
        if (known == null) {
            var found = new ArrayList<NetworkResource>();
            recovery.network()
                    .all(kind)
                    .forEach(page -> found.addAll(NetworkResource.in(kind, page)));
            known = List.copyOf(found);
            network.put(kind, known);
        }
        return known;
    }
}
