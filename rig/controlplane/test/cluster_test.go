package test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

const limit = 30 * time.Second

// cluster is a control plane that a test has started.
type cluster struct {
	dir      string
	process  *exec.Cmd
	ended    chan error
	client   kubernetes.Interface
	control  *http.Client
	registry *registry
}

// sharedCluster serves all tests that don't need one of their own.
var (
	sharedCluster *cluster
	sharedDir     string
	sharedOnce    sync.Once
)

func shared(t *testing.T) *cluster {
	t.Helper()
	sharedOnce.Do(func() {
		var err error
		sharedDir, err = os.MkdirTemp("", "rig-test-")
		must(t, err)
		sharedCluster = start(t, sharedDir, newRegistry(), nil)
	})
	if sharedCluster == nil {
		t.Fatal("the shared cluster did not start")
	}
	return sharedCluster
}

// own starts a cluster that ends with the test.
func own(t *testing.T, extra map[string]any) *cluster {
	t.Helper()
	c := start(t, t.TempDir(), newRegistry(), extra)
	t.Cleanup(func() { must(t, c.stop()) })
	return c
}

func start(t *testing.T, dir string, images *registry, extra map[string]any) *cluster {
	t.Helper()
	data := filepath.Join(dir, "clusters", "111111111111", "us-east-1", "shop")
	config := map[string]any{
		"name": "shop", "accountId": "111111111111", "region": "us-east-1", "version": "1.36", "dataDir": data,
		"issuer": "https://127.0.0.1:1/id/ABC", "imageCheckUrl": images.server.URL + "/?account=111111111111&ref=",
	}
	for key, value := range extra {
		config[key] = value
	}
	text, err := json.Marshal(config)
	must(t, err)
	file := filepath.Join(dir, "config.json")
	must(t, os.WriteFile(file, text, 0o600))
	c := &cluster{dir: data, registry: images, ended: make(chan error, 1), control: controlClient(data)}
	c.process = exec.Command(binary, "serve", "--config", file)
	c.process.Stderr = os.Stderr
	c.process.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	must(t, c.process.Start())
	go func() { c.ended <- c.process.Wait() }()
	c.awaitUsable(t)
	return c
}

// controlClient reaches the socket by way of an open directory: a socket's own path may have 107 bytes only.
func controlClient(dir string) *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		opened, err := os.Open(dir)
		if err != nil {
			return nil, err
		}
		defer func() { _ = opened.Close() }()
		var dialer net.Dialer
		return dialer.DialContext(ctx, "unix", fmt.Sprintf("/proc/self/fd/%d/control.sock", opened.Fd()))
	}}}
}

func (c *cluster) awaitUsable(t *testing.T) {
	t.Helper()
	started := time.Now()
	await(t, "the control plane answers", func() error {
		select {
		case err := <-c.ended:
			c.ended <- err
			t.Fatalf("the control plane ended: %v\n%s", err, tail(filepath.Join(c.dir, "controlplane.log")))
		default:
		}
		_, err := c.call(http.MethodGet, "/healthz", nil)
		return err
	})
	t.Logf("usable after %v", time.Since(started).Round(10*time.Millisecond))
	config, err := clientcmd.BuildConfigFromFlags("", filepath.Join(c.dir, "admin.kubeconfig"))
	must(t, err)
	config.QPS = -1
	c.client, err = kubernetes.NewForConfig(config)
	must(t, err)
}

// stop ends the cluster as `rig/down` does, and says if that was not clean.
func (c *cluster) stop() error {
	if err := c.process.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case err := <-c.ended:
		if err != nil {
			return fmt.Errorf("%w\n%s", err, tail(filepath.Join(c.dir, "controlplane.log")))
		}
		return nil
	case <-time.After(5 * time.Second):
		_ = c.process.Process.Kill()
		return errors.New("not ended 5 s after SIGTERM")
	}
}

// call speaks to the control API.
func (c *cluster) call(method, path string, body any) ([]byte, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequest(method, "http://control"+path, bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	response, err := c.control.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %s: %s", method, path, response.Status, answer)
	}
	return answer, err
}

// node adds a node, ready at once unless it requires a network.
func (c *cluster) node(t *testing.T, name, cidr string, requiresNetwork bool) {
	t.Helper()
	_, err := c.call(http.MethodPut, "/nodes/"+name, map[string]any{
		"labels": map[string]string{"eks.amazonaws.com/nodegroup": "general"}, "providerID": "aws:///us-east-1a/i-0123456789abcdef0",
		"instanceType": "m5.large", "zone": "us-east-1a", "podCidr": cidr, "requiresNetwork": requiresNetwork,
	})
	must(t, err)
}

// namespace makes a namespace whose default service account is there.
func (c *cluster) namespace(t *testing.T, name string) {
	t.Helper()
	_, err := c.client.CoreV1().Namespaces().Create(t.Context(), &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}, metav1.CreateOptions{})
	must(t, err)
	await(t, "the default service account of "+name, func() error {
		_, err := c.client.CoreV1().ServiceAccounts(name).Get(t.Context(), "default", metav1.GetOptions{})
		return err
	})
}

// registry answers image checks like the rig's ECR.
type registry struct {
	server *httptest.Server
	mu     sync.Mutex
	images map[string]map[string]any
}

func newRegistry() *registry {
	r := &registry{images: map[string]map[string]any{}}
	r.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		r.mu.Lock()
		defer r.mu.Unlock()
		answer, present := r.images[request.URL.Query().Get("ref")]
		if !present {
			answer = map[string]any{"present": false}
		}
		_ = json.NewEncoder(w).Encode(answer)
	}))
	return r
}

const digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

func (r *registry) push(ref string, labels map[string]string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.images[ref] = map[string]any{"present": true, "digest": digest, "labels": labels}
}

func await(t *testing.T, what string, condition func() error) {
	t.Helper()
	deadline := time.Now().Add(limit)
	for {
		err := condition()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s: not after %v: %v", what, limit, err)
		}
		<-time.After(20 * time.Millisecond)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func tail(file string) string {
	content, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	return string(content[max(0, len(content)-3000):])
}
