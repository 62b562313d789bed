package plane

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sys/unix"
	"k8s.io/client-go/rest"
	logsapi "k8s.io/component-base/logs/api/v1"
	"k8s.io/klog/v2"
)

const (
	// shutdownLimit is how long the Kubernetes programs may take to end; watches would keep them longer.
	shutdownLimit = 1500 * time.Millisecond
	// Half of Go's default: a cluster's live heap is mostly caches, and several clusters share a machine.
	gcPercent = 50
)

// Serve runs a cluster until the context ends.
func Serve(ctx context.Context, config Config) error {
	debug.SetGCPercent(gcPercent)
	starter, err := enter(config.DataDir)
	if err != nil {
		return err
	}
	err = serve(ctx, config)
	if err != nil {
		// The caller's standard error is the log by now; whoever started us shall see it as well.
		_, _ = fmt.Fprintf(starter, "cluster %s: %v\nIts log is %s.\n", config.Name, err, config.path(mainLog))
	}
	return err
}

func serve(ctx context.Context, config Config) error {
	logsapi.ReapplyHandling = logsapi.ReapplyHandlingIgnoreUnchanged
	rest.SetDefaultWarningHandler(rest.NoWarnings{})
	klog.OsExit = exitWith(ctx, os.Exit)
	listener, err := listen(config.APIPort)
	if err != nil {
		return err
	}
	endpoint := "https://" + listener.Addr().String()
	if err := config.prepareFiles(endpoint); err != nil {
		return err
	}
	if err := writeAtomically(endpointFile, []byte(endpoint)); err != nil {
		return err
	}
	klog.InfoS("Cluster starts", "name", config.Name, "endpoint", endpoint)
	return run(ctx, config, listener)
}

// enter makes the data directory the working directory, which makes the names of sockets short, and
// sends everything that is written to the standard streams to a log file there. It returns what the
// standard error was.
func enter(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := os.Chdir(dir); err != nil {
		return nil, err
	}
	log, err := os.OpenFile(mainLog, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }()
	starter, err := unix.FcntlInt(2, unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(starter), "stderr"), errors.Join(unix.Dup2(int(log.Fd()), 1), unix.Dup2(int(log.Fd()), 2))
}

// listen takes the wanted port or, for 0, the one of the last run if it is still free: kubeconfigs out
// there name it.
func listen(port int) (net.Listener, error) {
	if port == 0 {
		if listener, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(lastPort())); err == nil {
			return listener, nil
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port))
	if err != nil {
		return nil, fmt.Errorf("apiPort: %w", err)
	}
	return listener, nil
}

func lastPort() int {
	endpoint, err := os.ReadFile(endpointFile)
	if err != nil {
		return 0
	}
	port, err := strconv.Atoi(string(endpoint[strings.LastIndex(string(endpoint), ":")+1:]))
	if err != nil {
		return 0
	}
	return port
}

// run starts the parts in order and waits until the first of them fails or the context ends.
func run(parent context.Context, config Config, listener net.Listener) error {
	stores, err := startStores(parent, config)
	if err != nil {
		return err
	}
	defer func() {
		for _, store := range stores {
			store.close()
		}
	}()
	group, ctx := errgroup.WithContext(parent)
	if err := startParts(ctx, group, config, listener, stores); err != nil {
		return err
	}
	finished := make(chan error, 1)
	go func() { finished <- group.Wait() }()
	<-ctx.Done()
	select {
	case err := <-finished:
		if err != nil && parent.Err() != nil {
			klog.InfoS("Told to end, a part failed", "err", err) // one that was still starting, as a rule
			return nil
		}
		return err
	case <-time.After(shutdownLimit):
		klog.InfoS("Ending without the rest", "after", shutdownLimit)
		return nil
	}
}

func startStores(ctx context.Context, config Config) ([]*etcdServer, error) {
	names := []string{"etcd"}
	if config.EtcdOverrides != "" {
		names = append(names, "etcd-override")
	}
	var stores []*etcdServer
	for _, name := range names {
		store, err := startEtcd(ctx, name, config.Fsync)
		if err != nil {
			return nil, err
		}
		stores = append(stores, store)
	}
	return stores, nil
}
