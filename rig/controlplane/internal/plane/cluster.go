package plane

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/klog/v2"

	"sistership.io/rig/controlplane/internal/fargate"
	"sistership.io/rig/controlplane/internal/kubelet"
)

// cluster is what the control API changes: nodes and Fargate profiles. It writes each change down, so
// that a restart finds them again. It is safe for concurrent use.
type cluster struct {
	client   kubernetes.Interface
	fleet    *kubelet.Fleet
	profiles *fargate.Profiles

	mu sync.Mutex // serialises writing the state
}

type state struct {
	Nodes    map[string]kubelet.NodeSpec `json:"nodes"`
	Profiles map[string]fargate.Profile  `json:"profiles"`
}

// restore puts back what an earlier run has written down.
func (c *cluster) restore(ctx context.Context) error {
	data, err := os.ReadFile(stateFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var saved state
	if err := json.Unmarshal(data, &saved); err != nil {
		return fmt.Errorf("%s: %w", stateFile, err)
	}
	for name, profile := range saved.Profiles {
		c.profiles.Put(name, profile)
	}
	for name, spec := range saved.Nodes {
		if err := c.fleet.PutNode(ctx, name, spec); err != nil {
			return err
		}
	}
	return nil
}

func (c *cluster) save() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	data, err := json.MarshalIndent(state{Nodes: c.fleet.Specs(), Profiles: c.profiles.All()}, "", "  ")
	if err != nil {
		return err
	}
	return writeAtomically(stateFile, data)
}

func (c *cluster) PutNode(ctx context.Context, name string, spec kubelet.NodeSpec) error {
	if err := c.fleet.PutNode(ctx, name, spec); err != nil {
		return err
	}
	return c.save()
}

func (c *cluster) DeleteNode(ctx context.Context, name string) error {
	if err := c.fleet.DeleteNode(ctx, name); err != nil {
		return err
	}
	return c.save()
}

func (c *cluster) Nodes(ctx context.Context) ([]kubelet.NodeState, error) { return c.fleet.Nodes(ctx) }

func (c *cluster) Profiles() map[string]fargate.Profile { return c.profiles.All() }

func (c *cluster) PutProfile(name string, profile fargate.Profile) error {
	c.profiles.Put(name, profile)
	return c.save()
}

// DeleteProfile removes a profile and the pods that run on it, as EKS does.
func (c *cluster) DeleteProfile(ctx context.Context, name string) error {
	if !c.profiles.Delete(name) {
		return nil
	}
	onIt := metav1.ListOptions{LabelSelector: fargate.ProfileLabel + "=" + name}
	pods, err := c.client.CoreV1().Pods(corev1.NamespaceAll).List(ctx, onIt)
	if err != nil {
		return err
	}
	for i := range pods.Items {
		pod := &pods.Items[i]
		err := c.client.CoreV1().Pods(pod.Namespace).Delete(ctx, pod.Name, metav1.DeleteOptions{})
		if err != nil {
			klog.ErrorS(err, "deleting a pod of a deleted Fargate profile", "pod", klog.KObj(pod))
		}
	}
	return c.save()
}

// Launch, Terminate and Launched make a cluster the Nodes of the Fargate scheduler.
func (c *cluster) Launch(ctx context.Context, request fargate.NodeRequest) (string, error) {
	name, err := c.fleet.Launch(ctx, request)
	if err != nil {
		return "", err
	}
	return name, c.save()
}

func (c *cluster) Terminate(ctx context.Context, name string) error { return c.DeleteNode(ctx, name) }

func (c *cluster) Launched() []string { return c.fleet.Launched() }

// Ready asks the API server, and for the object that shows that the controllers act.
func (c *cluster) Ready(ctx context.Context) error {
	if err := apiReady(ctx, c.client); err != nil {
		return err
	}
	_, err := c.client.CoreV1().ServiceAccounts(corev1.NamespaceDefault).Get(ctx, "default", metav1.GetOptions{})
	return err
}

func apiReady(ctx context.Context, client kubernetes.Interface) error {
	return client.Discovery().RESTClient().Get().AbsPath("/readyz").Do(ctx).Error()
}
