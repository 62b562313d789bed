package io.sistership.rebuild;

import io.sistership.cloud.NetworkResource;
import io.sistership.translate.Counterpart;
import io.sistership.translate.Counterpart.Ambiguous;
import io.sistership.translate.Counterpart.Found;
import io.sistership.translate.Counterpart.Missing;
import java.util.Optional;

/// Finds the counterpart of a subnet that neither name nor tags tell: the one that is the same part of
/// its VPC's addresses, where both VPCs are of the same size. Pure.
///
/// What is, or may be, another subnet's counterpart is none: names come before places.
///
/// @param vpc the primary's VPC
/// @param sister the VPC that stands for it
/// @param names how names and tags are matched, between these VPCs alone
record PositionMatch(NetworkResource vpc, NetworkResource sister, NetworkMatch names) {

    private static final String HOW = "the same part of its VPC's addresses";

    Counterpart of(NetworkResource subnet) {
        var position = position(subnet, vpc);
        if (position.isEmpty() || !sameSize()) {
            return new Missing();
        }
        return names.candidates().stream()
                .filter(one -> position(one, sister).equals(position))
                .filter(one -> names.primaries().stream().noneMatch(other -> mayBe(other, one)))
                .findFirst()
                .<Counterpart>map(one -> new Found(one.id(), HOW))
                .orElseGet(Missing::new);
    }

    private boolean sameSize() {
        return AddressBlock.of(vpc.cidr())
                .map(AddressBlock::prefix)
                .equals(AddressBlock.of(sister.cidr()).map(AddressBlock::prefix));
    }

    // Subnets of one VPC don't overlap, so that a position has one subnet at most.
    private static Optional<AddressBlock> position(NetworkResource subnet, NetworkResource of) {
        return subnet.vpc().equals(of.id())
                ? AddressBlock.of(subnet.cidr())
                        .flatMap(block -> AddressBlock.of(of.cidr()).flatMap(block::within))
                : Optional.empty();
    }

    private boolean mayBe(NetworkResource primary, NetworkResource candidate) {
        return switch (names.of(primary)) {
            case Found(var id, _) -> id.equals(candidate.id());
            case Ambiguous(var ids, _) -> ids.contains(candidate.id());
            case Missing() -> false;
        };
    }
}
