package kubelet

import (
	"context"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

// NodeState is what the control API lists.
type NodeState struct {
	Name  string `json:"name"`
	Ready bool   `json:"ready"`
}

// PutNode adds a node with its kubelet, or changes the description of one that is there. The object is
// registered before it returns, if the fleet runs.
func (f *Fleet) PutNode(ctx context.Context, name string, spec NodeSpec) error {
	f.stopNode(name)
	n, err := newNode(f, name, spec)
	if err != nil {
		return err
	}
	f.mu.Lock()
	f.nodes[name] = n
	running := f.ctx
	f.mu.Unlock()
	if running == nil {
		return nil
	}
	if _, err := n.register(ctx); err != nil {
		f.stopNode(name)
		return err
	}
	f.mu.Lock()
	n.start(running)
	f.mu.Unlock()
	f.requeue(name)
	return nil
}

// DeleteNode ends a node's kubelet and removes the node with its pods, as a terminated instance's are.
func (f *Fleet) DeleteNode(ctx context.Context, name string) error {
	f.stopNode(name)
	for _, pod := range f.podsOn(name) {
		if err := f.deletePod(ctx, pod); err != nil {
			return err
		}
	}
	err := f.client.CoreV1().Nodes().Delete(ctx, name, metav1.DeleteOptions{})
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

// stopNode ends a kubelet and gives its address back; nothing happens if there is none.
func (f *Fleet) stopNode(name string) {
	f.mu.Lock()
	n, present := f.nodes[name]
	delete(f.nodes, name)
	f.mu.Unlock()
	if present {
		n.stop()
		f.addresses.release(n.ip)
	}
}

// Nodes lists the fleet's nodes by name.
func (f *Fleet) Nodes(ctx context.Context) ([]NodeState, error) {
	list, err := f.client.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	ready := map[string]bool{}
	for i := range list.Items {
		ready[list.Items[i].Name] = nodeReady(&list.Items[i])
	}
	states := []NodeState{}
	for _, name := range slices.Sorted(maps.Keys(f.Specs())) {
		states = append(states, NodeState{Name: name, Ready: ready[name]})
	}
	return states, nil
}

// Specs returns the descriptions of all nodes.
func (f *Fleet) Specs() map[string]NodeSpec {
	f.mu.Lock()
	defer f.mu.Unlock()
	specs := make(map[string]NodeSpec, len(f.nodes))
	for name, n := range f.nodes {
		specs[name] = n.spec
	}
	return specs
}

func (f *Fleet) startNodes(ctx context.Context) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ctx = ctx
	for _, n := range f.nodes {
		n.start(ctx)
	}
}

func (f *Fleet) wake(name string) {
	if n, err := f.nodeNamed(name); err == nil {
		n.wake()
	}
}

// requeue has all pods of a node looked at again.
func (f *Fleet) requeue(name string) {
	for _, pod := range f.podsOn(name) {
		f.queue.Add(pod.Namespace + "/" + pod.Name)
	}
}

func (f *Fleet) deletePod(ctx context.Context, pod *corev1.Pod) error {
	err := f.client.CoreV1().Pods(pod.Namespace).Delete(ctx, pod.Name, metav1.DeleteOptions{
		GracePeriodSeconds: ptr.To(int64(0)),
		Preconditions:      metav1.NewUIDPreconditions(string(pod.UID)),
	})
	if apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
		return nil
	}
	return err
}

// isNetworkPod recognises the pods of the VPC CNI's daemon set.
func isNetworkPod(pod *corev1.Pod) bool { return pod.Labels["k8s-app"] == "aws-node" }
