package test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/utils/ptr"
)

const rigRegistry = "111111111111.dkr.ecr.us-east-1.amazonaws.com"

// service makes a service that selects the pods of an app.
func (c *cluster) service(t *testing.T, namespace, app string, port int32, target intstr.IntOrString) {
	t.Helper()
	_, err := c.client.CoreV1().Services(namespace).Create(t.Context(), &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Name: app},
		Spec:       corev1.ServiceSpec{Selector: map[string]string{"app": app}, Ports: []corev1.ServicePort{{Name: "web", Port: port, TargetPort: target}}},
	}, metav1.CreateOptions{})
	must(t, err)
}

func (c *cluster) configMap(t *testing.T, namespace, name string, data map[string]string) {
	t.Helper()
	_, err := c.client.CoreV1().ConfigMaps(namespace).Create(t.Context(), &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name}, Data: data}, metav1.CreateOptions{})
	must(t, err)
}

func (c *cluster) secret(t *testing.T, namespace, name string, data map[string][]byte) {
	t.Helper()
	_, err := c.client.CoreV1().Secrets(namespace).Create(t.Context(), &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: name}, Data: data}, metav1.CreateOptions{})
	must(t, err)
}

// mounted is a spec of a rig image that mounts a config map and a secret of one name.
func mounted(image, name string, port int32) corev1.PodSpec {
	spec := podSpec(image)
	spec.Volumes = []corev1.Volume{
		{Name: "config", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{LocalObjectReference: corev1.LocalObjectReference{Name: name}}}},
		{Name: "secret", VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{SecretName: name}}},
	}
	main := &spec.Containers[0]
	main.VolumeMounts = []corev1.VolumeMount{{Name: "config", MountPath: "/etc/shop"}, {Name: "secret", MountPath: "/etc/secret"}}
	main.Ports = []corev1.ContainerPort{{Name: "web", ContainerPort: port}}
	return spec
}

// through asks a service by way of the API server's proxy.
func (c *cluster) through(ctx context.Context, namespace, service, path string) (string, error) {
	answer, err := c.client.CoreV1().Services(namespace).ProxyGet("http", service, "web", path, nil).DoRaw(ctx)
	return string(answer), err
}

func Test_the_http_server_serves_its_mounted_files_and_follows_their_changes(t *testing.T) {
	c := shared(t)
	c.namespace(t, "serving")
	c.node(t, "ip-10-0-6-4.ec2.internal", "10.0.6.0/24", false)
	image := rigRegistry + "/rig/http-server:1.0"
	c.registry.push(image, nil)
	c.configMap(t, "serving", "web", map[string]string{"greeting.txt": "hello"})
	c.secret(t, "serving", "web", map[string][]byte{"token": []byte("correct-horse-battery-staple")})
	spec := mounted(image, "web", 8080)
	spec.Containers[0].Env = []corev1.EnvVar{{Name: "MESSAGE", Value: "the shop is open"}}
	_, err := c.client.AppsV1().Deployments("serving").Create(t.Context(), deployment("web", 1, spec), metav1.CreateOptions{})
	must(t, err)
	c.service(t, "serving", "web", 80, intstr.FromString("web"))
	c.awaitDeployment(t, "serving", "web", 1)

	for path, want := range map[string]string{
		"": "the shop is open\n/etc/secret/token\n/etc/shop/greeting.txt\n/var/run/secrets/kubernetes.io/serviceaccount/ca.crt\n", "/greeting.txt": "hello", "/etc/secret/token": "correct-horse-battery-staple",
	} {
		await(t, "the answer to "+path, func() error {
			got, err := c.through(t.Context(), "serving", "web", path)
			if err == nil && got != want {
				err = fmt.Errorf("it is %q", got)
			}
			return err
		})
	}
	_, err = c.client.CoreV1().ConfigMaps("serving").Update(t.Context(), &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "web"}, Data: map[string]string{"greeting.txt": "good day"}}, metav1.UpdateOptions{})
	must(t, err)
	await(t, "the changed file is served", func() error {
		got, err := c.through(t.Context(), "serving", "web", "/greeting.txt")
		if err == nil && got != "good day" {
			err = fmt.Errorf("it is %q", got)
		}
		return err
	})
	assertNotOnDisk(t, c.dir, "correct-horse-battery-staple")
}

