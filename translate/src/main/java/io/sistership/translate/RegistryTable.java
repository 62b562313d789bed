package io.sistership.translate;

import io.sistership.model.AccountId;
import io.sistership.model.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// The registries that AWS itself runs for EKS, one account per region: `eks-registries.tsv`, which
/// names its source. Immutable.
final class RegistryTable {

    private static final Map<Region, AccountId> ACCOUNTS = read();

    private RegistryTable() {}

    /// The account of AWS's registry in a region; empty where the table doesn't know the region.
    static Optional<AccountId> account(Region region) {
        return Optional.ofNullable(ACCOUNTS.get(region));
    }

    /// Whether a registry is AWS's own one of its region.
    static boolean isOfAws(EcrHost host) {
        return host.account().equals(ACCOUNTS.get(host.region()));
    }

    private static Map<Region, AccountId> read() {
        try (var in = RegistryTable.class.getResourceAsStream("eks-registries.tsv")) {
            var bytes = Objects.requireNonNull(in, "eks-registries.tsv").readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    cells -> new Region(cells[0]),
                                    cells -> new AccountId(cells[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
