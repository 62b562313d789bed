// Package rigimage holds the programs of the rig's images. Each runs as a process of its own, and talks
// with the fake kubelet in JSON lines over its standard input and output: nothing that a pod mounts is
// written to disk.
package rigimage

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"sistership.io/rig/controlplane/internal/image"
)

// Input is what the kubelet sends: all of it first, later again whenever a mounted file changes.
type Input struct {
	Env   map[string]string `json:"env"`
	Files map[string][]byte `json:"files"`
	Ports []int             `json:"ports"`
}

// Output is what a program answers, once: the address that it listens on for each of the ports.
type Output struct {
	Listening map[int]string `json:"listening"`
}

// Program is a rig image's behaviour.
type program struct {
	defaultPort int
	handler     func(*container) http.Handler
	tls         bool
}

var programs = map[string]program{
	image.HTTPServer: {defaultPort: 8080, handler: httpServer},
	image.Webhook:    {defaultPort: 8443, handler: webhook, tls: true},
}

// container is a running program's view of what the kubelet gave it.
type container struct{ input atomic.Pointer[Input] }

func (c *container) current() *Input { return c.input.Load() }

// Run runs a rig image until its input ends: it never outlives the kubelet.
func Run(ctx context.Context, name string, in io.Reader, out io.Writer) error {
	chosen, known := programs[name]
	if !known {
		return fmt.Errorf("there is no rig image %q", name)
	}
	decoder := json.NewDecoder(bufio.NewReader(in))
	var first Input
	if err := decoder.Decode(&first); err != nil {
		return fmt.Errorf("%s: reading the container's description: %w", name, err)
	}
	running := &container{}
	running.input.Store(&first)
	listening, err := chosen.listen(ctx, running)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := json.NewEncoder(out).Encode(Output{Listening: listening}); err != nil {
		return err
	}
	return running.follow(decoder)
}

// follow takes over new inputs until there are no more.
func (c *container) follow(decoder *json.Decoder) error {
	for {
		var next Input
		err := decoder.Decode(&next)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		c.input.Store(&next)
	}
}

func (p program) listen(ctx context.Context, running *container) (map[int]string, error) {
	ports := running.current().Ports
	if len(ports) == 0 {
		ports = []int{p.defaultPort}
	}
	server := &http.Server{Handler: p.handler(running), ReadHeaderTimeout: 10 * time.Second}
	listening := map[int]string{}
	for _, port := range ports {
		var config net.ListenConfig
		listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		listening[port] = listener.Addr().String()
		if p.tls {
			listener = tls.NewListener(listener, &tls.Config{GetCertificate: running.certificate, MinVersion: tls.VersionTLS12})
		}
		go func() { _ = server.Serve(listener) }()
	}
	return listening, nil
}
