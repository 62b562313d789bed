package io.sistership.control;

import io.sistership.model.Application;
import io.sistership.model.Arn;
import io.sistership.model.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// A plan that was read from a file: whole, of this application and its recovery environment, and
/// signed by its key. Immutable.
///
/// @param digest of all its lines, so that a file that is read again is the one that was verified
record SavedPlan(Path file, String id, PlanBinding binding, Sha256 digest) {

    /// Reads and verifies a file; nothing is asked of AWS before all else has been found right.
    ///
    /// @param key the application's own
    static SavedPlan open(Path file, Application application, Supplier<PlanKey> key) {
        var refusal = new PlanRefusal(file);
        try (var lines = new LinesOfFile(file)) {
            var first = lines.next();
            var head = PlanHead.read(first == null ? new byte[0] : first);
            requireOf(application, head.binding(), refusal);
            lines.skipToLast();
            var plan = new SavedPlan(file, head.id(), head.binding(), lines.digest());
            plan.requireSigned(PlanSignature.read(lines.last()), lines.lines(), key, refusal);
            return plan;
        } catch (IOException e) {
            throw refusal.unreadable(e);
        } catch (IllegalArgumentException e) {
            throw refusal.malformed(e);
        }
    }

    /// What recovering by this plan asks for.
    RecoveryRequest request() {
        return new RecoveryRequest(
                Arn.parse(binding.source()).resourceName(),
                binding.point(),
                binding.target(),
                binding.accepted());
    }

    /// Refuses where a person asks for something else besides.
    ///
    /// @param said what the command line says; empty where it says nothing
    void requireAgrees(RecoveryRequest said) {
        var own = request();
        var refusal = new PlanRefusal(file);
        agree(refusal, "cluster", own.cluster(), said.cluster());
        agree(refusal, "point", own.point(), said.point());
        agree(refusal, "target", own.target(), said.target());
        for (var accepted : said.accepted()) {
            if (!own.accepted().contains(accepted)) {
                throw refusal.notAccepted(accepted);
            }
        }
    }

    private static void agree(PlanRefusal refusal, String what, String own, String said) {
        if (!said.isEmpty() && !said.equals(own)) {
            throw refusal.ofAnother(what, own, said);
        }
    }

    private static void requireOf(
            Application application, PlanBinding binding, PlanRefusal refusal) {
        same(refusal, "application", binding.application(), application.name());
        same(refusal, "environment", binding.environment(), application.recovery().toString());
        var clusters = sources(application);
        if (!clusters.contains(binding.source())) {
            throw refusal.ofAnother("cluster", binding.source(), String.join(", ", clusters));
        }
        if (!binding.configuration().equals(application.digest().hex())) {
            throw refusal.configuration(binding.configuration(), application.digest().hex());
        }
    }

    private static void same(PlanRefusal refusal, String what, String own, String here) {
        if (!own.equals(here)) {
            throw refusal.ofAnother(what, own, here);
        }
    }

    private static List<String> sources(Application application) {
        var sources = new ArrayList<String>();
        application
                .clusters()
                .forEach(cluster -> sources.add(application.primaryCluster(cluster).toString()));
        return sources;
    }

    private void requireSigned(
            PlanSignature signature, long lines, Supplier<PlanKey> key, PlanRefusal refusal) {
        var content = new PlanSignature.Content(id, binding.recoveryId(), lines, digest);
        if (!content.json().equals(signature.payload())) {
            throw refusal.changed();
        }
        var own = key.get();
        if (!signature.isBy(own)) {
            throw refusal.notSignedBy(own.id());
        }
    }
}
