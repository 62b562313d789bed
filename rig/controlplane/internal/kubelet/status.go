package kubelet

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

// statusOf is the pod's status as its kubelet sees it. It is a function of what is remembered: the same
// state gives the same status.
func statusOf(n *node, pod *corev1.Pod, state *podState, block *blocked) corev1.PodStatus {
	status := *pod.Status.DeepCopy()
	status.ObservedGeneration = pod.Generation
	status.StartTime = &state.started
	status.HostIP, status.HostIPs = n.ip, []corev1.HostIP{{IP: n.ip}}
	if ip := podIP(n, pod, state); ip != "" {
		status.PodIP, status.PodIPs = ip, []corev1.PodIP{{IP: ip}}
	}
	status.InitContainerStatuses = initStatuses(pod, state, block)
	status.ContainerStatuses = containerStatuses(pod, state, block)
	status.Phase = phaseOf(pod, state, block)
	setConditions(pod, state, &status, block)
	return status
}

func podIP(n *node, pod *corev1.Pod, state *podState) string {
	if pod.Spec.HostNetwork || n.spec.Fargate {
		return n.ip
	}
	return state.ip
}

func phaseOf(pod *corev1.Pod, state *podState, block *blocked) corev1.PodPhase {
	switch {
	case block != nil || !initialized(pod, state) || !allStarted(pod, state):
		return corev1.PodPending
	case runsToEnd(pod):
		return corev1.PodSucceeded
	default:
		return corev1.PodRunning
	}
}

// initialized says whether all init containers have ended, or run where they are sidecars.
func initialized(pod *corev1.Pod, state *podState) bool {
	return started(pod.Spec.InitContainers, state)
}

func allStarted(pod *corev1.Pod, state *podState) bool { return started(pod.Spec.Containers, state) }

func started(containers []corev1.Container, state *podState) bool {
	return !slices.ContainsFunc(containers, func(container corev1.Container) bool {
		return !state.containers[container.Name].isStarted()
	})
}

func (c *containerState) isStarted() bool {
	return c.resolved && c.configErr == nil && !c.started.IsZero()
}

func (c *containerState) isReady() bool {
	return c.isStarted() && (c.runner == nil || c.runner.ready())
}

func initStatuses(pod *corev1.Pod, state *podState, block *blocked) []corev1.ContainerStatus {
	var statuses []corev1.ContainerStatus
	for _, container := range pod.Spec.InitContainers {
		current := state.containers[container.Name]
		sidecar := ptr.Deref(container.RestartPolicy, "") == corev1.ContainerRestartPolicyAlways
		status := base(container, current)
		switch {
		case block != nil:
			status.State.Waiting = &corev1.ContainerStateWaiting{Reason: "PodInitializing"}
		case !current.isStarted():
			status.State.Waiting = current.waiting("PodInitializing")
		case sidecar && !runsToEnd(pod):
			running(&status, current)
		default:
			status.State.Terminated, status.Ready = current.completed(), true
		}
		statuses = append(statuses, status)
	}
	return statuses
}

func containerStatuses(pod *corev1.Pod, state *podState, block *blocked) []corev1.ContainerStatus {
	var statuses []corev1.ContainerStatus
	finished := phaseOf(pod, state, block) == corev1.PodSucceeded
	for _, container := range pod.Spec.Containers {
		current := state.containers[container.Name]
		status := base(container, current)
		switch {
		case block != nil:
			status.State.Waiting = &corev1.ContainerStateWaiting{Reason: block.reason, Message: block.message}
		case !initialized(pod, state):
			status.State.Waiting = &corev1.ContainerStateWaiting{Reason: "PodInitializing"}
		case finished:
			status.State.Terminated = current.completed()
		case !current.isStarted():
			status.State.Waiting = current.waiting("ContainerCreating")
		default:
			running(&status, current)
		}
		statuses = append(statuses, status)
	}
	return statuses
}

func base(container corev1.Container, current *containerState) corev1.ContainerStatus {
	return corev1.ContainerStatus{
		Name: container.Name, Image: container.Image, ImageID: current.imageID,
		RestartCount: current.restarts, Started: ptr.To(false),
	}
}

func running(status *corev1.ContainerStatus, current *containerState) {
	if current.runner != nil && current.runner.crashed() {
		status.State.Waiting = &corev1.ContainerStateWaiting{Reason: "CrashLoopBackOff", Message: current.runner.problem()}
		return
	}
	status.State.Running = &corev1.ContainerStateRunning{StartedAt: current.started}
	status.Started, status.Ready = ptr.To(true), current.isReady()
}

func (c *containerState) waiting(otherwise string) *corev1.ContainerStateWaiting {
	switch {
	case c.pullErr != nil:
		return &corev1.ContainerStateWaiting{Reason: c.pullReason(), Message: c.pullErr.Error()}
	case c.configErr != nil:
		return &corev1.ContainerStateWaiting{Reason: "CreateContainerConfigError", Message: c.configErr.Error()}
	default:
		return &corev1.ContainerStateWaiting{Reason: otherwise}
	}
}

func (c *containerState) completed() *corev1.ContainerStateTerminated {
	return &corev1.ContainerStateTerminated{Reason: "Completed", StartedAt: c.started, FinishedAt: c.started}
}

// killedStatus is the status of a pod that is deleted while it runs.
func killedStatus(pod *corev1.Pod) corev1.PodStatus {
	status := *pod.Status.DeepCopy()
	status.Phase = corev1.PodFailed
	at := now()
	for i := range status.ContainerStatuses {
		container := &status.ContainerStatuses[i]
		container.Ready, container.Started = false, ptr.To(false)
		// 143: ended by SIGTERM.
		container.State = corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: 143, Reason: "Error", FinishedAt: at}}
	}
	setCondition(&status, corev1.PodReady, false, "PodFailed", pod.Generation)
	setCondition(&status, corev1.ContainersReady, false, "PodFailed", pod.Generation)
	return status
}
