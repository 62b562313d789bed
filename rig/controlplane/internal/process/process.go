// Package process starts rig images as child processes that end when this process ends, however it ends.
package process

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"time"

	"sistership.io/rig/controlplane/internal/rigimage"
)

// How long a child may take to listen, and to end after its input was closed.
const (
	startLimit = 10 * time.Second
	stopLimit  = 2 * time.Second
)

// Process is a running rig image. It is safe for concurrent use.
type Process struct {
	command   *exec.Cmd
	listening map[int]string
	ended     chan struct{}

	mu    sync.Mutex
	input io.WriteCloser
}

// starts carries commands to the one thread that forks. Linux delivers the parent-death signal when the
// *thread* that forked ends (prctl(2)), and Go ends threads as it likes: so one is kept for ever.
var starts = sync.OnceValue(func() chan<- func() {
	work := make(chan func())
	go func() {
		runtime.LockOSThread()
		for start := range work {
			start()
		}
	}()
	return work
})

// Start runs a rig image with its first input and waits until it listens.
func Start(image string, input rigimage.Input) (*Process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	command := exec.Command(filepath.Join(filepath.Dir(self), "rig-image"), image)
	command.Env = []string{"GOMAXPROCS=1"}
	command.Stderr = os.Stderr
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	stdin, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := fork(command); err != nil {
		return nil, fmt.Errorf("starting rig image %s: %w", image, err)
	}
	process := &Process{command: command, input: stdin, ended: make(chan struct{})}
	if err := process.await(stdout, input); err != nil {
		process.Stop()
		return nil, fmt.Errorf("rig image %s: %w", image, err)
	}
	return process, nil
}

func fork(command *exec.Cmd) error {
	done := make(chan error)
	starts() <- func() { done <- command.Start() }
	return <-done
}

// await gives the child its input, reads where it listens, and from then on notices its end.
func (p *Process) await(stdout io.Reader, input rigimage.Input) error {
	timer := time.AfterFunc(startLimit, func() { _ = p.command.Process.Kill() })
	defer timer.Stop()
	sent := p.Update(input)
	var output rigimage.Output
	err := json.NewDecoder(bufio.NewReader(stdout)).Decode(&output)
	p.listening = output.Listening
	go func() {
		_ = p.command.Wait()
		close(p.ended)
	}()
	if err != nil {
		return fmt.Errorf("it ended before it listened: %w", err)
	}
	return sent
}

// Update sends a new input.
func (p *Process) Update(input rigimage.Input) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return json.NewEncoder(p.input).Encode(input)
}

// Listening maps the container's ports to the loopback addresses behind them.
func (p *Process) Listening() map[int]string { return p.listening }

// PID is the process's id.
func (p *Process) PID() int { return p.command.Process.Pid }

// Ended is closed once the process has ended.
func (p *Process) Ended() <-chan struct{} { return p.ended }

// Stop ends the process and waits for its end.
func (p *Process) Stop() {
	p.mu.Lock()
	_ = p.input.Close()
	p.mu.Unlock()
	select {
	case <-p.ended:
	case <-time.After(stopLimit):
		_ = p.command.Process.Kill()
		<-p.ended
	}
}
