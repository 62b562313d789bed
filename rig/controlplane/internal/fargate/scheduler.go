package fargate

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/workqueue"
	"k8s.io/klog/v2"
)

// NodeRequest is the node that a pod needs.
type NodeRequest struct {
	Profile string
	Zone    string
	PodCIDR string
	Taint   corev1.Taint
	Labels  map[string]string
}

// Nodes makes and removes nodes.
type Nodes interface {
	// Launch makes a Fargate node and returns its name.
	Launch(ctx context.Context, request NodeRequest) (string, error)
	// Terminate removes one of its nodes.
	Terminate(ctx context.Context, name string) error
	// Launched lists the Fargate nodes that there are.
	Launched() []string
}

// Scheduler gives each pod of the Fargate scheduler a node of its own, and removes the node after the pod.
type Scheduler struct {
	client   kubernetes.Interface
	pods     cache.SharedIndexInformer
	profiles *Profiles
	nodes    Nodes
	queue    workqueue.TypedRateLimitingInterface[string]
}

// NewScheduler makes a scheduler over the pods of an informer factory.
func NewScheduler(client kubernetes.Interface, factory informers.SharedInformerFactory, profiles *Profiles, nodes Nodes) (*Scheduler, error) {
	limiter := workqueue.NewTypedItemExponentialFailureRateLimiter[string](50*time.Millisecond, 5*time.Second)
	s := &Scheduler{
		client: client, pods: factory.Core().V1().Pods().Informer(), profiles: profiles, nodes: nodes,
		queue: workqueue.NewTypedRateLimitingQueue(limiter),
	}
	_, err := s.pods.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    s.notice,
		UpdateFunc: func(_, pod any) { s.notice(pod) },
		DeleteFunc: s.forget,
	})
	return s, err
}

func (s *Scheduler) notice(object any) {
	pod, ok := object.(*corev1.Pod)
	if ok && pod.Spec.SchedulerName == SchedulerName && pod.Spec.NodeName == "" && pod.DeletionTimestamp == nil {
		s.queue.Add(pod.Namespace + "/" + pod.Name)
	}
}

func (s *Scheduler) forget(object any) {
	if unknown, ok := object.(cache.DeletedFinalStateUnknown); ok {
		object = unknown.Obj
	}
	if pod, ok := object.(*corev1.Pod); ok && pod.Spec.SchedulerName == SchedulerName && pod.Spec.NodeName != "" {
		s.queue.Add(terminate + pod.Spec.NodeName)
	}
}

// terminate marks the keys of nodes; the keys of pods hold a slash.
const terminate = "node:"

// Run works until the context ends.
func (s *Scheduler) Run(ctx context.Context) error {
	if !cache.WaitForCacheSync(ctx.Done(), s.pods.HasSynced) {
		return nil
	}
	s.sweep()
	stop := context.AfterFunc(ctx, s.queue.ShutDown)
	defer stop()
	for {
		key, shutdown := s.queue.Get()
		if shutdown {
			return nil
		}
		if err := s.handle(ctx, key); err != nil && ctx.Err() == nil {
			klog.ErrorS(err, "fargate scheduler", "key", key)
			s.queue.AddRateLimited(key)
		} else {
			s.queue.Forget(key)
		}
		s.queue.Done(key)
	}
}

// sweep removes the nodes whose pods went while the cluster was down.
func (s *Scheduler) sweep() {
	used := map[string]bool{}
	for _, object := range s.pods.GetStore().List() {
		if pod, ok := object.(*corev1.Pod); ok {
			used[pod.Spec.NodeName] = true
		}
	}
	for _, name := range s.nodes.Launched() {
		if !used[name] {
			s.queue.Add(terminate + name)
		}
	}
}

func (s *Scheduler) handle(ctx context.Context, key string) error {
	if name, ok := strings.CutPrefix(key, terminate); ok {
		return s.nodes.Terminate(ctx, name)
	}
	object, exists, err := s.pods.GetStore().GetByKey(key)
	if err != nil || !exists {
		return err
	}
	pod, ok := object.(*corev1.Pod)
	if !ok || pod.Spec.NodeName != "" {
		return nil
	}
	return s.schedule(ctx, pod)
}

func (s *Scheduler) schedule(ctx context.Context, pod *corev1.Pod) error {
	name := pod.Labels[ProfileLabel]
	profile, ok := s.profiles.Get(name)
	if !ok {
		return fmt.Errorf("pod %s/%s: Fargate profile %q doesn't exist", pod.Namespace, pod.Name, name)
	}
	node, err := s.nodes.Launch(ctx, NodeRequest{
		Profile: name, Zone: profile.Zone, PodCIDR: profile.PodCIDR,
		Taint:  corev1.Taint{Key: ComputeType, Value: "fargate", Effect: corev1.TaintEffectNoSchedule},
		Labels: map[string]string{ComputeType: "fargate"},
	})
	if err != nil {
		return err
	}
	err = s.client.CoreV1().Pods(pod.Namespace).Bind(ctx, &corev1.Binding{
		ObjectMeta: metav1.ObjectMeta{Name: pod.Name, Namespace: pod.Namespace, UID: pod.UID},
		Target:     corev1.ObjectReference{Kind: "Node", Name: node},
	}, metav1.CreateOptions{})
	if err == nil {
		return nil
	}
	if apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
		err = nil // deleted or bound meanwhile
	}
	return errors.Join(err, s.nodes.Terminate(ctx, node))
}
