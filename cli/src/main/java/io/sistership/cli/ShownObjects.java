package io.sistership.cli;

import io.sistership.control.ObjectsShown;
import io.sistership.control.ShownObject;

/// Objects on the screen: bytes for programs in a pipe, tables of digests for Secrets.
final class ShownObjects {

    /// Enough to tell values apart; the JSON document has all of it.
    private static final int DIGITS = 16;

    private ShownObjects() {}

    static void show(Screen screen, ObjectsShown shown) {
        for (var object : shown.objects()) {
            switch (object) {
                case ShownObject.Plain plain -> screen.line(plain.object());
                case ShownObject.Sealed secret -> show(screen, secret);
            }
        }
    }

    private static void show(Screen screen, ShownObject.Sealed secret) {
        screen.heading(
                "Secret %s/%s (%s)"
                        .formatted(secret.namespace(), secret.name(), secret.secretType()));
        var table = new Table("value", "digest, of this run");
        secret.values()
                .forEach(value -> table.row(value.path(), value.hmac().substring(0, DIGITS)));
        screen.table(table);
    }
}
