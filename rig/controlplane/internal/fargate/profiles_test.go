package fargate

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/kubernetes/pkg/apis/core"
)

func profiles() *Profiles {
	all := NewProfiles()
	all.Put("b-all", Profile{Selectors: []Selector{{Namespace: "shop"}}})
	all.Put("a-small", Profile{Selectors: []Selector{{Namespace: "none"}, {Namespace: "shop*", Labels: map[string]string{"size": "small"}}}})
	return all
}

func Test_a_pod_runs_on_the_first_profile_by_name_that_selects_it(t *testing.T) {
	for _, example := range []struct {
		namespace string
		labels    map[string]string
		want      string
	}{
		{"shop", nil, "b-all"},
		{"shop", map[string]string{"size": "small"}, "a-small"},
		{"shop-2", map[string]string{"size": "small"}, "a-small"},
		{"shop-2", map[string]string{"size": "big"}, ""},
		{"shop", map[string]string{"size": "small", ProfileLabel: "b-all"}, "b-all"},
		{"shop", map[string]string{ProfileLabel: "a-small"}, ""},
		{"other", nil, ""},
	} {
		pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Labels: example.labels}}
		if got := profiles().Match(example.namespace, pod); got != example.want {
			t.Errorf("%s %v: got %q, want %q", example.namespace, example.labels, got, example.want)
		}
	}
}

func admit(t *testing.T, pod *core.Pod) *core.Pod {
	t.Helper()
	plugin := &marker{Handler: admission.NewHandler(admission.Create), profiles: profiles()}
	attributes := admission.NewAttributesRecord(pod, nil, core.Kind("Pod").WithVersion("v1"), "shop", "p",
		core.Resource("pods").WithVersion("v1"), "", admission.Create, &metav1.CreateOptions{}, false, &user.DefaultInfo{})
	if err := plugin.Admit(t.Context(), attributes, nil); err != nil {
		t.Fatal(err)
	}
	return pod
}

func Test_a_selected_pod_is_marked(t *testing.T) {
	pod := admit(t, &core.Pod{Spec: core.PodSpec{SchedulerName: "default-scheduler"}})
	if pod.Spec.SchedulerName != SchedulerName || pod.Labels[ProfileLabel] != "b-all" {
		t.Errorf("got %s, %v", pod.Spec.SchedulerName, pod.Labels)
	}
}

func Test_pods_of_daemon_sets_of_other_schedulers_and_with_a_node_are_left_alone(t *testing.T) {
	for name, pod := range map[string]*core.Pod{
		"daemon set":      {ObjectMeta: metav1.ObjectMeta{OwnerReferences: []metav1.OwnerReference{{Kind: "DaemonSet"}}}},
		"other scheduler": {Spec: core.PodSpec{SchedulerName: "mine"}},
		"with a node":     {Spec: core.PodSpec{NodeName: "n"}},
	} {
		if admit(t, pod); pod.Labels[ProfileLabel] != "" {
			t.Errorf("%s: marked", name)
		}
	}
}
