package io.sistership.translate;

import io.sistership.model.ApiResource;
import io.sistership.model.Issue;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The EFS file systems and access points of PersistentVolumes and StorageClasses are the replicated
/// ones.
///
/// A handle is `fs-1`, `fs-1:/path`, `fs-1::fsap-1` or `fs-1:/path:fsap-1`, with or without `efs:` or
/// `s3files:` before it; the path stays. A volume may also name the file system by its host, for plain
/// NFS; the host of one zone becomes the one that each client's own zone answers.
/// Source: kubernetes-sigs/aws-efs-csi-driver, docs/README.md and examples/kubernetes; Amazon EFS User
/// Guide, "Mounting EFS file systems using NFS".
final class EfsVolumes implements TranslationRule {

    private static final String NAME = "efs-volume";
    private static final String DRIVER = "efs.csi.aws.com";
    private static final JsonPath SERVER = JsonPath.of("/spec/nfs/server");
    private static final JsonPath HANDLE = JsonPath.of("/spec/csi/volumeHandle");
    private static final JsonPath VOLUME_OPTIONS = JsonPath.of("/spec/mountOptions/*");
    private static final JsonPath CLASS_OPTIONS = JsonPath.of("/mountOptions/*");
    private static final JsonPath CLASS_FILE_SYSTEM = JsonPath.of("/parameters/fileSystemId");

    private static final String FILE_SYSTEM = "fs-[0-9a-f]{8,40}";
    private static final String ACCESS_POINT = "fsap-[0-9a-f]{8,40}";
    private static final Pattern BARE = Pattern.compile("(?<fs>" + FILE_SYSTEM + ")");
    private static final Pattern IN_HANDLE =
            Pattern.compile(
                    "(?:(?:efs|s3files):)?(?<fs>%s)(?::[^:]*(?::(?<ap>%s)?)?)?"
                            .formatted(FILE_SYSTEM, ACCESS_POINT));
    private static final Pattern IN_OPTION =
            Pattern.compile("accesspoint=(?<ap>" + ACCESS_POINT + ")");
    private static final Pattern HOST =
            Pattern.compile(
                    "(?:[a-z0-9-]+\\.)?(?<fs>%s)\\.efs\\.(?<region>[a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?"
                            .formatted(FILE_SYSTEM));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean appliesTo(ApiResource type) {
        return type.groupKind().equals("PersistentVolume")
                || type.groupKind().equals("StorageClass.storage.k8s.io");
    }

    @Override
    public void translate(Subject subject, Crossing crossing, Findings findings) {
        var visit = new Visit(subject, crossing, findings);
        if (subject.is("PersistentVolume")) {
            visit.volume();
        } else {
            visit.storageClass();
        }
    }

    /// One object under translation.
    private record Visit(Subject subject, Crossing crossing, Findings findings) {

        void volume() {
            if (says("/spec/csi/driver")) {
                each(HANDLE, this::handle);
                each(VOLUME_OPTIONS, place -> ids(place, IN_OPTION));
            }
            each(SERVER, this::host);
        }

        void storageClass() {
            if (says("/provisioner")) {
                each(CLASS_FILE_SYSTEM, place -> ids(place, BARE));
                each(CLASS_OPTIONS, place -> ids(place, IN_OPTION));
            }
        }

        private boolean says(String pointer) {
            return subject.document().text(pointer).filter(DRIVER::equals).isPresent();
        }

        private void each(JsonPath path, Consumer<Place> visitor) {
            subject.document().all(path).stream()
                    .filter(JsonValue::isString)
                    .forEach(value -> visitor.accept(Place.of(NAME, subject, value)));
        }

        private void handle(Place place) {
            if (!ids(place, IN_HANDLE)) {
                findings.issue(unreadable(place));
            }
        }

        /// Answers whether the text has this form.
        private boolean ids(Place place, Pattern form) {
            var match = form.matcher(place.value().text());
            if (!match.matches()) {
                return false;
            }
            for (var group : List.of("fs", "ap")) {
                if (form.namedGroups().containsKey(group) && match.group(group) != null) {
                    id(place, match, group);
                }
            }
            return true;
        }

        private void id(Place place, Matcher match, String group) {
            var identifier =
                    group.equals("fs")
                            ? Identifier.fileSystem(match.group(group))
                            : Identifier.accessPoint(match.group(group));
            findings.counterpart(place, crossing, identifier)
                    .ifPresent(found ->
                            findings.translatePart(
                                    place,
                                    match.start(group),
                                    match.end(group),
                                    found.value(),
                                    found.how()));
        }

        private void host(Place place) {
            var text = place.value().text();
            var match = HOST.matcher(text);
            if (!match.matches()
                    || !match.group("region").equals(crossing.primary().region().value())) {
                return;
            }
            findings.counterpart(place, crossing, Identifier.fileSystem(match.group("fs")))
                    .ifPresent(found ->
                            findings.translate(
                                    place, 0, text.length(), host(found.value()), found.how()));
        }

        private String host(String fileSystem) {
            var region = crossing.recovery().region();
            var suffix =
                    region.partition().equals("aws-cn") ? ".amazonaws.com.cn" : ".amazonaws.com";
            return fileSystem + ".efs." + region + suffix;
        }
    }

    private static Issue unreadable(Place place) {
        return Issue.warning(
                "efs-handle-unreadable",
                place.where(),
                "the volume handle has none of the forms that the EFS CSI driver documents, and is copied"
                        + " as it is",
                "change the PersistentVolume on the recovery side if pods can't mount it");
    }
}
