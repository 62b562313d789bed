package plane

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"

	"sistership.io/rig/controlplane/internal/control"
	"sistership.io/rig/controlplane/internal/egress"
	"sistership.io/rig/controlplane/internal/fargate"
	"sistership.io/rig/controlplane/internal/image"
	"sistership.io/rig/controlplane/internal/kubelet"
)

// parts are the rig's own pieces beside the API server.
type parts struct {
	client    kubernetes.Interface
	informers informers.SharedInformerFactory
	cluster   *cluster
	scheduler *fargate.Scheduler
	proxy     *egress.Proxy
}

// startParts starts everything but etcd. What needs the API server waits for it in the background.
func startParts(ctx context.Context, group *errgroup.Group, config Config, listener net.Listener, stores []*etcdServer) error {
	own, err := newParts(config)
	if err != nil {
		return err
	}
	proxyListener, err := listenUnix(egressSocket)
	if err != nil {
		return err
	}
	group.Go(func() error { return own.proxy.Serve(ctx, proxyListener) })
	port := listener.Addr().(*net.TCPAddr).Port
	serve, err := apiServer(ctx, config.apiServerArgs(port, stores), listener, own.cluster.profiles)
	if err != nil {
		return err
	}
	group.Go(func() error { return ended(ctx, "kube-apiserver", serve()) })
	group.Go(func() error { return own.startRest(ctx, group, config) })
	return nil
}

func newParts(config Config) (*parts, error) {
	client, err := newClient(kubeletKubeconfig)
	if err != nil {
		return nil, err
	}
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithTransform(kubelet.TrimForCache))
	fleet, err := kubelet.New(kubelet.Options{
		Client: client, Informers: factory, Images: image.NewChecker(config.ImageCheck), Region: config.Region, Changed: writeProcesses,
	})
	if err != nil {
		return nil, err
	}
	own := &parts{client: client, informers: factory}
	own.cluster = &cluster{client: client, fleet: fleet, profiles: fargate.NewProfiles()}
	if own.scheduler, err = fargate.NewScheduler(client, factory, own.cluster.profiles, own.cluster); err != nil {
		return nil, err
	}
	log, err := egress.OpenLog(egressLog)
	if err != nil {
		return nil, err
	}
	own.proxy = egress.NewProxy(&egress.Services{
		Services: factory.Core().V1().Services().Lister(),
		Slices:   factory.Discovery().V1().EndpointSlices().Lister(),
		Backends: fleet,
	}, log)
	writeProcesses([]kubelet.RunningProcess{})
	return own, nil
}

func newClient(kubeconfig string) (kubernetes.Interface, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	config.UserAgent = "rig-kubelet"
	config.ContentType = "application/vnd.kubernetes.protobuf"
	config.AcceptContentTypes = "application/vnd.kubernetes.protobuf,application/json"
	config.QPS = -1 // no throttling of the rig by itself
	return kubernetes.NewForConfig(config)
}

// startRest starts what talks to the API server, once that is ready.
func (p *parts) startRest(ctx context.Context, group *errgroup.Group, config Config) error {
	started := time.Now()
	for apiReady(ctx, p.client) != nil {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(50 * time.Millisecond):
		}
	}
	klog.InfoS("API server is ready", "after", time.Since(started).Round(time.Millisecond))
	group.Go(func() error { return runControllers(ctx, config.controllerArgs()) })
	group.Go(func() error { return runScheduler(ctx, schedulerArgs()) })
	if err := p.cluster.restore(ctx); err != nil {
		return err
	}
	p.informers.Start(ctx.Done())
	group.Go(func() error { return p.cluster.fleet.Run(ctx) })
	group.Go(func() error { return p.scheduler.Run(ctx) })
	listener, err := listenUnix(controlSocket)
	if err != nil {
		return err
	}
	return control.Serve(ctx, listener, p.cluster)
}

// listenUnix listens on a socket, taking the place of one that an earlier run has left.
func listenUnix(name string) (net.Listener, error) {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	listener, err := net.Listen("unix", name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return listener, os.Chmod(name, 0o600)
}

func writeProcesses(running []kubelet.RunningProcess) {
	data, err := json.MarshalIndent(running, "", "  ")
	if err == nil {
		err = writeAtomically(processesFile, data)
	}
	if err != nil {
		klog.ErrorS(err, processesFile)
	}
}
