package kubelet

import (
	"context"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"sistership.io/rig/controlplane/internal/fargate"
)

// Launch makes the node of one Fargate pod, named after its address as on EKS.
func (f *Fleet) Launch(ctx context.Context, request fargate.NodeRequest) (string, error) {
	cidr := request.PodCIDR
	if cidr == "" {
		cidr = defaultPodCIDR
	}
	ip, err := f.addresses.take(cidr)
	if err != nil {
		return "", err
	}
	name := "fargate-ip-" + strings.ReplaceAll(ip, ".", "-") + "." + f.options.Region + ".compute.internal"
	err = f.PutNode(ctx, name, NodeSpec{
		Labels: request.Labels, Taints: []corev1.Taint{request.Taint}, Zone: request.Zone,
		ProviderID: "aws:///" + request.Zone + "/" + name, PodCIDR: cidr, InternalIP: ip, Fargate: true,
	})
	if err != nil {
		f.addresses.release(ip)
	}
	return name, err
}

// Terminate removes a Fargate node.
func (f *Fleet) Terminate(ctx context.Context, name string) error { return f.DeleteNode(ctx, name) }

// Launched lists the Fargate nodes.
func (f *Fleet) Launched() []string {
	specs := f.Specs()
	maps.DeleteFunc(specs, func(_ string, spec NodeSpec) bool { return !spec.Fargate })
	return slices.Collect(maps.Keys(specs))
}
