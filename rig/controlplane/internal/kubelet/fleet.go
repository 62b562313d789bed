// Package kubelet is the rig's fake kubelets: one Fleet in the control plane's process stands for the
// kubelet of every node. It keeps nodes alive, brings pods to Running (or Succeeded), holds back those
// that a real kubelet would hold back, and runs the rig's images as real processes.
package kubelet

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	corelisters "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/record"
	"k8s.io/client-go/util/workqueue"
	"k8s.io/klog/v2"

	"sistership.io/rig/controlplane/internal/image"
)

const workers = 8

// Options are what a Fleet works with.
type Options struct {
	Client    kubernetes.Interface
	Informers informers.SharedInformerFactory
	Images    *image.Checker
	Region    string
	// Changed is called whenever a rig process has started or ended.
	Changed func([]RunningProcess)
}

// Fleet stands for the kubelets of all nodes. It is safe for concurrent use.
type Fleet struct {
	options   Options
	client    kubernetes.Interface
	pods      corelisters.PodLister
	podsByUse cache.Indexer
	synced    cache.InformerSynced
	recorder  record.EventRecorder
	queue     workqueue.TypedRateLimitingInterface[string]
	addresses *addresses
	backends  *backends

	mu     sync.Mutex
	ctx    context.Context // of Run; nil before
	nodes  map[string]*node
	states map[string]*podState // by namespace/name
}

// New makes a Fleet without nodes. Nodes may be put before it runs; they start then.
func New(options Options) (*Fleet, error) {
	broadcaster := record.NewBroadcaster()
	broadcaster.StartRecordingToSink(&typedcorev1.EventSinkImpl{Interface: options.Client.CoreV1().Events("")})
	pods := options.Informers.Core().V1().Pods()
	f := &Fleet{
		options:   options,
		client:    options.Client,
		pods:      pods.Lister(),
		podsByUse: pods.Informer().GetIndexer(),
		synced:    pods.Informer().HasSynced,
		recorder:  broadcaster.NewRecorder(scheme.Scheme, corev1.EventSource{Component: "kubelet"}),
		queue:     workqueue.NewTypedRateLimitingQueue(backoff()),
		addresses: newAddresses(),
		backends:  newBackends(options.Changed),
		nodes:     map[string]*node{},
		states:    map[string]*podState{},
	}
	if err := pods.Informer().AddIndexers(cache.Indexers{byNode: indexByNode}); err != nil {
		return nil, err
	}
	_, err := pods.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    f.notice,
		UpdateFunc: func(_, pod any) { f.notice(pod) },
		DeleteFunc: f.notice,
	})
	return f, err
}

func backoff() workqueue.TypedRateLimiter[string] {
	return workqueue.NewTypedItemExponentialFailureRateLimiter[string](20*time.Millisecond, 5*time.Second)
}

const byNode = "node"

func indexByNode(object any) ([]string, error) {
	pod, ok := object.(*corev1.Pod)
	if !ok || pod.Spec.NodeName == "" {
		return nil, nil
	}
	return []string{pod.Spec.NodeName}, nil
}

// Run works until the context ends, then ends all processes.
func (f *Fleet) Run(ctx context.Context) error {
	if !cache.WaitForCacheSync(ctx.Done(), f.synced) {
		return ctx.Err()
	}
	f.adoptAddresses()
	f.startNodes(ctx)
	var all sync.WaitGroup
	for range workers {
		all.Go(func() { f.work(ctx) })
	}
	<-ctx.Done()
	f.queue.ShutDown()
	all.Wait()
	f.stopAllProcesses()
	return nil
}

// notice queues a pod that changed, and wakes its node if the pod is of the network's daemon set.
func (f *Fleet) notice(object any) {
	key, err := cache.DeletionHandlingMetaNamespaceKeyFunc(object)
	if err != nil {
		klog.ErrorS(err, "a pod event without a key")
		return
	}
	f.queue.Add(key)
	if pod, ok := object.(*corev1.Pod); ok && isNetworkPod(pod) {
		f.wake(pod.Spec.NodeName)
	}
}

func (f *Fleet) work(ctx context.Context) {
	for {
		key, shutdown := f.queue.Get()
		if shutdown {
			return
		}
		f.process(ctx, key)
		f.queue.Done(key)
	}
}

func (f *Fleet) process(ctx context.Context, key string) {
	again, err := f.sync(ctx, key)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		if !expected(err) {
			klog.ErrorS(err, "fake kubelet", "pod", key)
		}
		f.queue.AddRateLimited(key)
	default:
		f.queue.Forget(key)
		if again > 0 {
			f.queue.AddAfter(key, again)
		}
	}
}

func (f *Fleet) podsOn(nodeName string) []*corev1.Pod {
	objects, err := f.podsByUse.ByIndex(byNode, nodeName)
	if err != nil {
		klog.ErrorS(err, "index of pods by node")
		return nil
	}
	pods := make([]*corev1.Pod, 0, len(objects))
	for _, object := range objects {
		if pod, ok := object.(*corev1.Pod); ok {
			pods = append(pods, pod)
		}
	}
	return pods
}

// adoptAddresses reserves the addresses of the pods that an earlier run left.
func (f *Fleet) adoptAddresses() {
	for _, object := range f.podsByUse.List() {
		if pod, ok := object.(*corev1.Pod); ok && !pod.Spec.HostNetwork && pod.Status.PodIP != "" {
			f.addresses.reserve(pod.Status.PodIP)
		}
	}
}

// errNoNode says that a pod's node has gone while it was being worked on.
var errNoNode = errors.New("the node is gone")

func (f *Fleet) nodeNamed(name string) (*node, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if n, ok := f.nodes[name]; ok {
		return n, nil
	}
	return nil, fmt.Errorf("%s: %w", name, errNoNode)
}

// TrimForCache drops what no part of the rig reads, to keep caches small.
func TrimForCache(object any) (any, error) {
	if accessor, err := meta.Accessor(object); err == nil {
		accessor.SetManagedFields(nil)
	}
	return object, nil
}
