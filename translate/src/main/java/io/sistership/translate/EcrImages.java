package io.sistership.translate;

import io.sistership.model.AccountId;
import io.sistership.model.ApiResource;
import io.sistership.model.Arn;
import io.sistership.model.Issue;
import io.sistership.model.Region;
import io.sistership.translate.Counterpart.Found;
import io.sistership.translate.Counterpart.Missing;

/// Images in the primary account's ECR registry of the primary region come from the replicated
/// repository; tag and digest stay.
///
/// The name is parsed: host and repository of a reference, never a part of a text that looks alike
/// (github.com/velero-io/velero/pull/5540). A repository with a counterpart of its own goes there,
/// any other to the counterpart of its registry. ECR images elsewhere are copied, and told.
final class EcrImages implements TranslationRule {

    private static final String NAME = "ecr-image";
    private static final String REPOSITORY = "repository/";

    private final PodSpecs specs;

    EcrImages(PodSpecs specs) {
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
        for (var value : specs.images(subject)) {
            var place = Place.of(NAME, subject, value);
            ImageReference.parse(value.text())
                    .ifPresent(image -> translate(place, image, crossing, findings));
        }
    }

    private static void translate(
            Place place, ImageReference image, Crossing crossing, Findings findings) {
        var host = EcrHost.parse(image.hostName());
        if (host.isEmpty() || RegistryTable.isOfAws(host.get())) {
            return;
        }
        if (host.get().isOf(crossing.primary())) {
            move(place, image, host.get(), crossing, findings);
        } else if (host.get().region().equals(crossing.primary().region())) {
            findings.issue(pullsFromLostRegion(place, image));
        }
    }

    private static void move(
            Place place, ImageReference image, EcrHost host, Crossing crossing, Findings findings) {
        var repository = Identifier.repository(host, image.repository());
        if (crossing.counterparts().of(repository) instanceof Missing) {
            findings.counterpart(place, crossing, Identifier.registry(host))
                    .ifPresent(found -> moveHost(place, image, host, found, findings));
        } else {
            findings.counterpart(place, crossing, repository)
                    .ifPresent(found -> moveRepository(place, image, host, found, findings));
        }
    }

    private static void moveHost(
            Place place, ImageReference image, EcrHost host, Found found, Findings findings) {
        var target = host.like(found.value());
        findings.translate(place, 0, image.hostName().length(), target, found.how());
    }

    private static void moveRepository(
            Place place, ImageReference image, EcrHost host, Found found, Findings findings) {
        var arn = Arn.parse(found.value());
        var target = host.to(new AccountId(arn.account()), new Region(arn.region()));
        var port = image.host().substring(image.hostName().length());
        var text = target + port + "/" + arn.resource().substring(REPOSITORY.length());
        int end = image.host().length() + 1 + image.repository().length();
        findings.translate(place, 0, end, text, found.how());
    }

    private static Issue pullsFromLostRegion(Place place, ImageReference image) {
        return Issue.warning(
                "image-in-lost-region",
                place.where(),
                "image %s of another account lies in the primary region and is copied as it is"
                        .formatted(image),
                "replicate it, and name its repository's counterpart under `counterparts:` in"
                        + " sistership.yaml");
    }
}
