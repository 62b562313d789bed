package test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

func Test_a_restart_keeps_objects_nodes_address_and_authority(t *testing.T) {
	dir, images := t.TempDir(), newRegistry()
	image := rigRegistry + "/rig/http-server:1.0"
	images.push(image, nil)
	c := start(t, dir, images, nil)
	c.node(t, "ip-10-0-1-4.ec2.internal", "10.0.1.0/24", true)
	_, err := c.call(http.MethodPut, "/fargate/batch", map[string]any{"selectors": []map[string]any{{"namespace": "default"}}, "zone": "us-east-1a"})
	must(t, err)
	c.createPod(t, "default", "web", podSpec(image))
	before := c.awaitPod(t, "default", "web", "is ready", ready)
	ca, err := os.ReadFile(filepath.Join(c.dir, "ca.crt"))
	must(t, err)
	endpoint, err := os.ReadFile(filepath.Join(c.dir, "endpoint"))
	must(t, err)
	process := c.pid(t, "default", "web")
	must(t, c.stop())
	awaitEnd(t, process)

	c = start(t, dir, images, nil)
	t.Cleanup(func() { must(t, c.stop()) })
	after := c.awaitPod(t, "default", "web", "runs again", func(pod *corev1.Pod) bool { return ready(pod) && c.runs(pod) })
	if after.UID != before.UID || after.Status.PodIP != before.Status.PodIP || after.Spec.NodeName != before.Spec.NodeName {
		t.Errorf("the pod was %s on %s at %s, and is %s on %s at %s", before.UID, before.Spec.NodeName, before.Status.PodIP,
			after.UID, after.Spec.NodeName, after.Status.PodIP)
	}
	for file, want := range map[string][]byte{"ca.crt": ca, "endpoint": endpoint} {
		got, err := os.ReadFile(filepath.Join(c.dir, file))
		must(t, err)
		if string(got) != string(want) {
			t.Errorf("%s has changed to %s", file, got)
		}
	}
	profiles, err := c.call(http.MethodGet, "/fargate", nil)
	must(t, err)
	if !strings.Contains(string(profiles), `"batch"`) {
		t.Errorf("profiles are %s", profiles)
	}
}

// runs says whether a process of the pod is listed.
func (c *cluster) runs(pod *corev1.Pod) bool {
	content, err := os.ReadFile(filepath.Join(c.dir, "processes.json"))
	return err == nil && strings.Contains(string(content), pod.Name)
}

func Test_the_processes_of_a_control_plane_that_is_killed_end_with_it(t *testing.T) {
	c := start(t, t.TempDir(), newRegistry(), nil)
	image := rigRegistry + "/rig/http-server:1.0"
	c.registry.push(image, nil)
	c.node(t, "ip-10-0-1-4.ec2.internal", "10.0.1.0/24", false)
	c.createPod(t, "default", "web", podSpec(image))
	c.awaitPod(t, "default", "web", "is ready", ready)
	process := c.pid(t, "default", "web")

	must(t, c.process.Process.Kill())
	<-c.ended
	awaitEnd(t, process)
}

func Test_two_clusters_run_side_by_side_within_their_memory(t *testing.T) {
	one, two := shared(t), own(t, nil)
	two.namespace(t, "only-in-two")
	_, err := one.client.CoreV1().Namespaces().Get(t.Context(), "only-in-two", metav1.GetOptions{})
	must(t, gone(err))
	for _, c := range []*cluster{one, two} {
		if megabytes := c.residentMegabytes(t); megabytes > 700 {
			t.Errorf("a control plane uses %d MB", megabytes)
		} else {
			t.Logf("a control plane uses %d MB", megabytes)
		}
	}
}

func (c *cluster) residentMegabytes(t *testing.T) int {
	t.Helper()
	file, err := os.Open(fmt.Sprintf("/proc/%d/status", c.process.Process.Pid))
	must(t, err)
	defer func() { _ = file.Close() }()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if fields := strings.Fields(lines.Text()); fields[0] == "VmRSS:" {
			kilobytes, err := strconv.Atoi(fields[1])
			must(t, err)
			return kilobytes / 1024
		}
	}
	t.Fatal("no VmRSS")
	return 0
}

func Test_bearer_tokens_are_asked_about_and_requests_are_logged_with_their_user(t *testing.T) {
	var mu sync.Mutex
	var asked []string
	webhook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var review authenticationv1.TokenReview
		_ = json.NewDecoder(r.Body).Decode(&review)
		mu.Lock()
		asked = append(asked, review.Spec.Token)
		mu.Unlock()
		review.Status = authenticationv1.TokenReviewStatus{Authenticated: true, User: authenticationv1.UserInfo{Username: "mapped-user", Groups: []string{"system:masters"}}}
		_ = json.NewEncoder(w).Encode(review)
	}))
	defer webhook.Close()
	c := own(t, map[string]any{"tokenWebhookUrl": webhook.URL + "/token/111111111111/us-east-1/shop", "etcdOverrides": "/configmaps", "compactionInterval": "20s"})

	config, err := clientcmd.BuildConfigFromFlags("", filepath.Join(c.dir, "admin.kubeconfig"))
	must(t, err)
	config = rest.AnonymousClientConfig(config)
	config.BearerToken = "k8s-aws-v1.abc"
	mapped, err := kubernetes.NewForConfig(config)
	must(t, err)
	c.configMap(t, "default", "one", nil)
	_, err = mapped.CoreV1().ConfigMaps("default").Get(t.Context(), "one", metav1.GetOptions{})
	must(t, err)

	mu.Lock()
	defer mu.Unlock()
	if !slices.Contains(asked, "k8s-aws-v1.abc") {
		t.Errorf("the webhook was asked about %v", asked)
	}
	await(t, "the request is in the log", func() error { return c.logged("mapped-user", "get", "/api/v1/namespaces/default/configmaps/one") })
}

func (c *cluster) logged(user, verb, uri string) error {
	content, err := os.ReadFile(filepath.Join(c.dir, "audit.log"))
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(content)) {
		var event struct {
			Verb       string `json:"verb"`
			RequestURI string `json:"requestURI"`
			User       struct{ Username string }
			Status     struct{ Code int } `json:"responseStatus"`
		}
		if json.Unmarshal([]byte(line), &event) == nil && event.User.Username == user && event.Verb == verb && event.RequestURI == uri && event.Status.Code == http.StatusOK {
			return nil
		}
	}
	return fmt.Errorf("no %s %s by %s", verb, uri, user)
}

func Test_a_type_with_an_etcd_of_its_own_has_revisions_of_its_own(t *testing.T) {
	c := own(t, map[string]any{"etcdOverrides": "/configmaps"})
	c.configMap(t, "default", "one", nil)
	configMap, err := c.client.CoreV1().ConfigMaps("default").Get(t.Context(), "one", metav1.GetOptions{})
	must(t, err)
	c.secret(t, "default", "one", nil)
	secret, err := c.client.CoreV1().Secrets("default").Get(t.Context(), "one", metav1.GetOptions{})
	must(t, err)
	first, err := strconv.Atoi(configMap.ResourceVersion)
	must(t, err)
	second, err := strconv.Atoi(secret.ResourceVersion)
	must(t, err)
	if second-first < 50 {
		t.Errorf("revisions are %d and %d: of one etcd", first, second)
	}
}
