package egress

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	corelisters "k8s.io/client-go/listers/core/v1"
	discoverylisters "k8s.io/client-go/listers/discovery/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/utils/ptr"
)

type backends map[string]string

func (b backends) Backend(ip string, port int) (string, bool) {
	address, ok := b[ip]
	return address, ok && port == 8443
}

// services has shop/web on 10.100.0.10:443, with an endpoint that isn't ready, one without a process and
// one with.
func services(t *testing.T) *Services {
	t.Helper()
	indexers := cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc}
	serviceIndex := cache.NewIndexer(cache.MetaNamespaceKeyFunc, indexers)
	sliceIndex := cache.NewIndexer(cache.MetaNamespaceKeyFunc, indexers)
	service := &corev1.Service{ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: "web"}, Spec: corev1.ServiceSpec{
		ClusterIP: "10.100.0.10", Ports: []corev1.ServicePort{{Name: "https", Port: 443}, {Name: "metrics", Port: 9090}},
	}}
	slice := &discoveryv1.EndpointSlice{
		ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: "web-1", Labels: map[string]string{discoveryv1.LabelServiceName: "web"}},
		Ports:      []discoveryv1.EndpointPort{{Name: ptr.To("https"), Port: ptr.To(int32(8443))}},
		Endpoints: []discoveryv1.Endpoint{
			{Addresses: []string{"10.0.1.5"}, Conditions: discoveryv1.EndpointConditions{Ready: ptr.To(false)}},
			{Addresses: []string{"10.0.1.6"}},
			{Addresses: []string{"10.0.1.7"}},
		},
	}
	for index, object := range map[cache.Indexer]any{serviceIndex: service, sliceIndex: slice} {
		if err := index.Add(object); err != nil {
			t.Fatal(err)
		}
	}
	return &Services{
		Services: corelisters.NewServiceLister(serviceIndex), Slices: discoverylisters.NewEndpointSliceLister(sliceIndex),
		Backends: backends{"10.0.1.5": "127.0.0.1:5", "10.0.1.7": "127.0.0.1:7"},
	}
}

func Test_targets_resolve_to_the_process_behind_a_ready_endpoint(t *testing.T) {
	for target, want := range map[string]string{
		"10.100.0.10:443":                "127.0.0.1:7",
		"web.shop.svc:443":               "127.0.0.1:7",
		"web.shop.svc.cluster.local:443": "127.0.0.1:7",
		"10.0.1.5:8443":                  "127.0.0.1:5",
		"127.0.0.1:4711":                 "127.0.0.1:4711",
		"localhost:4711":                 "127.0.0.1:4711",
	} {
		if got, err := services(t).Resolve(target); err != nil || got != want {
			t.Errorf("%s: got %s, %v", target, got, err)
		}
	}
}

func Test_all_other_targets_are_refused_with_a_reason(t *testing.T) {
	for target, want := range map[string]string{
		"10.100.0.10:80":       "service shop/web has no port 80",
		"10.100.0.10:9090":     "no ready endpoint of service shop/web is a rig process",
		"10.0.1.6:8443":        "no rig process listens there",
		"169.254.169.254:80":   "no rig process listens there",
		"web.example.com:443":  "names outside the cluster are never looked up",
		"none.shop.svc:443":    `service "none" not found`,
		"no-port":              `"no-port" is not host:port`,
		"10.100.0.10:https":    `"10.100.0.10:https" has no numeric port`,
		"[2001:db8::1]:443":    "no rig process listens there",
		"web.shop.svc.evil:80": "names outside the cluster are never looked up",
	} {
		if got, err := services(t).Resolve(target); err == nil || err.Error() != want {
			t.Errorf("%s: got %s, %v", target, got, err)
		}
	}
}

type fixed string

func (f fixed) Resolve(string) (string, error) { return string(f), nil }

// connect asks a proxy with a resolver for a connection, and returns it with the proxy's answer and log.
func connect(t *testing.T, resolver Resolver) (net.Conn, *http.Response, string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "egress.log")
	log, err := OpenLog(file)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = NewProxy(resolver, log).Serve(t.Context(), listener) }()
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if _, err := io.WriteString(conn, "CONNECT 10.100.0.10:443 HTTP/1.1\r\nHost: 10.100.0.10:443\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: http.MethodConnect})
	if err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return conn, response, string(written)
}

func Test_a_connection_reaches_the_process_both_ways(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") }))
	defer server.Close()
	conn, answer, log := connect(t, fixed(server.Listener.Addr().String()))
	if answer.StatusCode != http.StatusOK || !strings.Contains(log, `"target":"10.100.0.10:443","outcome":"connected","address":"`+server.Listener.Addr().String()+`"`) {
		t.Fatalf("got %s, log %s", answer.Status, log)
	}
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(conn); err != nil || !strings.HasSuffix(string(got), "hello") {
		t.Errorf("got %s, %v", got, err)
	}
}

func Test_no_address_off_loopback_is_dialled_whatever_the_resolver_says(t *testing.T) {
	_, answer, log := connect(t, fixed("192.0.2.1:443"))
	if answer.Status != "502 connection refused: 192.0.2.1:443 is not on loopback" || !strings.Contains(log, `"outcome":"refused","reason":"192.0.2.1:443 is not on loopback"`) {
		t.Errorf("got %s, log %s", answer.Status, log)
	}
}
