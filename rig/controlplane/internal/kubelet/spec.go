package kubelet

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/component-base/version"
)

// NodeSpec describes a node, as the control API takes it.
type NodeSpec struct {
	Labels          map[string]string `json:"labels,omitempty"`
	Annotations     map[string]string `json:"annotations,omitempty"`
	Taints          []corev1.Taint    `json:"taints,omitempty"`
	ProviderID      string            `json:"providerID"`
	InstanceType    string            `json:"instanceType"`
	Zone            string            `json:"zone"`
	PodCIDR         string            `json:"podCidr"`
	RequiresNetwork bool              `json:"requiresNetwork"`
	// InternalIP is the node's own address; by default the first free one of PodCIDR.
	InternalIP string `json:"internalIP,omitempty"`
	// Fargate marks the node of one Fargate pod, which has the node's address.
	Fargate bool `json:"fargate,omitempty"`
}

// defaultPodCIDR is used where no range is given: shared address space, which no VPC of the rig uses.
const defaultPodCIDR = "100.64.0.0/16"

// object is the Node as the kubelet registers it.
func (s NodeSpec) object(name, region string) *corev1.Node {
	return &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: s.allLabels(name, region), Annotations: s.Annotations},
		Spec:       corev1.NodeSpec{ProviderID: s.ProviderID, Taints: s.Taints},
	}
}

// allLabels adds those that the kubelet and AWS's cloud provider put on every node.
func (s NodeSpec) allLabels(name, region string) map[string]string {
	labels := map[string]string{
		corev1.LabelHostname: name,
		corev1.LabelOSStable: "linux", corev1.LabelArchStable: "amd64",
		"beta.kubernetes.io/os": "linux", "beta.kubernetes.io/arch": "amd64",
		corev1.LabelTopologyRegion: region, "failure-domain.beta.kubernetes.io/region": region,
	}
	if s.InstanceType != "" {
		labels[corev1.LabelInstanceTypeStable], labels[corev1.LabelInstanceType] = s.InstanceType, s.InstanceType
	}
	if s.Zone != "" {
		labels[corev1.LabelTopologyZone], labels["failure-domain.beta.kubernetes.io/zone"] = s.Zone, s.Zone
	}
	for key, value := range s.Labels {
		labels[key] = value
	}
	return labels
}

func (s NodeSpec) status(name, ip string) corev1.NodeStatus {
	capacity := capacityOf(s.InstanceType)
	return corev1.NodeStatus{
		Capacity:    capacity,
		Allocatable: capacity,
		Addresses: []corev1.NodeAddress{
			{Type: corev1.NodeInternalIP, Address: ip},
			{Type: corev1.NodeHostName, Address: name},
			{Type: corev1.NodeInternalDNS, Address: name},
		},
		NodeInfo: corev1.NodeSystemInfo{
			KubeletVersion: version.Get().GitVersion, OperatingSystem: "linux", Architecture: "amd64",
			OSImage: "Sistership rig", KernelVersion: "rig", ContainerRuntimeVersion: "rig://1",
		},
	}
}

// cpus by size, and GiB per CPU by family: what the common general-purpose types have. Other types get
// those of m5.large; nothing in the rig depends on more than that pods fit.
var (
	cpusBySize = map[string]int64{
		"medium": 2, "large": 2, "xlarge": 4, "2xlarge": 8, "4xlarge": 16, "8xlarge": 32, "12xlarge": 48, "16xlarge": 64, "24xlarge": 96,
	}
	memoryByFamily = map[byte]int64{'c': 2, 'm': 4, 't': 4, 'r': 8, 'x': 16}
	podsBySize     = map[string]int64{"medium": 17, "large": 29, "xlarge": 58, "2xlarge": 58}
)

func capacityOf(instanceType string) corev1.ResourceList {
	family, size, _ := strings.Cut(instanceType, ".")
	cpus, ok := cpusBySize[size]
	if !ok {
		cpus, size = 2, "large"
	}
	perCPU := int64(4)
	if family != "" && memoryByFamily[family[0]] > 0 {
		perCPU = memoryByFamily[family[0]]
	}
	if size == "medium" {
		perCPU = 2
	}
	pods, ok := podsBySize[size]
	if !ok {
		pods = 234
	}
	return corev1.ResourceList{
		corev1.ResourceCPU:              *resource.NewQuantity(cpus, resource.DecimalSI),
		corev1.ResourceMemory:           *resource.NewQuantity(cpus*perCPU<<30, resource.BinarySI),
		corev1.ResourceEphemeralStorage: *resource.NewQuantity(80<<30, resource.BinarySI),
		corev1.ResourcePods:             *resource.NewQuantity(pods, resource.DecimalSI),
	}
}
