package kubelet

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func setConditions(pod *corev1.Pod, state *podState, status *corev1.PodStatus, block *blocked) {
	containersReady, reason := readiness(pod, state, status.Phase)
	ready, readyReason := containersReady, reason
	if ready && !gatesOpen(pod, status) {
		ready, readyReason = false, "ReadinessGatesNotReady"
	}
	init := block == nil && initialized(pod, state)
	setCondition(status, corev1.PodReadyToStartContainers, block == nil, "", pod.Generation)
	setCondition(status, corev1.PodInitialized, init, unless(init, "ContainersNotInitialized"), pod.Generation)
	setCondition(status, corev1.PodReady, ready, readyReason, pod.Generation)
	setCondition(status, corev1.ContainersReady, containersReady, reason, pod.Generation)
}

func unless(ok bool, reason string) string {
	if ok {
		return ""
	}
	return reason
}

func readiness(pod *corev1.Pod, state *podState, phase corev1.PodPhase) (bool, string) {
	if phase == corev1.PodSucceeded {
		return false, "PodCompleted"
	}
	unready := slices.ContainsFunc(pod.Spec.Containers, func(container corev1.Container) bool {
		return !state.containers[container.Name].isReady()
	})
	if phase != corev1.PodRunning || unready {
		return false, "ContainersNotReady"
	}
	return true, ""
}

// gatesOpen says whether the conditions that the pod's readiness gates name are all true.
func gatesOpen(pod *corev1.Pod, status *corev1.PodStatus) bool {
	return !slices.ContainsFunc(pod.Spec.ReadinessGates, func(gate corev1.PodReadinessGate) bool {
		return !slices.ContainsFunc(status.Conditions, func(condition corev1.PodCondition) bool {
			return condition.Type == gate.ConditionType && condition.Status == corev1.ConditionTrue
		})
	})
}

func setCondition(status *corev1.PodStatus, kind corev1.PodConditionType, ok bool, reason string, generation int64) {
	wanted := corev1.PodCondition{Type: kind, Status: corev1.ConditionFalse, Reason: reason, ObservedGeneration: generation}
	if ok {
		wanted.Status = corev1.ConditionTrue
	}
	at := slices.IndexFunc(status.Conditions, func(condition corev1.PodCondition) bool { return condition.Type == kind })
	if at < 0 {
		wanted.LastTransitionTime = now()
		status.Conditions = append(status.Conditions, wanted)
		return
	}
	wanted.LastTransitionTime = status.Conditions[at].LastTransitionTime
	if status.Conditions[at].Status != wanted.Status {
		wanted.LastTransitionTime = now()
	}
	status.Conditions[at] = wanted
}

// now is the time as the API keeps it, in whole seconds, so that a status compares equal when read back.
func now() metav1.Time {
	current := metav1.Now()
	return current.Rfc3339Copy()
}
