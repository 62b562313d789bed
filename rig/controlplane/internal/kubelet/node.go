package kubelet

import (
	"context"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/klog/v2"
	"k8s.io/utils/ptr"
)

const (
	leaseSeconds  = 40
	leaseInterval = 10 * time.Second
)

// node is the kubelet of one node. Its loop alone writes the Node's status.
type node struct {
	fleet  *Fleet
	name   string
	spec   NodeSpec
	ip     string
	kick   chan struct{}
	cancel context.CancelFunc
	done   chan struct{}
	// network is closed once pods can have addresses of their own.
	network chan struct{}
}

func newNode(fleet *Fleet, name string, spec NodeSpec) (*node, error) {
	if spec.PodCIDR == "" {
		spec.PodCIDR = defaultPodCIDR
	}
	ip := spec.InternalIP
	if ip == "" {
		var err error
		if ip, err = fleet.addresses.take(spec.PodCIDR); err != nil {
			return nil, err
		}
	}
	fleet.addresses.reserve(ip)
	spec.InternalIP = ip
	return &node{
		fleet: fleet, name: name, spec: spec, ip: ip,
		kick: make(chan struct{}, 1), network: make(chan struct{}),
	}, nil
}

func (n *node) start(ctx context.Context) {
	ctx, n.cancel = context.WithCancel(ctx)
	n.done = make(chan struct{})
	go n.run(ctx)
}

// stop ends the kubelet and waits for its end; one that was never started has none.
func (n *node) stop() {
	if n.done != nil {
		n.cancel()
		<-n.done
	}
}

func (n *node) run(ctx context.Context) {
	defer close(n.done)
	ticker := time.NewTicker(leaseInterval)
	defer ticker.Stop()
	for {
		if err := n.beat(ctx); err != nil && ctx.Err() == nil {
			klog.ErrorS(err, "fake kubelet", "node", n.name)
			time.AfterFunc(time.Second, n.wake)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-n.kick:
		}
	}
}

func (n *node) wake() {
	select {
	case n.kick <- struct{}{}:
	default:
	}
}

// hasNetwork says whether pods can have addresses of their own.
func (n *node) hasNetwork() bool {
	select {
	case <-n.network:
		return true
	default:
		return false
	}
}

// beat registers the node if it isn't, refreshes its status where that has changed, and its lease.
func (n *node) beat(ctx context.Context) error {
	registered, err := n.register(ctx)
	if err != nil {
		return err
	}
	n.checkNetwork(registered)
	updated := registered.DeepCopy()
	n.fillStatus(&updated.Status)
	if !equality.Semantic.DeepEqual(registered.Status, updated.Status) {
		if _, err := n.fleet.client.CoreV1().Nodes().UpdateStatus(ctx, updated, metav1.UpdateOptions{}); err != nil {
			return err
		}
	}
	return n.renewLease(ctx, registered)
}

// register returns the node's object; it makes it, or brings its labels, taints and provider ID up to
// what was put. What others have added stays.
func (n *node) register(ctx context.Context) (*corev1.Node, error) {
	nodes := n.fleet.client.CoreV1().Nodes()
	wanted := n.spec.object(n.name, n.fleet.options.Region)
	current, err := nodes.Get(ctx, n.name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nodes.Create(ctx, wanted, metav1.CreateOptions{})
	}
	if err != nil {
		return nil, err
	}
	merged := current.DeepCopy()
	merge(&merged.Labels, wanted.Labels)
	merge(&merged.Annotations, wanted.Annotations)
	mergeTaints(&merged.Spec, wanted.Spec.Taints)
	if equality.Semantic.DeepEqual(current, merged) {
		return current, nil
	}
	return nodes.Update(ctx, merged, metav1.UpdateOptions{})
}

func merge(into *map[string]string, from map[string]string) {
	if *into == nil && len(from) > 0 {
		*into = map[string]string{}
	}
	for key, value := range from {
		(*into)[key] = value
	}
}

func mergeTaints(spec *corev1.NodeSpec, wanted []corev1.Taint) {
	for _, taint := range wanted {
		present := false
		for i := range spec.Taints {
			if spec.Taints[i].MatchTaint(&taint) {
				spec.Taints[i].Value, present = taint.Value, true
			}
		}
		if !present {
			spec.Taints = append(spec.Taints, taint)
		}
	}
}

