// Package control is the API with which the rig's cloud tells a control plane about nodes and Fargate
// profiles: HTTP with JSON over a Unix socket.
package control

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"time"

	"sistership.io/rig/controlplane/internal/fargate"
	"sistership.io/rig/controlplane/internal/kubelet"
)

// Cluster is what the API works on.
type Cluster interface {
	PutNode(ctx context.Context, name string, spec kubelet.NodeSpec) error
	DeleteNode(ctx context.Context, name string) error
	Nodes(ctx context.Context) ([]kubelet.NodeState, error)
	PutProfile(name string, profile fargate.Profile) error
	DeleteProfile(ctx context.Context, name string) error
	Profiles() map[string]fargate.Profile
	// Ready returns nil once the cluster is usable, else what is missing.
	Ready(ctx context.Context) error
}

// Serve answers until the context ends.
func Serve(ctx context.Context, listener net.Listener, cluster Cluster) error {
	server := &http.Server{Handler: handler(cluster), ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func handler(cluster Cluster) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		if err := cluster.Ready(r.Context()); err != nil {
			fail(w, http.StatusServiceUnavailable, err)
			return
		}
		answer(w, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("GET /nodes", func(w http.ResponseWriter, r *http.Request) {
		nodes, err := cluster.Nodes(r.Context())
		finish(w, nodes, err)
	})
	mux.HandleFunc("PUT /nodes/{name}", func(w http.ResponseWriter, r *http.Request) {
		var spec kubelet.NodeSpec
		if read(w, r, &spec) {
			err := cluster.PutNode(r.Context(), r.PathValue("name"), spec)
			finish(w, kubelet.NodeState{Name: r.PathValue("name")}, err)
		}
	})
	mux.HandleFunc("DELETE /nodes/{name}", func(w http.ResponseWriter, r *http.Request) {
		finish(w, struct{}{}, cluster.DeleteNode(r.Context(), r.PathValue("name")))
	})
	mux.HandleFunc("GET /fargate", func(w http.ResponseWriter, _ *http.Request) { answer(w, cluster.Profiles()) })
	mux.HandleFunc("PUT /fargate/{profile}", func(w http.ResponseWriter, r *http.Request) {
		var profile fargate.Profile
		if read(w, r, &profile) {
			finish(w, profile, cluster.PutProfile(r.PathValue("profile"), profile))
		}
	})
	mux.HandleFunc("DELETE /fargate/{profile}", func(w http.ResponseWriter, r *http.Request) {
		finish(w, struct{}{}, cluster.DeleteProfile(r.Context(), r.PathValue("profile")))
	})
	return mux
}

func read(w http.ResponseWriter, r *http.Request, into any) bool {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		fail(w, http.StatusBadRequest, err)
		return false
	}
	return true
}

func finish(w http.ResponseWriter, value any, err error) {
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return
	}
	answer(w, value)
}

func answer(w http.ResponseWriter, value any) { write(w, http.StatusOK, value) }

func fail(w http.ResponseWriter, code int, err error) {
	write(w, code, map[string]string{"error": err.Error()})
}

func write(w http.ResponseWriter, code int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(value)
}
