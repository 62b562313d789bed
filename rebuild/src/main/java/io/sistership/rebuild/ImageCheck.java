package io.sistership.rebuild;

import io.sistership.cloud.RegistryReader;
import io.sistership.model.Environment;
import io.sistership.model.Issue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Looks whether the images that recovered pods will pull are in the recovery environment's registry.
public final class ImageCheck {

    private static final Pattern REFERENCE =
            Pattern.compile(
                    "(?<repository>[^:@]+)(:(?<tag>[^@]+))?(@(?<digest>sha256:[0-9a-f]+))?");

    private final RegistryReader registry;
    private final Environment recovery;

    /// @param registry opened as the recovery access role
    public ImageCheck(RegistryReader registry, Environment recovery) {
        this.registry = registry;
        this.recovery = recovery;
    }

    /// An issue for each image of that registry that isn't there; images elsewhere are nobody's
    /// business here.
    ///
    /// @param images as they will stand in the recovery cluster, translated
    public List<Issue> missing(Collection<String> images) {
        var issues = new ArrayList<Issue>();
        for (var image : new TreeSet<>(images)) {
            local(image).filter(path -> !isThere(path)).ifPresent(_ -> issues.add(issue(image)));
        }
        return issues;
    }

    private Optional<String> local(String image) {
        var host = recovery.account() + ".dkr.ecr." + recovery.region() + ".";
        var slash = image.indexOf('/');
        return image.startsWith(host) && slash > 0
                ? Optional.of(image.substring(slash + 1))
                : Optional.empty();
    }

    // A digest says which image, whatever the tag beside it.
    private boolean isThere(String path) {
        var reference = REFERENCE.matcher(path);
        if (!reference.matches()) {
            return false;
        }
        var digest = Optional.ofNullable(reference.group("digest"));
        var tag = Optional.ofNullable(reference.group("tag"));
        return registry.holds(
                String.valueOf(reference.group("repository")),
                digest.or(() -> tag).orElse("latest"));
    }

    // No pod that needs it will start; everything else will: so the person decides.
    private static Issue issue(String image) {
        return Issue.warning(
                "image-missing",
                "image " + image,
                "the recovery environment's registry doesn't hold it: pods that need it won't start",
                "replicate its repository: aws ecr put-replication-configuration, or push it there");
    }
}
