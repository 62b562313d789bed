package io.sistership.model;

import java.util.regex.Pattern;

/// The twelve digits that name an AWS account.
public record AccountId(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9]{12}");

    public AccountId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "not an AWS account id (12 digits): '" + value + "'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
