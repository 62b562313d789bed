package kubelet

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// eager is the pace of probing until a process is ready for the first time.
const eager = 100 * time.Millisecond

// probe is the readiness probe of a real process. A container without one, or with one that runs a
// command or speaks gRPC, is ready as soon as it listens.
type probe struct {
	container *corev1.Container
	listening map[int]string
	client    *http.Client
}

func newProbe(container *corev1.Container, listening map[int]string) *probe {
	// Like the kubelet's, the probe doesn't check the certificate: the caller of a service does that.
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true}
	client := &http.Client{Transport: transport, Timeout: time.Second}
	if container.ReadinessProbe != nil && container.ReadinessProbe.TimeoutSeconds > 0 {
		client.Timeout = time.Duration(container.ReadinessProbe.TimeoutSeconds) * time.Second
	}
	return &probe{container: container, listening: listening, client: client}
}

func (p *probe) interval(ready bool) time.Duration {
	if !ready {
		return eager
	}
	if p.container.ReadinessProbe == nil || p.container.ReadinessProbe.PeriodSeconds <= 0 {
		return 10 * time.Second
	}
	return time.Duration(p.container.ReadinessProbe.PeriodSeconds) * time.Second
}

func (p *probe) passes(ctx context.Context) bool {
	readiness := p.container.ReadinessProbe
	switch {
	case readiness == nil:
		return true
	case readiness.HTTPGet != nil:
		return p.get(ctx, readiness.HTTPGet)
	case readiness.TCPSocket != nil:
		return p.connect(ctx, readiness.TCPSocket.Port)
	default:
		return true
	}
}

func (p *probe) get(ctx context.Context, action *corev1.HTTPGetAction) bool {
	address, ok := p.listening[p.port(action.Port)]
	if !ok {
		return false
	}
	scheme := "http"
	if action.Scheme == corev1.URISchemeHTTPS {
		scheme = "https"
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+"://"+address+action.Path, nil)
	if err != nil {
		return false
	}
	for _, header := range action.HTTPHeaders {
		request.Header.Add(header.Name, header.Value)
	}
	response, err := p.client.Do(request)
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode >= 200 && response.StatusCode < 400
}

func (p *probe) connect(ctx context.Context, port intstr.IntOrString) bool {
	dialer := net.Dialer{Timeout: p.client.Timeout}
	conn, err := dialer.DialContext(ctx, "tcp", p.listening[p.port(port)])
	if err != nil {
		return false
	}
	_ = conn.Close()
	return true
}

func (p *probe) port(wanted intstr.IntOrString) int {
	if wanted.Type == intstr.Int {
		return wanted.IntValue()
	}
	for _, port := range p.container.Ports {
		if port.Name == wanted.StrVal {
			return int(port.ContainerPort)
		}
	}
	return 0
}
