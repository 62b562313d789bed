package io.sistership.rig;

import java.util.Locale;
import java.util.UUID;

/// What old clusters hold although no server of today creates it: put past the API server's checks
/// into its store, where it was left behind by versions that did.
record OldObjects(RigControlPlane plane) {

    /// `admissionregistration.k8s.io/v1beta1` took webhooks whose side effects nobody had declared.
    void webhookOfUnknownSideEffects(String name) {
        plane.store(
                "validatingwebhookconfigurations/" + name,
                """
                {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration",
                 "metadata":{"name":"%1$s","uid":"%2$s","generation":1,"creationTimestamp":"2019-11-12T13:14:15Z"},
                 "webhooks":[{"name":"%1$s.example.com","clientConfig":{"url":"https://hooks.example.com/old"},
                  "rules":[{"apiGroups":["old.example.com"],"apiVersions":["*"],"operations":["CREATE"],"resources":["olds"],"scope":"*"}],
                  "failurePolicy":"Ignore","matchPolicy":"Equivalent","namespaceSelector":{},"objectSelector":{},
                  "sideEffects":"Unknown","timeoutSeconds":10,"admissionReviewVersions":["v1beta1"]}]}
                """
                        .formatted(name, UUID.randomUUID()));
    }

    /// `apiextensions.k8s.io/v1beta1` pruned nothing unless it was told to.
    void definitionThatPrunesNothing(String plural, String kind, String group) {
        plane.store(
                "apiextensions.k8s.io/customresourcedefinitions/" + plural + "." + group,
                """
                {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
                 "metadata":{"name":"%1$s.%3$s","uid":"%4$s","generation":1,"creationTimestamp":"2019-11-12T13:14:15Z"},
                 "spec":{"group":"%3$s","scope":"Namespaced","preserveUnknownFields":true,
                  "names":{"plural":"%1$s","singular":"%5$s","kind":"%2$s","listKind":"%2$sList"},
                  "conversion":{"strategy":"None"},
                  "versions":[{"name":"v1","served":true,"storage":true,
                   "schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"n":{"type":"integer"}}}}}}}]},
                 "status":{"conditions":[],"acceptedNames":{"plural":"","kind":""},"storedVersions":["v1"]}}
                """
                        .formatted(
                                plural,
                                kind,
                                group,
                                UUID.randomUUID(),
                                kind.toLowerCase(Locale.ROOT)));
    }
}