// assertNotOnDisk looks for a secret's text in every file but etcd's own.
func assertNotOnDisk(t *testing.T, dir, text string) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Type() != 0 || strings.Contains(path, "/etcd/") {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(text)) {
			t.Errorf("%s holds the secret", path)
		}
		return err
	}))
}

func Test_a_process_that_ends_is_started_again_and_one_whose_pod_is_deleted_is_ended(t *testing.T) {
	c := shared(t)
	c.namespace(t, "crashing")
	c.node(t, "ip-10-0-7-4.ec2.internal", "10.0.7.0/24", false)
	image := rigRegistry + "/shop/any-name:1.0"
	c.registry.push(image, map[string]string{"sistership.io/rig-image": "http-server"})
	c.createPod(t, "crashing", "web", podSpec(image))
	c.awaitPod(t, "crashing", "web", "is ready", ready)

	first := c.pid(t, "crashing", "web")
	must(t, syscall.Kill(first, syscall.SIGKILL))
	c.awaitPod(t, "crashing", "web", "is ready again", func(pod *corev1.Pod) bool {
		return ready(pod) && pod.Status.ContainerStatuses[0].RestartCount == 1
	})
	second := c.pid(t, "crashing", "web")
	must(t, c.client.CoreV1().Pods("crashing").Delete(t.Context(), "web", metav1.DeleteOptions{}))
	awaitEnd(t, second)
}

// pid reads a pod's process from processes.json, or returns 0.
func (c *cluster) pid(t *testing.T, namespace, pod string) int {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(c.dir, "processes.json"))
	must(t, err)
	var running []struct {
		PID       int    `json:"pid"`
		Namespace string `json:"namespace"`
		Pod       string `json:"pod"`
	}
	must(t, json.Unmarshal(content, &running))
	for _, process := range running {
		if process.Namespace == namespace && process.Pod == pod {
			return process.PID
		}
	}
	t.Fatalf("no process of %s/%s in %s", namespace, pod, content)
	return 0
}

func awaitEnd(t *testing.T, pid int) {
	t.Helper()
	await(t, "the process has ended", func() error {
		if err := syscall.Kill(pid, 0); !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("process %d: %v", pid, err)
		}
		return nil
	})
}

