package kubelet

import (
	"context"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// Delays between two attempts at something that is missing. Shorter than a real kubelet's (10 s to 5
// minutes), because tests wait for them.
const (
	firstRetry = time.Second
	lastRetry  = 8 * time.Second
)

// blocked is why no container of a pod can be created yet.
type blocked struct {
	reason  string
	message string
}

// progress is what a preparation has come to.
type progress struct {
	blocked *blocked
	again   time.Duration // 0: nothing to wait for but events
}

// settled says that a pod needs nothing more: everything has started, and nothing is a real process
// whose files could change.
func (s *podState) settled() bool {
	for _, container := range s.containers {
		if !container.isStarted() || container.rig != "" {
			return false
		}
	}
	return true
}

// prepare does what a kubelet does before a pod runs: an address, volumes, images, processes.
func (f *Fleet) prepare(ctx context.Context, n *node, pod *corev1.Pod, state *podState) progress {
	if problem := f.sandbox(n, pod, state); problem != nil {
		f.event(pod, "FailedCreatePodSandBox", problem.message)
		return progress{blocked: problem, again: firstRetry}
	}
	if state.settled() {
		return progress{}
	}
	volumes, err := f.volumes(ctx, pod)
	if err != nil {
		f.event(pod, "FailedMount", err.Error())
		return progress{blocked: &blocked{reason: "ContainerCreating"}, again: firstRetry}
	}
	var done progress
	for i := range pod.Spec.InitContainers {
		done.soon(f.prepareContainer(ctx, unit{n, pod, state, &pod.Spec.InitContainers[i]}, volumes))
	}
	if !initialized(pod, state) {
		return done
	}
	for i := range pod.Spec.Containers {
		done.soon(f.prepareContainer(ctx, unit{n, pod, state, &pod.Spec.Containers[i]}, volumes))
	}
	return done
}

// unit is one container of a pod on a node.
type unit struct {
	n         *node
	pod       *corev1.Pod
	state     *podState
	container *corev1.Container
}

func (u unit) current() *containerState { return u.state.containers[u.container.Name] }

// soon makes the next look no later than d, unless d is 0.
func (p *progress) soon(d time.Duration) {
	if d > 0 && (p.again == 0 || d < p.again) {
		p.again = d
	}
}

// sandbox gives the pod its address.
func (f *Fleet) sandbox(n *node, pod *corev1.Pod, state *podState) *blocked {
	if pod.Spec.HostNetwork || n.spec.Fargate {
		return nil
	}
	if !n.hasNetwork() {
		return &blocked{reason: "ContainerCreating", message: "network plugin is not ready: no aws-node pod runs on " + n.name}
	}
	if state.ip != "" {
		return nil
	}
	ip, err := f.addresses.take(n.spec.PodCIDR)
	if err != nil {
		return &blocked{reason: "ContainerCreating", message: err.Error()}
	}
	state.ip = ip
	return nil
}

// prepareContainer pulls a container's image, checks its environment and starts it.
func (f *Fleet) prepareContainer(ctx context.Context, u unit, volumes mounts) time.Duration {
	pod, container, current := u.pod, u.container, u.current()
	if wait := f.pull(ctx, pod, container, current); wait > 0 {
		return wait
	}
	env, err := f.environment(ctx, pod, u.state, container)
	if err != nil {
		current.configErr = err
		f.event(pod, "Failed", "Error: "+err.Error())
		return firstRetry
	}
	current.configErr = nil
	if current.started.IsZero() {
		current.started = now()
	}
	if current.rig == "" || runsToEnd(pod) {
		return 0
	}
	return f.ensureProcess(u, volumes.input(container, env))
}

// pull resolves an image once; where it is missing it tries again later and later.
func (f *Fleet) pull(ctx context.Context, pod *corev1.Pod, container *corev1.Container, current *containerState) time.Duration {
	if current.resolved {
		return 0
	}
	if wait := time.Until(current.retryAt); wait > 0 {
		return wait
	}
	resolved, err := f.options.Images.Resolve(ctx, container.Image)
	if err == nil {
		current.imageID, current.rig, current.resolved, current.pullErr = resolved.ID, resolved.Rig, true, nil
		return 0
	}
	wait := min(firstRetry<<min(current.attempts, 8), lastRetry)
	current.attempts++
	current.retryAt, current.pullErr = time.Now().Add(wait), err
	f.event(pod, "Failed", err.Error())
	return wait
}

// pullReason is what a status says about an image that could not be pulled.
func (c *containerState) pullReason() string {
	if c.attempts > 1 {
		return "ImagePullBackOff"
	}
	return "ErrImagePull"
}

// runsToEnd says whether a pod's containers do their work and end, which the fake kubelet takes them to
// do at once.
func runsToEnd(pod *corev1.Pod) bool { return pod.Spec.RestartPolicy != corev1.RestartPolicyAlways }

// event records a warning on the pod.
func (f *Fleet) event(pod *corev1.Pod, reason, message string) {
	f.recorder.Event(pod, corev1.EventTypeWarning, reason, message)
}
