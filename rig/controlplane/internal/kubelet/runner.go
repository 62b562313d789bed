package kubelet

import (
	"context"
	"net"
	"reflect"
	"strconv"
	"sync"
	"time"

	"k8s.io/klog/v2"

	"sistership.io/rig/controlplane/internal/process"
	"sistership.io/rig/controlplane/internal/rigimage"
)

// refresh is how often the files of a running process are compared with the API's.
const refresh = 3 * time.Second

// runner is the process of one container. It is safe for concurrent use.
type runner struct {
	process *process.Process // nil if it could not start
	input   rigimage.Input
	retryAt time.Time
	cancel  context.CancelFunc

	mu      sync.Mutex
	isReady bool
	err     error // why there is no process any more
}

func (r *runner) ready() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.isReady && r.err == nil
}

func (r *runner) crashed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err != nil
}

func (r *runner) problem() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err.Error()
}

// set records readiness and says whether it has changed.
func (r *runner) set(ready bool) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	changed := r.isReady != ready
	r.isReady = ready
	return changed
}

func (r *runner) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.err, r.isReady = err, false
}

// ensureProcess starts a container's process, starts it again after it has ended, or hands it the files
// that have changed.
func (f *Fleet) ensureProcess(u unit, input rigimage.Input) time.Duration {
	current := u.current()
	existing := current.runner
	switch {
	case existing == nil:
		f.startProcess(u, input)
	case existing.crashed():
		if wait := time.Until(existing.retryAt); wait > 0 {
			return wait
		}
		f.stopProcess(existing)
		current.restarts++
		f.startProcess(u, input)
	case !reflect.DeepEqual(existing.input, input):
		if err := existing.process.Update(input); err != nil {
			klog.ErrorS(err, "rig image", "pod", klog.KObj(u.pod), "container", u.container.Name)
			return firstRetry
		}
		existing.input = input
	}
	return refresh
}

func (f *Fleet) startProcess(u unit, input rigimage.Input) {
	current := u.current()
	delay := min(firstRetry<<min(current.restarts, 8), lastRetry)
	created := &runner{input: input, retryAt: time.Now().Add(delay), cancel: func() {}}
	current.runner = created
	started, err := process.Start(current.rig, input)
	if err != nil {
		f.event(u.pod, "Failed", err.Error())
		created.fail(err)
		return
	}
	created.process = started
	current.started = now()
	f.backends.add(created, describe(u, started))
	var ctx context.Context
	ctx, created.cancel = context.WithCancel(context.Background())
	go f.watchProcess(ctx, u, created)
}

func describe(u unit, started *process.Process) RunningProcess {
	return RunningProcess{
		PID: started.PID(), Image: u.current().rig, Namespace: u.pod.Namespace, Pod: u.pod.Name,
		Container: u.container.Name, Node: u.n.name, PodIP: podIP(u.n, u.pod, u.state), Listening: started.Listening(),
	}
}

// watchProcess probes a process until it is stopped or ends by itself, and has its pod looked at
// whenever that changes something.
func (f *Fleet) watchProcess(ctx context.Context, u unit, watched *runner) {
	key := u.pod.Namespace + "/" + u.pod.Name
	probe := newProbe(u.container, watched.process.Listening())
	for wait := time.Duration(0); ; wait = probe.interval(watched.ready()) {
		select {
		case <-ctx.Done():
			return
		case <-watched.process.Ended():
			f.backends.remove(watched)
			watched.fail(errEnded)
			f.queue.Add(key)
			return
		case <-time.After(wait):
			if watched.set(probe.passes(ctx)) {
				f.queue.Add(key)
			}
		}
	}
}

func (f *Fleet) stopProcesses(state *podState) {
	for _, container := range state.containers {
		if container.runner != nil {
			f.stopProcess(container.runner)
			container.runner = nil
		}
	}
}

func (f *Fleet) stopProcess(stopped *runner) {
	stopped.cancel()
	f.backends.remove(stopped)
	if stopped.process != nil {
		stopped.process.Stop()
	}
}

// stopAllProcesses ends what runs, all at once; it is called when no worker works any more.
func (f *Fleet) stopAllProcesses() {
	var all sync.WaitGroup
	for _, state := range f.states {
		all.Go(func() { f.stopProcesses(state) })
	}
	all.Wait()
}

// Backend implements egress.Backends.
func (f *Fleet) Backend(ip string, port int) (string, bool) {
	return f.backends.find(net.JoinHostPort(ip, strconv.Itoa(port)))
}
