package io.sistership.translate;

import io.sistership.model.AccountId;
import io.sistership.model.Arn;
import java.util.Locale;

/// Something of AWS's that an object or a document names, and that is another one on the recovery
/// side.
///
/// @param value as [Counterparts] look it up: an ARN, an id, or a registry's host name
public record Identifier(Kind kind, String value) {

    /// What type of thing is named.
    public enum Kind {
        ACCOUNT("account"),
        ROLE("role"),
        USER("user"),
        REGISTRY("registry"),
        REPOSITORY("repository"),
        SUBNET("subnet"),
        SECURITY_GROUP("security group"),
        KEY("key"),
        LAUNCH_TEMPLATE("launch template"),
        FILE_SYSTEM("file system"),
        ACCESS_POINT("access point"),
        /// By its id: `vpc-0123456789abcdef0`.
        VPC("VPC"),
        /// Of ACM or IAM, by its ARN.
        CERTIFICATE("certificate"),
        /// By the ARN of WAFv2, the id of WAF Classic, or its name.
        WEB_ACL("web ACL"),
        /// By its ARN.
        TARGET_GROUP("target group"),
        /// Of an Elastic IP address: `eipalloc-0123456789abcdef0`.
        ADDRESS_ALLOCATION("address allocation"),
        /// An address that a load balancer takes of its subnets' own: `10.0.1.15`.
        PRIVATE_ADDRESS("private address"),
        /// Of IPAM or of customer-owned addresses: `ipam-pool-0123456789abcdef0`,
        /// `ipv4pool-coip-0123456789abcdef0`.
        IP_POOL("IP pool"),
        /// By its id: `pl-0123456789abcdef0`.
        PREFIX_LIST("prefix list"),
        /// Of a load balancer's mutual TLS, by its ARN.
        TRUST_STORE("trust store"),
        /// Of Cognito, by its ARN.
        USER_POOL("user pool"),
        /// An app client of a user pool, by its id.
        USER_POOL_CLIENT("user pool client"),
        /// Of a user pool: the prefix, or the whole name where it is the person's own.
        USER_POOL_DOMAIN("user pool domain"),
        /// Of S3, by its name.
        BUCKET("bucket"),
        /// Of EBS, by its id: `vol-0123456789abcdef0`.
        VOLUME("volume"),
        /// Of EBS, by its id: `snap-0123456789abcdef0`.
        SNAPSHOT("snapshot"),
        /// By its name, `us-east-1a`, or its id, `use1-az1`.
        ZONE("zone");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /// In sentences: `security group`.
        public String words() {
            return words;
        }

        /// In issue codes: `security-group`, `web-acl`.
        public String code() {
            return words.replace(' ', '-').toLowerCase(Locale.ROOT);
        }
    }

    /// An AWS account by its id.
    public static Identifier account(AccountId account) {
        return new Identifier(Kind.ACCOUNT, account.value());
    }

    /// An IAM role by its ARN, with or without its path.
    public static Identifier role(Arn role) {
        return new Identifier(Kind.ROLE, role.toString());
    }

    /// An IAM user by its ARN.
    public static Identifier user(Arn user) {
        return new Identifier(Kind.USER, user.toString());
    }

    /// An ECR registry by its standard host name.
    static Identifier registry(EcrHost host) {
        return new Identifier(Kind.REGISTRY, host.standard());
    }

    /// An ECR repository by its ARN.
    static Identifier repository(EcrHost host, String name) {
        var arn =
                new Arn(
                        host.region().partition(),
                        "ecr",
                        host.region().value(),
                        host.account().value(),
                        "repository/" + name);
        return new Identifier(Kind.REPOSITORY, arn.toString());
    }

    /// An EFS file system by its id: `fs-0123456789abcdef0`.
    static Identifier fileSystem(String id) {
        return new Identifier(Kind.FILE_SYSTEM, id);
    }

    /// An EFS access point by its id: `fsap-0123456789abcdef0`.
    static Identifier accessPoint(String id) {
        return new Identifier(Kind.ACCESS_POINT, id);
    }

    @Override
    public String toString() {
        return kind.words() + " " + value;
    }
}
