package io.sistership.translate;

import io.sistership.model.ApiResource;
import io.sistership.model.Issue;

/// Images from the registry that AWS itself runs in the primary region (network plugin, proxy, DNS,
/// storage drivers) come from AWS's registry of the recovery region: on the bad day the old one is
/// gone. Some regions have an account of their own: [RegistryTable].
final class RegionalRegistries implements TranslationRule {

    private static final String NAME = "aws-regional-registry";

    private final PodSpecs specs;

    RegionalRegistries(PodSpecs specs) {
        this.specs = specs;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean appliesTo(ApiResource type) {
        return specs.has(type.groupKind());
    }

    @Override
    public void translate(Subject subject, Crossing crossing, Findings findings) {
        if (crossing.primary().region().equals(crossing.recovery().region())) {
            return;
        }
        for (var value : specs.images(subject)) {
            var place = Place.of(NAME, subject, value);
            ImageReference.parse(value.text())
                    .ifPresent(image -> translate(place, image, crossing, findings));
        }
    }

    private static void translate(
            Place place, ImageReference image, Crossing crossing, Findings findings) {
        EcrHost.parse(image.hostName())
                .filter(RegistryTable::isOfAws)
                .filter(host -> host.region().equals(crossing.primary().region()))
                .ifPresent(host -> move(place, image, host, crossing, findings));
    }

    private static void move(
            Place place, ImageReference image, EcrHost host, Crossing crossing, Findings findings) {
        findings.known(place, crossing, Identifier.registry(host))
                .ifPresentOrElse(
                        found ->
                                findings.translate(
                                        place,
                                        0,
                                        image.hostName().length(),
                                        host.like(found.value()),
                                        found.how()),
                        () -> findings.issue(unknownRegion(place, image, crossing)));
    }

    private static Issue unknownRegion(Place place, ImageReference image, Crossing crossing) {
        return Issue.blocking(
                "registry-without-counterpart",
                place.where(),
                "AWS's registry in region %s isn't known, so image %s can't be moved there"
                        .formatted(crossing.recovery().region(), image),
                "look the region's registry up in the Amazon EKS User Guide (add-ons-images) and"
                        + " report it; until then recover into another region");
    }
}
