package kubelet

import (
	"errors"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func Test_addresses_are_unique_over_ranges_that_overlap_and_come_back(t *testing.T) {
	pool := newAddresses()
	pool.reserve("10.0.1.65")
	for _, want := range []string{"10.0.1.64", "10.0.1.66"} {
		if got, err := pool.take("10.0.1.0/24"); err != nil || got != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	}
	pool.release("10.0.1.64")
	if got, err := pool.take("10.0.1.0/25"); err != nil || got != "10.0.1.32" {
		t.Errorf("got %s, %v", got, err)
	}
	if got, err := pool.take("10.0.1.0/24"); err != nil || got != "10.0.1.64" {
		t.Errorf("got %s, %v", got, err)
	}
}

func Test_a_range_is_used_up_from_its_second_quarter_to_its_first(t *testing.T) {
	pool := newAddresses()
	var last string
	for range 27 {
		var err error
		if last, err = pool.take("10.0.1.0/27"); err != nil {
			t.Fatal(err)
		}
	}
	if last != "10.0.1.7" {
		t.Errorf("the last one is %s", last)
	}
}

func Test_a_range_without_a_free_address_says_so(t *testing.T) {
	pool := newAddresses()
	for range 3 {
		if _, err := pool.take("10.0.1.0/29"); err != nil {
			t.Fatal(err)
		}
	}
	_, err := pool.take("10.0.1.0/29")
	if err == nil || err.Error() != "podCidr 10.0.1.0/29 has no free address" {
		t.Errorf("got %v", err)
	}
	if _, err := pool.take("10.0.1"); err == nil {
		t.Error("a bad range is taken")
	}
}

func Test_capacities_follow_family_and_size(t *testing.T) {
	for instanceType, want := range map[string][3]int64{
		"m5.large": {2, 8, 29}, "c6i.xlarge": {4, 8, 58}, "r5.4xlarge": {16, 128, 234}, "t3.medium": {2, 4, 17}, "": {2, 8, 29}, "odd": {2, 8, 29},
	} {
		list := capacityOf(instanceType)
		got := [3]int64{list.Cpu().Value(), list.Memory().Value() >> 30, list.Pods().Value()}
		if got != want {
			t.Errorf("%s: got %v, want %v", instanceType, got, want)
		}
	}
}

func onePod() (*corev1.Pod, *podState, *containerState) {
	pod := &corev1.Pod{Spec: corev1.PodSpec{RestartPolicy: corev1.RestartPolicyAlways, Containers: []corev1.Container{{Name: "main", Image: "a"}}}}
	pod.Spec.ReadinessGates = []corev1.PodReadinessGate{{ConditionType: "target-health.elbv2.k8s.aws/x"}}
	state := newPodState(pod)
	state.ip = "10.0.1.9"
	return pod, state, state.containers["main"]
}

func condition(status corev1.PodStatus, kind corev1.PodConditionType) corev1.PodCondition {
	for _, found := range status.Conditions {
		if found.Type == kind {
			return found
		}
	}
	return corev1.PodCondition{}
}

func Test_a_running_pod_is_ready_once_its_readiness_gates_are_open(t *testing.T) {
	pod, state, container := onePod()
	container.resolved, container.started = true, now()
	n := &node{ip: "10.0.1.4"}

	status := statusOf(n, pod, state, nil)
	if status.Phase != corev1.PodRunning || condition(status, corev1.ContainersReady).Status != corev1.ConditionTrue ||
		condition(status, corev1.PodReady).Reason != "ReadinessGatesNotReady" {
		t.Errorf("with a closed gate: %+v", status)
	}

	pod.Status.Conditions = []corev1.PodCondition{{Type: "target-health.elbv2.k8s.aws/x", Status: corev1.ConditionTrue}}
	status = statusOf(n, pod, state, nil)
	if condition(status, corev1.PodReady).Status != corev1.ConditionTrue || status.PodIP != "10.0.1.9" || status.HostIP != "10.0.1.4" {
		t.Errorf("with an open gate: %+v", status)
	}
}

func Test_the_same_state_gives_the_same_status(t *testing.T) {
	pod, state, container := onePod()
	container.resolved, container.started = true, now()
	n := &node{ip: "10.0.1.4"}
	pod.Status = statusOf(n, pod, state, nil)
	again := statusOf(n, pod, state, nil)
	for i := range again.Conditions {
		if again.Conditions[i] != pod.Status.Conditions[i] {
			t.Errorf("%+v became %+v", pod.Status.Conditions[i], again.Conditions[i])
		}
	}
}

func Test_containers_wait_for_an_init_container_whose_image_is_missing(t *testing.T) {
	pod, state, container := onePod()
	container.resolved, container.started = true, now()
	pod.Spec.InitContainers = []corev1.Container{{Name: "init"}}
	state.containers["init"] = &containerState{attempts: 2, pullErr: errors.New("not found")}

	status := statusOf(&node{}, pod, state, nil)

	init, main := status.InitContainerStatuses[0].State.Waiting, status.ContainerStatuses[0].State.Waiting
	if status.Phase != corev1.PodPending || init.Reason != "ImagePullBackOff" || init.Message != "not found" || main.Reason != "PodInitializing" {
		t.Errorf("got %s, %+v, %+v", status.Phase, init, main)
	}
}

func Test_what_others_have_put_on_a_node_stays_when_its_description_changes(t *testing.T) {
	labels := map[string]string{"mine": "1", "ours": "old"}
	merge(&labels, map[string]string{"ours": "new"})
	if labels["mine"] != "1" || labels["ours"] != "new" {
		t.Errorf("got %v", labels)
	}
	spec := corev1.NodeSpec{Taints: []corev1.Taint{{Key: "not-ready", Effect: corev1.TaintEffectNoSchedule}, {Key: "team", Value: "a", Effect: corev1.TaintEffectNoSchedule}}}
	mergeTaints(&spec, []corev1.Taint{{Key: "team", Value: "b", Effect: corev1.TaintEffectNoSchedule}, {Key: "gpu", Effect: corev1.TaintEffectNoExecute}})
	if len(spec.Taints) != 3 || spec.Taints[1].Value != "b" {
		t.Errorf("got %v", spec.Taints)
	}
}

func Test_files_are_mounted_whole_by_item_and_by_sub_path(t *testing.T) {
	all := mounts{"config": {"a.txt": []byte("A"), "dir/b.txt": []byte("B")}}
	container := &corev1.Container{
		VolumeMounts: []corev1.VolumeMount{
			{Name: "config", MountPath: "/whole"},
			{Name: "config", MountPath: "/one.txt", SubPath: "a.txt"},
			{Name: "config", MountPath: "/below", SubPath: "dir"},
			{Name: "elsewhere", MountPath: "/none"},
		},
		Ports: []corev1.ContainerPort{{ContainerPort: 80}, {ContainerPort: 53, Protocol: corev1.ProtocolUDP}},
	}
	input := all.input(container, nil)
	for name, want := range map[string]string{"/whole/a.txt": "A", "/whole/dir/b.txt": "B", "/one.txt": "A", "/below/b.txt": "B"} {
		if got := string(input.Files[name]); got != want {
			t.Errorf("%s: got %q", name, got)
		}
	}
	if len(input.Files) != 4 || len(input.Ports) != 1 {
		t.Errorf("got %v, %v", input.Files, input.Ports)
	}
	_, err := pick(map[string][]byte{"a": nil}, []corev1.KeyToPath{{Key: "b", Path: "x"}}, false)
	if err == nil || err.Error() != "references non-existent config key: b" {
		t.Errorf("got %v", err)
	}
}

func Test_a_pod_that_is_killed_fails_with_the_signals_exit_code(t *testing.T) {
	pod, _, _ := onePod()
	pod.Status.ContainerStatuses = []corev1.ContainerStatus{{Name: "main", Ready: true, State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: metav1.Now()}}}}
	status := killedStatus(pod)
	if status.Phase != corev1.PodFailed || status.ContainerStatuses[0].State.Terminated.ExitCode != 143 || status.ContainerStatuses[0].Ready {
		t.Errorf("got %+v", status)
	}
}
