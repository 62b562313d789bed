package fargate

import (
	"context"
	"io"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/kubernetes/pkg/apis/core"
)

// PluginName is the admission plugin's name in the API server's chain.
const PluginName = "RigFargate"

// marker is the admission plugin. On EKS a mutating webhook of AWS does its work.
type marker struct {
	*admission.Handler
	profiles *Profiles
}

var _ admission.MutationInterface = &marker{}

// Register makes the plugin known to an API server that is being put together.
func Register(plugins *admission.Plugins, profiles *Profiles) {
	plugins.Register(PluginName, func(io.Reader) (admission.Interface, error) {
		return &marker{Handler: admission.NewHandler(admission.Create), profiles: profiles}, nil
	})
}

// Admit marks a new pod that a profile selects.
func (m *marker) Admit(_ context.Context, attributes admission.Attributes, _ admission.ObjectInterfaces) error {
	if attributes.GetResource().GroupResource() != core.Resource("pods") || attributes.GetSubresource() != "" {
		return nil
	}
	pod, ok := attributes.GetObject().(*core.Pod)
	if !ok || !eligible(pod) {
		return nil
	}
	name := m.profiles.Match(attributes.GetNamespace(), &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Labels: pod.Labels}})
	if name == "" {
		return nil
	}
	pod.Spec.SchedulerName = SchedulerName
	if pod.Labels == nil {
		pod.Labels = map[string]string{}
	}
	pod.Labels[ProfileLabel] = name
	return nil
}

// eligible leaves alone what Fargate cannot run: pods that already have a node or another scheduler,
// and those of daemon sets.
func eligible(pod *core.Pod) bool {
	ofDaemonSet := slices.ContainsFunc(pod.OwnerReferences, func(owner metav1.OwnerReference) bool {
		return owner.Kind == "DaemonSet"
	})
	scheduler := pod.Spec.SchedulerName
	return pod.Spec.NodeName == "" && !ofDaemonSet && (scheduler == "" || scheduler == corev1.DefaultSchedulerName)
}
