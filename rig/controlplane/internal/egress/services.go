package egress

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/labels"
	corelisters "k8s.io/client-go/listers/core/v1"
	discoverylisters "k8s.io/client-go/listers/discovery/v1"
)

// Backends knows which local process listens for a port of a pod.
type Backends interface {
	// Backend returns the loopback address behind a pod's IP and port.
	Backend(podIP string, port int) (string, bool)
}

// Services resolves pod IPs, cluster IPs and service names to local processes, and lets loopback
// addresses pass (the rig's own endpoints, such as the token webhook).
type Services struct {
	Services corelisters.ServiceLister
	Slices   discoverylisters.EndpointSliceLister
	Backends Backends
}

// Resolve implements Resolver.
func (s *Services) Resolve(target string) (string, error) {
	host, portText, err := net.SplitHostPort(target)
	if err != nil {
		return "", fmt.Errorf("%q is not host:port", target)
	}
	port, err := strconv.Atoi(portText)
	if err != nil {
		return "", fmt.Errorf("%q has no numeric port", target)
	}
	if host == "localhost" {
		return net.JoinHostPort("127.0.0.1", portText), nil
	}
	ip := net.ParseIP(host)
	switch {
	case ip == nil:
		return s.byName(host, port)
	case ip.IsLoopback():
		return target, nil
	default:
		return s.byIP(host, port)
	}
}

func (s *Services) byIP(ip string, port int) (string, error) {
	if address, ok := s.Backends.Backend(ip, port); ok {
		return address, nil
	}
	all, err := s.Services.List(labels.Everything())
	if err != nil {
		return "", err
	}
	for _, service := range all {
		if service.Spec.ClusterIP == ip {
			return s.byService(service, port)
		}
	}
	return "", errors.New("no rig process listens there")
}

// byName understands <service>.<namespace>.svc, with or without the cluster's domain.
func (s *Services) byName(host string, port int) (string, error) {
	parts := strings.Split(strings.TrimSuffix(host, ".cluster.local"), ".")
	if len(parts) != 3 || parts[2] != "svc" {
		return "", errors.New("names outside the cluster are never looked up")
	}
	service, err := s.Services.Services(parts[1]).Get(parts[0])
	if err != nil {
		return "", err
	}
	return s.byService(service, port)
}

func (s *Services) byService(service *corev1.Service, port int) (string, error) {
	name := service.Namespace + "/" + service.Name
	for _, servicePort := range service.Spec.Ports {
		if int(servicePort.Port) == port {
			return s.byEndpoints(service, servicePort.Name)
		}
	}
	return "", fmt.Errorf("service %s has no port %d", name, port)
}

func (s *Services) byEndpoints(service *corev1.Service, portName string) (string, error) {
	selector := labels.SelectorFromSet(labels.Set{discoveryv1.LabelServiceName: service.Name})
	slices, err := s.Slices.EndpointSlices(service.Namespace).List(selector)
	if err != nil {
		return "", err
	}
	for _, slice := range slices {
		if address, ok := s.inSlice(slice, portName); ok {
			return address, nil
		}
	}
	return "", fmt.Errorf("no ready endpoint of service %s/%s is a rig process", service.Namespace, service.Name)
}

func (s *Services) inSlice(slice *discoveryv1.EndpointSlice, portName string) (string, bool) {
	for _, port := range slice.Ports {
		if port.Port == nil || (port.Name != nil && *port.Name != portName) {
			continue
		}
		for _, endpoint := range slice.Endpoints {
			if endpoint.Conditions.Ready != nil && !*endpoint.Conditions.Ready {
				continue
			}
			for _, ip := range endpoint.Addresses {
				if address, ok := s.Backends.Backend(ip, int(*port.Port)); ok {
					return address, true
				}
			}
		}
	}
	return "", false
}