func Test_a_recovered_webhook_denies_what_its_rule_forbids_and_admits_the_rest(t *testing.T) {
	c := shared(t)
	c.namespace(t, "guarding")
	c.node(t, "ip-10-0-8-4.ec2.internal", "10.0.8.0/24", false)
	cert, key := selfSigned(t, "guard.guarding.svc")
	c.secret(t, "guarding", "guard", map[string][]byte{"tls.crt": cert, "tls.key": key})
	c.configMap(t, "guarding", "guard", map[string]string{"rules.json": `{"rules": [{"pointer": "/data/color", "value": "red", "message": "red is not allowed"}]}`})
	image := rigRegistry + "/rig/webhook:1.0"
	c.registry.push(image, nil)
	spec := mounted(image, "guard", 8443)
	spec.Containers[0].ReadinessProbe = &corev1.Probe{ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/healthz", Port: intstr.FromString("web"), Scheme: corev1.URISchemeHTTPS}}}
	_, err := c.client.AppsV1().Deployments("guarding").Create(t.Context(), deployment("guard", 1, spec), metav1.CreateOptions{})
	must(t, err)
	c.service(t, "guarding", "guard", 443, intstr.FromInt32(8443))
	c.awaitDeployment(t, "guarding", "guard", 1)
	c.installWebhook(t, "guarding", admissionv1.WebhookClientConfig{
		CABundle: cert, Service: &admissionv1.ServiceReference{Namespace: "guarding", Name: "guard", Path: ptr.To("/validate")},
	})

	await(t, "the webhook denies", func() error {
		err := c.dryRun(t, "guarding", "red")
		if err == nil || err.Error() != `admission webhook "guard.rig.test" denied the request: red is not allowed` {
			return fmt.Errorf("the answer is %v", err)
		}
		return nil
	})
	must(t, c.dryRun(t, "guarding", "blue"))
}

func (c *cluster) installWebhook(t *testing.T, namespace string, client admissionv1.WebhookClientConfig) {
	t.Helper()
	_, err := c.client.AdmissionregistrationV1().ValidatingWebhookConfigurations().Create(t.Context(), &admissionv1.ValidatingWebhookConfiguration{
		ObjectMeta: metav1.ObjectMeta{Name: namespace},
		Webhooks: []admissionv1.ValidatingWebhook{{
			Name: "guard.rig.test", ClientConfig: client, AdmissionReviewVersions: []string{"v1"},
			FailurePolicy: ptr.To(admissionv1.Fail), SideEffects: ptr.To(admissionv1.SideEffectClassNone), TimeoutSeconds: ptr.To(int32(30)),
			NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{corev1.LabelMetadataName: namespace}},
			ObjectSelector:    &metav1.LabelSelector{MatchLabels: map[string]string{"guarded": "true"}},
			Rules: []admissionv1.RuleWithOperations{{
				Operations: []admissionv1.OperationType{admissionv1.Create},
				Rule:       admissionv1.Rule{APIGroups: []string{""}, APIVersions: []string{"v1"}, Resources: []string{"configmaps"}},
			}},
		}},
	}, metav1.CreateOptions{})
	must(t, err)
}

// dryRun asks whether an object that the webhook is asked about would be admitted.
func (c *cluster) dryRun(t *testing.T, namespace, color string) error {
	object := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "paint", Labels: map[string]string{"guarded": "true"}}, Data: map[string]string{"color": color}}
	_, err := c.client.CoreV1().ConfigMaps(namespace).Create(t.Context(), object, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
	return err
}

func Test_whatever_is_no_process_of_the_rig_is_refused_at_once_and_logged(t *testing.T) {
	c := shared(t)
	for namespace, client := range map[string]admissionv1.WebhookClientConfig{
		"by-url":     {URL: ptr.To("https://192.0.2.1:443/validate")},
		"by-name":    {URL: ptr.To("https://hooks.example.com/validate")},
		"by-service": {Service: &admissionv1.ServiceReference{Namespace: "by-service", Name: "nobody"}},
	} {
		c.namespace(t, namespace)
		c.service(t, namespace, "nobody", 443, intstr.FromInt32(8443))
		c.installWebhook(t, namespace, client)
		started := time.Now()
		await(t, "the webhook of "+namespace+" is refused", func() error {
			started = time.Now()
			err := c.dryRun(t, namespace, "blue")
			if !apierrors.IsInternalError(err) || !strings.Contains(err.Error(), "connection refused") {
				return fmt.Errorf("the answer is %v", err)
			}
			return nil
		})
		if took := time.Since(started); took > time.Second {
			t.Errorf("%s: refused after %v only", namespace, took)
		}
	}
	log := tail(filepath.Join(c.dir, "egress.log"))
	for _, want := range []string{
		`"target":"192.0.2.1:443","outcome":"refused","reason":"no rig process listens there"`,
		`"target":"hooks.example.com:443","outcome":"refused","reason":"names outside the cluster are never looked up"`,
		`"outcome":"refused","reason":"no ready endpoint of service by-service/nobody is a rig process"`,
	} {
		if !strings.Contains(log, want) {
			t.Errorf("egress.log lacks %s:\n%s", want, log)
		}
	}
}

func selfSigned(t *testing.T, host string) (certPEM, keyPEM []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: host}, DNSNames: []string{host},
		NotBefore: time.Now().Add(-time.Minute), NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	must(t, err)
	keyDER, err := x509.MarshalECPrivateKey(key)
	must(t, err)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: keyDER})
}
