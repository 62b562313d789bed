package kubelet

import (
	"context"
	"errors"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/cache"
)

// podState is what a kubelet remembers about a pod. It is confined to the worker that has the pod: the
// queue gives a pod to one worker at a time.
type podState struct {
	uid        types.UID
	ip         string
	started    metav1.Time
	containers map[string]*containerState
}

// containerState is what a kubelet remembers about a container.
type containerState struct {
	imageID   string
	rig       string // the rig image that it is, if any
	resolved  bool
	attempts  int
	retryAt   time.Time
	pullErr   error
	configErr error
	started   metav1.Time
	restarts  int32
	runner    *runner // of a container that is a real process
}

// sync brings one pod a step further. It returns when to look again, or 0 for "when something changes".
func (f *Fleet) sync(ctx context.Context, key string) (time.Duration, error) {
	namespace, name, err := cache.SplitMetaNamespaceKey(key)
	if err != nil {
		return 0, err
	}
	pod, err := f.pods.Pods(namespace).Get(name)
	if apierrors.IsNotFound(err) {
		f.release(key)
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	n, err := f.nodeNamed(pod.Spec.NodeName)
	if err != nil {
		return 0, nil // not bound yet, or bound to a node that isn't ours
	}
	switch {
	case pod.DeletionTimestamp != nil:
		return 0, f.terminate(ctx, key, pod)
	case finished(pod):
		f.release(key)
		return 0, nil
	default:
		return f.advance(ctx, n, pod, f.stateOf(key, pod))
	}
}

func finished(pod *corev1.Pod) bool {
	return pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
}

// stateOf returns what is remembered about a pod. A pod that another of the same name has replaced is
// forgotten first.
func (f *Fleet) stateOf(key string, pod *corev1.Pod) *podState {
	f.mu.Lock()
	state, known := f.states[key]
	f.mu.Unlock()
	if known && state.uid == pod.UID {
		return state
	}
	f.release(key)
	state = newPodState(pod)
	f.mu.Lock()
	f.states[key] = state
	f.mu.Unlock()
	return state
}

// newPodState starts from the status that an earlier run of the rig may have left.
func newPodState(pod *corev1.Pod) *podState {
	state := &podState{uid: pod.UID, started: now(), containers: map[string]*containerState{}}
	if pod.Status.StartTime != nil {
		state.started = *pod.Status.StartTime
	}
	if !pod.Spec.HostNetwork {
		state.ip = pod.Status.PodIP
	}
	for _, container := range allContainers(pod) {
		state.containers[container.Name] = &containerState{}
	}
	for _, status := range slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses) {
		if container, ok := state.containers[status.Name]; ok {
			container.restarts = status.RestartCount
			if status.State.Running != nil {
				container.started = status.State.Running.StartedAt
			}
		}
	}
	return state
}

func allContainers(pod *corev1.Pod) []corev1.Container {
	return slices.Concat(pod.Spec.InitContainers, pod.Spec.Containers)
}

// release ends a pod's processes and gives its address back.
func (f *Fleet) release(key string) {
	f.mu.Lock()
	state, known := f.states[key]
	delete(f.states, key)
	f.mu.Unlock()
	if !known {
		return
	}
	f.stopProcesses(state)
	if state.ip != "" {
		f.addresses.release(state.ip)
	}
}

// terminate ends a pod that was asked to end, and confirms it to the API server.
func (f *Fleet) terminate(ctx context.Context, key string, pod *corev1.Pod) error {
	f.release(key)
	if len(pod.Finalizers) > 0 && !finished(pod) {
		// Whoever holds the finalizer (the Job controller does) waits for a final phase.
		if err := f.update(ctx, pod, killedStatus(pod)); err != nil {
			return err
		}
	}
	return f.deletePod(ctx, pod)
}

func (f *Fleet) advance(ctx context.Context, n *node, pod *corev1.Pod, state *podState) (time.Duration, error) {
	done := f.prepare(ctx, n, pod, state)
	return done.again, f.update(ctx, pod, statusOf(n, pod, state, done.blocked))
}

func (f *Fleet) update(ctx context.Context, pod *corev1.Pod, status corev1.PodStatus) error {
	if equality.Semantic.DeepEqual(pod.Status, status) {
		return nil
	}
	updated := pod.DeepCopy()
	updated.Status = status
	_, err := f.client.CoreV1().Pods(pod.Namespace).UpdateStatus(ctx, updated, metav1.UpdateOptions{})
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

// expected says that an error is part of normal life: another writer was quicker, or the node has gone.
func expected(err error) bool { return apierrors.IsConflict(err) || errors.Is(err, errNoNode) }
