package io.sistership.translate;

import io.sistership.model.AccountId;
import io.sistership.model.Arn;

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
        ACCESS_POINT("access point");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /// In sentences: `security group`.
        public String words() {
            return words;
        }

        /// In issue codes: `security-group`.
        public String code() {
            return words.replace(' ', '-');
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
