package io.sistership.control;

import io.sistership.model.Application;
import io.sistership.model.ApplicationFile;
import io.sistership.model.FailureKind;
import io.sistership.model.Progress;
import io.sistership.model.SistershipException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// `init`: writes the configuration where there is none; pins the signer where the stacks are there.
public final class Initialization {

    private final Path file;
    private final Progress progress;

    public Initialization(Path file, Progress progress) {
        this.file = file;
        this.progress = progress;
    }

    /// What a person answered. Environments are `account/region`; an empty profile means the
    /// environment's own credentials.
    public record Draft(
            String application,
            List<String> clusters,
            String primary,
            String primaryProfile,
            String recovery,
            String recoveryProfile) {}

    /// Does what is to be done next.
    ///
    /// @param draft asked only where there is no file yet
    public InitReport run(Supplier<Draft> draft) {
        if (!Files.exists(file)) {
            write(draft.get());
            var application = ApplicationFile.read(file);
            return new InitReport(
                    file.toString(), List.of("wrote " + file), deployment(application), List.of());
        }
        return pin(ApplicationFile.read(file));
    }

    /// Ends the validity of a pinned key.
    ///
    /// @param keyId the SHA-256 of its public key
    public InitReport end(String keyId) {
        try (var sides = new Sides(ApplicationFile.read(file))) {
            var done = new SignerPins(sides).end(keyId);
            return new InitReport(file.toString(), done, List.of(), List.of());
        }
    }

    private void write(Draft draft) {
        var text = text(draft).getBytes(StandardCharsets.UTF_8);
        ApplicationFile.parse(file.toString(), text);
        try {
            Files.write(file, text, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new SistershipException(
                    FailureKind.USAGE,
                    "configuration-file",
                    file + " can't be written: " + e.getMessage(),
                    "Name another file with --file.",
                    e);
        }
    }

    private static String text(Draft draft) {
        return """
        apiVersion: sistership.io/v1
        application: %s
        primary:
        %s
        recovery:
        %s
        clusters: [%s]
        # counterparts:             # what stands on the recovery side for what is on the primary side;
        #   subnet-0aaa: subnet-0bbb   # the rest is found by names and tags
        secrets: keep
        rpo: 15m
        retention: {hourly: 24, daily: 30, monthly: 12}
        """
                .formatted(
                        draft.application(),
                        environment("--primary", draft.primary(), draft.primaryProfile()),
                        environment("--recovery", draft.recovery(), draft.recoveryProfile()),
                        String.join(", ", draft.clusters()));
    }

    private static String environment(String flag, String place, String profile) {
        var parts = place.split("/", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new SistershipException(
                    FailureKind.USAGE,
                    "environment-form",
                    flag + " is '" + place + "', not account/region",
                    "Write it as 111111111111/us-east-1.");
        }
        var text = "  account: \"%s\"%n  region: %s".formatted(parts[0], parts[1]);
        return profile.isEmpty() ? text : text + "%n  profile: %s".formatted(profile);
    }

    private InitReport pin(Application application) {
        progress.stage("read access stacks", -1);
        try (var sides = new Sides(application)) {
            for (var stack : new AccessStacks(application).needed()) {
                if (sides.deployed(stack).isEmpty()) {
                    return new InitReport(
                            file.toString(),
                            List.of(file + " is there"),
                            deployment(application),
                            List.of());
                }
            }
            return new InitReport(
                    file.toString(), pins(sides), List.of("sistership capture"), List.of());
        }
    }

    private List<String> pins(Sides sides) {
        progress.stage("pin the signer", -1);
        return new SignerPins(sides).pinCurrent();
    }

    private List<String> deployment(Application application) {
        var stacks = new AccessStacks(application);
        var next = new ArrayList<String>();
        for (var stack : stacks.needed()) {
            next.add("sistership access " + stack.word() + " > " + stacks.fileName(stack));
            next.addAll(stacks.deployCommand(stack).lines().toList());
        }
        next.add("sistership init");
        return next;
    }
}