// checkNetwork opens the network once a pod of its daemon set runs here. It stays open afterwards, also
// over a restart of the rig, as the configuration that the real one leaves on its node does.
func (n *node) checkNetwork(registered *corev1.Node) {
	if n.hasNetwork() {
		return
	}
	open := !n.spec.RequiresNetwork || nodeReady(registered)
	for _, pod := range n.fleet.podsOn(n.name) {
		open = open || (isNetworkPod(pod) && pod.Status.Phase == corev1.PodRunning)
	}
	if open {
		close(n.network)
		n.fleet.requeue(n.name)
	}
}

func (n *node) fillStatus(status *corev1.NodeStatus) {
	wanted := n.spec.status(n.name, n.ip)
	status.Capacity, status.Allocatable, status.Addresses = wanted.Capacity, wanted.Allocatable, wanted.Addresses
	wanted.NodeInfo.MachineID, wanted.NodeInfo.SystemUUID = status.NodeInfo.MachineID, status.NodeInfo.SystemUUID
	status.NodeInfo = wanted.NodeInfo
	ready := corev1.NodeCondition{
		Type: corev1.NodeReady, Status: corev1.ConditionTrue, Reason: "KubeletReady", Message: "kubelet is posting ready status",
	}
	if !n.hasNetwork() {
		ready.Status, ready.Reason = corev1.ConditionFalse, "KubeletNotReady"
		ready.Message = "container runtime network not ready: no aws-node pod (k8s-app=aws-node) runs on this node"
	}
	setNodeCondition(status, ready)
	for kind, reason := range map[corev1.NodeConditionType]string{
		corev1.NodeMemoryPressure: "KubeletHasSufficientMemory",
		corev1.NodeDiskPressure:   "KubeletHasNoDiskPressure",
		corev1.NodePIDPressure:    "KubeletHasSufficientPID",
	} {
		setNodeCondition(status, corev1.NodeCondition{Type: kind, Status: corev1.ConditionFalse, Reason: reason})
	}
}

func setNodeCondition(status *corev1.NodeStatus, wanted corev1.NodeCondition) {
	at := now()
	for i := range status.Conditions {
		current := &status.Conditions[i]
		if current.Type != wanted.Type {
			continue
		}
		wanted.LastHeartbeatTime, wanted.LastTransitionTime = current.LastHeartbeatTime, current.LastTransitionTime
		if current.Status != wanted.Status {
			wanted.LastHeartbeatTime, wanted.LastTransitionTime = at, at
		}
		*current = wanted
		return
	}
	wanted.LastHeartbeatTime, wanted.LastTransitionTime = at, at
	status.Conditions = append(status.Conditions, wanted)
}

func nodeReady(node *corev1.Node) bool {
	for _, condition := range node.Status.Conditions {
		if condition.Type == corev1.NodeReady {
			return condition.Status == corev1.ConditionTrue
		}
	}
	return false
}

// renewLease makes the lease the node's own, so that it goes when the node goes.
func (n *node) renewLease(ctx context.Context, registered *corev1.Node) error {
	leases := n.fleet.client.CoordinationV1().Leases(corev1.NamespaceNodeLease)
	now := metav1.NewMicroTime(time.Now())
	current, err := leases.Get(ctx, n.name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		lease := &coordinationv1.Lease{
			ObjectMeta: metav1.ObjectMeta{Name: n.name, OwnerReferences: []metav1.OwnerReference{
				{APIVersion: "v1", Kind: "Node", Name: n.name, UID: registered.UID},
			}},
			Spec: coordinationv1.LeaseSpec{
				HolderIdentity: ptr.To(n.name), LeaseDurationSeconds: ptr.To(int32(leaseSeconds)), RenewTime: &now,
			},
		}
		_, err = leases.Create(ctx, lease, metav1.CreateOptions{})
		return ignoreMissingNamespace(err)
	}
	if err != nil {
		return err
	}
	current.Spec.RenewTime = &now
	_, err = leases.Update(ctx, current, metav1.UpdateOptions{})
	return err
}

// ignoreMissingNamespace: a cluster's first nodes may be quicker than its kube-node-lease namespace.
func ignoreMissingNamespace(err error) error {
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}
