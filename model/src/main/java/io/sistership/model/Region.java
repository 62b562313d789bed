package io.sistership.model;

import java.util.regex.Pattern;

/// The code of an AWS region, such as `us-east-1`.
public record Region(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}");

    public Region {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "not an AWS region code (as us-east-1): '" + value + "'");
        }
    }

    /// The partition that regions of this name belong to.
    /// Source: AWS General Reference, "Amazon Resource Names".
    public String partition() {
        if (value.startsWith("cn-")) {
            return "aws-cn";
        }
        return value.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    @Override
    public String toString() {
        return value;
    }
}
