// Package fargate does what EKS does for Fargate profiles: an admission plugin marks the pods that a
// profile selects, and a scheduler loop gives each of them a node of its own.
package fargate

import (
	"cmp"
	"path"
	"slices"
	"sync"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
)

const (
	// ProfileLabel names a pod's profile; a pod may also ask for one with it.
	ProfileLabel = "eks.amazonaws.com/fargate-profile"
	// ComputeType is the label and the taint key of a Fargate node.
	ComputeType = "eks.amazonaws.com/compute-type"
	// SchedulerName is the scheduler of the pods that run on Fargate.
	SchedulerName = "fargate-scheduler"
)

// Selector selects pods by namespace (where * and ? are wildcards) and by labels, all of which must be there.
type Selector struct {
	Namespace string            `json:"namespace"`
	Labels    map[string]string `json:"labels,omitempty"`
}

// Profile is a Fargate profile: a pod runs on it if any of its selectors selects the pod.
type Profile struct {
	Selectors []Selector `json:"selectors"`
	Zone      string     `json:"zone"`
	PodCIDR   string     `json:"podCidr,omitempty"`
}

// Profiles is the set of a cluster's profiles. It is safe for concurrent use.
type Profiles struct {
	mu     sync.RWMutex
	byName map[string]Profile
}

// NewProfiles makes an empty set.
func NewProfiles() *Profiles { return &Profiles{byName: map[string]Profile{}} }

// Put adds or replaces a profile.
func (p *Profiles) Put(name string, profile Profile) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.byName[name] = profile
}

// Delete removes a profile and says whether it was there.
func (p *Profiles) Delete(name string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, present := p.byName[name]
	delete(p.byName, name)
	return present
}

// Get returns a profile by its name.
func (p *Profiles) Get(name string) (Profile, bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	profile, present := p.byName[name]
	return profile, present
}

// All returns a copy of the set.
func (p *Profiles) All() map[string]Profile {
	p.mu.RLock()
	defer p.mu.RUnlock()
	all := make(map[string]Profile, len(p.byName))
	for name, profile := range p.byName {
		all[name] = profile
	}
	return all
}

// Match returns the name of the profile that a new pod runs on, or "" for none. Of several profiles EKS
// takes the one that the pod's label asks for, else the first by name
// (https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html).
func (p *Profiles) Match(namespace string, pod *corev1.Pod) string {
	p.mu.RLock()
	defer p.mu.RUnlock()
	var matching []string
	for name, profile := range p.byName {
		if profile.selects(namespace, pod.Labels) {
			matching = append(matching, name)
		}
	}
	if asked := pod.Labels[ProfileLabel]; asked != "" {
		if slices.Contains(matching, asked) {
			return asked
		}
		return ""
	}
	if len(matching) == 0 {
		return ""
	}
	return slices.MinFunc(matching, cmp.Compare[string])
}

func (p Profile) selects(namespace string, podLabels map[string]string) bool {
	return slices.ContainsFunc(p.Selectors, func(s Selector) bool {
		matched, err := path.Match(s.Namespace, namespace)
		return err == nil && matched && labels.SelectorFromSet(s.Labels).Matches(labels.Set(podLabels))
	})
}
