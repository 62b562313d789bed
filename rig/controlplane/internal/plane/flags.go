package plane

import (
	"fmt"
	"net"
	"strconv"
	"time"
)

// apiServerArgs are the API server's flags. File names are relative to the data directory.
func (c Config) apiServerArgs(port int, stores []*etcdServer) []string {
	args := []string{
		"--etcd-servers=" + stores[0].endpoint(),
		"--etcd-compaction-interval=" + time.Duration(c.CompactionInterval).String(),
		"--bind-address=127.0.0.1",
		"--advertise-address=127.0.0.1",
		"--external-hostname=127.0.0.1",
		"--secure-port=" + strconv.Itoa(port),
		"--tls-cert-file=" + servingCert, "--tls-private-key-file=" + servingKey,
		"--client-ca-file=" + caCert,
		"--service-cluster-ip-range=" + c.ServiceCIDR,
		// Loopback is not allowed in endpoints, and any other address would leave the machine.
		"--endpoint-reconciler-type=none",
		"--egress-selector-config-file=" + egressConfig,
		"--service-account-issuer=" + c.Issuer,
		"--service-account-key-file=" + saPublic, "--service-account-signing-key-file=" + saPrivate,
		"--api-audiences=https://kubernetes.default.svc,sts.amazonaws.com",
		"--authorization-mode=Node,RBAC",
		"--enable-admission-plugins=NodeRestriction",
		"--allow-privileged=true",
		"--requestheader-client-ca-file=" + proxyCACert,
		"--requestheader-allowed-names=front-proxy-client",
		"--requestheader-username-headers=X-Remote-User",
		"--requestheader-group-headers=X-Remote-Group",
		"--requestheader-extra-headers-prefix=X-Remote-Extra-",
		"--proxy-client-cert-file=" + proxyClientCert, "--proxy-client-key-file=" + proxyClientKey,
		"--audit-policy-file=" + auditPolicy,
		"--audit-log-path=" + auditLog, "--audit-log-format=json", "--audit-log-mode=blocking",
		"--profiling=false",
	}
	if c.TokenWebhook != "" {
		args = append(args,
			"--authentication-token-webhook-config-file="+tokenWebhookConfig,
			"--authentication-token-webhook-version=v1",
			// Mappings change in tests: an answer is good for a moment only.
			"--authentication-token-webhook-cache-ttl=1s")
	}
	if c.RuntimeConfig != "" {
		args = append(args, "--runtime-config="+c.RuntimeConfig)
	}
	if c.EtcdOverrides != "" {
		args = append(args, fmt.Sprintf("--etcd-servers-overrides=%s#%s", c.EtcdOverrides, stores[1].endpoint()))
	}
	return args
}

// controllerArgs are the controller manager's flags.
func (c Config) controllerArgs() []string {
	args := []string{
		"--kubeconfig=" + controllersKubeconfig,
		"--leader-elect=false",
		"--secure-port=0",
		"--use-service-account-credentials=true",
		"--service-account-private-key-file=" + saPrivate,
		"--root-ca-file=" + caCert,
		"--cluster-signing-cert-file=" + caCert, "--cluster-signing-key-file=" + caKey,
		"--allocate-node-cidrs=false",
		"--configure-cloud-routes=false",
		"--kube-api-qps=300", "--kube-api-burst=600",
		"--profiling=false",
	}
	if c.Controllers != "" {
		args = append(args, "--controllers="+c.Controllers)
	}
	return args
}

// schedulerArgs are the scheduler's flags.
func schedulerArgs() []string {
	return []string{
		"--kubeconfig=" + schedulerKubeconfig,
		"--leader-elect=false",
		"--secure-port=0",
		"--kube-api-qps=300", "--kube-api-burst=600",
		"--profiling=false",
	}
}

// firstServiceIP is the address of the service default/kubernetes: the first of the range.
func (c Config) firstServiceIP() string {
	_, block, err := net.ParseCIDR(c.ServiceCIDR)
	if err != nil {
		return "" // ReadConfig has checked it
	}
	ip := block.IP.To16()
	ip[15]++
	return ip.String()
}
