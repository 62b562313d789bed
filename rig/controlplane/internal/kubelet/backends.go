package kubelet

import (
	"cmp"
	"errors"
	"maps"
	"net"
	"slices"
	"strconv"
	"sync"
)

var errEnded = errors.New("the process ended")

// RunningProcess describes the process of a container, as processes.json lists it.
type RunningProcess struct {
	PID       int            `json:"pid"`
	Image     string         `json:"image"`
	Namespace string         `json:"namespace"`
	Pod       string         `json:"pod"`
	Container string         `json:"container"`
	Node      string         `json:"node"`
	PodIP     string         `json:"podIP"`
	Listening map[int]string `json:"listening"`
}

// backends knows the running processes and their addresses. It is safe for concurrent use.
type backends struct {
	mu      sync.Mutex
	running map[*runner]RunningProcess
	changed func([]RunningProcess)
}

func newBackends(changed func([]RunningProcess)) *backends {
	return &backends{running: map[*runner]RunningProcess{}, changed: changed}
}

func (b *backends) add(r *runner, description RunningProcess) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.running[r] = description
	b.tell()
}

func (b *backends) remove(r *runner) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, present := b.running[r]; present {
		delete(b.running, r)
		b.tell()
	}
}

func (b *backends) tell() {
	all := slices.SortedFunc(maps.Values(b.running), func(x, y RunningProcess) int { return cmp.Compare(x.PID, y.PID) })
	if all == nil {
		all = []RunningProcess{}
	}
	b.changed(all)
}

func (b *backends) find(address string) (string, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, process := range b.running {
		for port, local := range process.Listening {
			if net.JoinHostPort(process.PodIP, strconv.Itoa(port)) == address {
				return local, true
			}
		}
	}
	return "", false
}
