package plane

import (
	"fmt"
	"os"
	"path/filepath"

	"sistership.io/rig/controlplane/internal/pki"
)

// Files of a cluster, relative to its data directory. Those in pki/ concern nobody else.
const (
	caCert                = "ca.crt"
	caKey                 = "ca.key"
	saPrivate             = "sa.key"
	saPublic              = "sa.pub"
	adminKubeconfig       = "admin.kubeconfig"
	endpointFile          = "endpoint"
	auditLog              = "audit.log"
	egressLog             = "egress.log"
	egressSocket          = "egress.sock"
	controlSocket         = "control.sock"
	mainLog               = "controlplane.log"
	processesFile         = "processes.json"
	stateFile             = "fleet.json"
	servingCert           = "pki/server.crt"
	servingKey            = "pki/server.key"
	proxyCACert           = "pki/front-proxy-ca.crt"
	proxyCAKey            = "pki/front-proxy-ca.key"
	proxyClientCert       = "pki/front-proxy-client.crt"
	proxyClientKey        = "pki/front-proxy-client.key"
	controllersKubeconfig = "pki/controller-manager.kubeconfig"
	schedulerKubeconfig   = "pki/scheduler.kubeconfig"
	kubeletKubeconfig     = "pki/kubelet.kubeconfig"
	tokenWebhookConfig    = "pki/token-webhook.kubeconfig"
	egressConfig          = "pki/egress.yaml"
	auditPolicy           = "pki/audit-policy.yaml"
)

// Every request, without bodies; the stage RequestReceived would only say each thing twice.
const auditPolicyText = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Metadata
`

// controlplane is the way of webhooks that are given by URL, of the token webhook and the like;
// cluster is the way to services, pods and nodes. etcd stays direct: it is a socket beside us.
const egressConfigText = `apiVersion: apiserver.k8s.io/v1beta1
kind: EgressSelectorConfiguration
egressSelections:
- name: cluster
  connection: &proxy
    proxyProtocol: HTTPConnect
    transport:
      uds:
        udsName: ` + egressSocket + `
- name: controlplane
  connection: *proxy
`

// prepareFiles writes what the parts need before they start. What exists and identifies the cluster
// (authorities, service account key) is kept.
func (c Config) prepareFiles(endpoint string) error {
	if err := os.MkdirAll("pki", 0o700); err != nil {
		return err
	}
	ca, err := pki.LoadOrCreate(caCert, caKey, "kubernetes")
	if err != nil {
		return err
	}
	if err := c.writeServingPair(ca); err != nil {
		return err
	}
	if err := writeFrontProxy(); err != nil {
		return err
	}
	if err := pki.EnsureServiceAccountKey(saPrivate, saPublic); err != nil {
		return err
	}
	if err := c.writeKubeconfigs(ca, endpoint); err != nil {
		return err
	}
	return c.writeTexts()
}

func (c Config) writeServingPair(ca *pki.Authority) error {
	pair, err := ca.Issue(pki.Subject{CommonName: "kube-apiserver", Hosts: []string{
		"127.0.0.1", "localhost", c.firstServiceIP(), "kubernetes", "kubernetes.default", "kubernetes.default.svc",
		"kubernetes.default.svc.cluster.local",
	}})
	if err != nil {
		return err
	}
	return pki.WritePair(pair, servingCert, servingKey)
}

func writeFrontProxy() error {
	ca, err := pki.LoadOrCreate(proxyCACert, proxyCAKey, "front-proxy")
	if err != nil {
		return err
	}
	pair, err := ca.Issue(pki.Subject{CommonName: "front-proxy-client"})
	if err != nil {
		return err
	}
	return pki.WritePair(pair, proxyClientCert, proxyClientKey)
}

func (c Config) writeKubeconfigs(ca *pki.Authority, endpoint string) error {
	users := map[string]pki.Subject{
		adminKubeconfig:       {CommonName: "rig-admin", Organizations: []string{"system:masters"}},
		kubeletKubeconfig:     {CommonName: "system:rig:kubelet", Organizations: []string{"system:masters"}},
		controllersKubeconfig: {CommonName: "system:kube-controller-manager"},
		schedulerKubeconfig:   {CommonName: "system:kube-scheduler"},
	}
	for file, subject := range users {
		pair, err := ca.Issue(subject)
		if err != nil {
			return err
		}
		if err := pki.WriteKubeconfig(file, c.Name, endpoint, ca.CertPEM(), pair); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

func (c Config) writeTexts() error {
	if c.TokenWebhook != "" {
		if err := pki.WriteWebhookKubeconfig(tokenWebhookConfig, c.TokenWebhook); err != nil {
			return err
		}
	}
	if err := os.WriteFile(egressConfig, []byte(egressConfigText), 0o600); err != nil {
		return err
	}
	return os.WriteFile(auditPolicy, []byte(auditPolicyText), 0o600)
}

// writeAtomically lets a reader see the old content or the new, never half of it.
func writeAtomically(file string, data []byte) error {
	temporary := file + ".tmp"
	if err := os.WriteFile(temporary, data, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, filepath.Clean(file))
}
