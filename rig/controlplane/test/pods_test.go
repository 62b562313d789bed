package test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

func podSpec(image string) corev1.PodSpec {
	return corev1.PodSpec{Containers: []corev1.Container{{Name: "main", Image: image}}}
}

func template(app string, spec corev1.PodSpec) corev1.PodTemplateSpec {
	return corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{"app": app}}, Spec: spec}
}

func deployment(app string, replicas int32, spec corev1.PodSpec) *appsv1.Deployment {
	return &appsv1.Deployment{ObjectMeta: metav1.ObjectMeta{Name: app}, Spec: appsv1.DeploymentSpec{
		Replicas: &replicas, Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": app}}, Template: template(app, spec),
	}}
}

func (c *cluster) createPod(t *testing.T, namespace, name string, spec corev1.PodSpec) {
	t.Helper()
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{"app": name}}, Spec: spec}
	_, err := c.client.CoreV1().Pods(namespace).Create(t.Context(), pod, metav1.CreateOptions{})
	must(t, err)
}

func (c *cluster) awaitPod(t *testing.T, namespace, name, what string, condition func(*corev1.Pod) bool) *corev1.Pod {
	t.Helper()
	var pod *corev1.Pod
	await(t, "pod "+name+" "+what, func() error {
		var err error
		if pod, err = c.client.CoreV1().Pods(namespace).Get(t.Context(), name, metav1.GetOptions{}); err != nil {
			return err
		}
		if !condition(pod) {
			return fmt.Errorf("its status is %+v", pod.Status)
		}
		return nil
	})
	return pod
}

func ready(pod *corev1.Pod) bool {
	for _, condition := range pod.Status.Conditions {
		if condition.Type == corev1.PodReady {
			return condition.Status == corev1.ConditionTrue
		}
	}
	return false
}

func waitingFor(reason string) func(*corev1.Pod) bool {
	return func(pod *corev1.Pod) bool {
		statuses := pod.Status.ContainerStatuses
		return len(statuses) > 0 && statuses[0].State.Waiting != nil && statuses[0].State.Waiting.Reason == reason
	}
}

func (c *cluster) awaitDeployment(t *testing.T, namespace, name string, replicas int32) {
	t.Helper()
	await(t, "deployment "+name, func() error {
		found, err := c.client.AppsV1().Deployments(namespace).Get(t.Context(), name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		if found.Status.ReadyReplicas != replicas {
			return fmt.Errorf("%d of %d are ready", found.Status.ReadyReplicas, replicas)
		}
		return nil
	})
}

func Test_a_deployment_becomes_ready_with_an_address_for_each_pod(t *testing.T) {
	c := shared(t)
	c.namespace(t, "deployments")
	c.node(t, "ip-10-0-1-4.ec2.internal", "10.0.1.0/24", false)

	_, err := c.client.AppsV1().Deployments("deployments").Create(t.Context(), deployment("web", 10, podSpec("nginx:1.29")), metav1.CreateOptions{})
	must(t, err)
	c.awaitDeployment(t, "deployments", "web", 10)

	pods, err := c.client.CoreV1().Pods("deployments").List(t.Context(), metav1.ListOptions{})
	must(t, err)
	seen := map[string]bool{}
	for _, pod := range pods.Items {
		if seen[pod.Status.PodIP] || !strings.HasPrefix(pod.Status.PodIP, "10.0.") {
			t.Errorf("pod %s has address %q", pod.Name, pod.Status.PodIP)
		}
		seen[pod.Status.PodIP] = true
	}
}

func Test_a_node_waits_for_its_aws_node_pod(t *testing.T) {
	c := shared(t)
	c.namespace(t, "network")
	name := "ip-10-0-2-4.ec2.internal"
	c.node(t, name, "10.0.2.0/24", true)
	await(t, "the reason that the node is not ready", func() error {
		return c.nodeCondition(t, name, corev1.ConditionFalse, "container runtime network not ready: no aws-node pod (k8s-app=aws-node) runs on this node")
	})

	agent := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "aws-node-x", Labels: map[string]string{"k8s-app": "aws-node"}}, Spec: podSpec("cni")}
	agent.Spec.HostNetwork, agent.Spec.NodeName = true, name
	agent.Spec.Tolerations = []corev1.Toleration{{Operator: corev1.TolerationOpExists}}
	_, err := c.client.CoreV1().Pods("network").Create(t.Context(), agent, metav1.CreateOptions{})
	must(t, err)

	await(t, "the node is ready", func() error {
		return c.nodeCondition(t, name, corev1.ConditionTrue, "kubelet is posting ready status")
	})
	_, err = c.call(http.MethodDelete, "/nodes/"+name, nil)
	must(t, err)
	_, err = c.client.CoreV1().Nodes().Get(t.Context(), name, metav1.GetOptions{})
	if !apierrors.IsNotFound(err) {
		t.Errorf("the deleted node: %v", err)
	}
	await(t, "the deleted node's lease is gone", func() error {
		_, err := c.client.CoordinationV1().Leases(corev1.NamespaceNodeLease).Get(t.Context(), name, metav1.GetOptions{})
		return gone(err)
	})
	await(t, "the deleted node's pod is gone", func() error {
		_, err := c.client.CoreV1().Pods("network").Get(t.Context(), "aws-node-x", metav1.GetOptions{})
		return gone(err)
	})
}

func gone(err error) error {
	if apierrors.IsNotFound(err) {
		return nil
	}
	return errors.Join(err, errors.New("it is still there"))
}

func (c *cluster) nodeCondition(t *testing.T, name string, status corev1.ConditionStatus, message string) error {
	node, err := c.client.CoreV1().Nodes().Get(t.Context(), name, metav1.GetOptions{})
	if err != nil {
		return err
	}
	for _, condition := range node.Status.Conditions {
		if condition.Type == corev1.NodeReady && condition.Status == status && condition.Message == message {
			return nil
		}
	}
	return fmt.Errorf("conditions are %+v", node.Status.Conditions)
}

func Test_an_image_that_is_not_in_ecr_is_backed_off_until_it_is_pushed(t *testing.T) {
	c := shared(t)
	c.namespace(t, "images")
	c.node(t, "ip-10-0-3-4.ec2.internal", "10.0.3.0/24", false)
	image := "111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/web:1.0"
	c.createPod(t, "images", "web", podSpec(image))

	c.awaitPod(t, "images", "web", "fails to pull", waitingFor("ErrImagePull"))
	pod := c.awaitPod(t, "images", "web", "backs off", waitingFor("ImagePullBackOff"))
	want := fmt.Sprintf("failed to pull image %q: failed to resolve reference %q: not found", image, image)
	if got := pod.Status.ContainerStatuses[0].State.Waiting.Message; got != want {
		t.Errorf("message is %q, want %q", got, want)
	}
	if pod.Status.Phase != corev1.PodPending {
		t.Errorf("phase is %s", pod.Status.Phase)
	}

	c.registry.push(image, nil)
	pod = c.awaitPod(t, "images", "web", "is ready", ready)
	if got, want := pod.Status.ContainerStatuses[0].ImageID, "111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/web@"+digest; got != want {
		t.Errorf("imageID is %q, want %q", got, want)
	}
}

func Test_a_pod_waits_for_the_config_map_that_it_mounts_and_the_secret_that_it_reads(t *testing.T) {
	c := shared(t)
	c.namespace(t, "volumes")
	c.node(t, "ip-10-0-4-4.ec2.internal", "10.0.4.0/24", false)
	spec := podSpec("nginx")
	spec.Volumes = []corev1.Volume{{Name: "config", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
		LocalObjectReference: corev1.LocalObjectReference{Name: "web"},
	}}}}
	spec.Containers[0].Env = []corev1.EnvVar{{Name: "PASSWORD", ValueFrom: &corev1.EnvVarSource{SecretKeyRef: &corev1.SecretKeySelector{
		LocalObjectReference: corev1.LocalObjectReference{Name: "web"}, Key: "password",
	}}}}
	c.createPod(t, "volumes", "web", spec)
	c.awaitPod(t, "volumes", "web", "waits for its volume", waitingFor("ContainerCreating"))

	_, err := c.client.CoreV1().ConfigMaps("volumes").Create(t.Context(), &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "web"}}, metav1.CreateOptions{})
	must(t, err)
	c.awaitPod(t, "volumes", "web", "waits for its secret", waitingFor("CreateContainerConfigError"))

	secret := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: "web"}, StringData: map[string]string{"password": "x"}}
	_, err = c.client.CoreV1().Secrets("volumes").Create(t.Context(), secret, metav1.CreateOptions{})
	must(t, err)
	c.awaitPod(t, "volumes", "web", "is ready", ready)
}

func Test_jobs_complete_and_stateful_and_daemon_sets_roll_out(t *testing.T) {
	c := shared(t)
	c.namespace(t, "workloads")
	c.node(t, "ip-10-0-5-4.ec2.internal", "10.0.5.0/24", false)
	once := podSpec("migrate")
	once.RestartPolicy = corev1.RestartPolicyNever
	job := &batchv1.Job{ObjectMeta: metav1.ObjectMeta{Name: "migrate"}, Spec: batchv1.JobSpec{Completions: ptr.To(int32(3)), Template: template("migrate", once)}}
	_, err := c.client.BatchV1().Jobs("workloads").Create(t.Context(), job, metav1.CreateOptions{})
	must(t, err)
	selector := func(app string) *metav1.LabelSelector {
		return &metav1.LabelSelector{MatchLabels: map[string]string{"app": app}}
	}
	set := &appsv1.StatefulSet{ObjectMeta: metav1.ObjectMeta{Name: "db"}, Spec: appsv1.StatefulSetSpec{
		Replicas: ptr.To(int32(3)), Selector: selector("db"), Template: template("db", podSpec("postgres")),
	}}
	_, err = c.client.AppsV1().StatefulSets("workloads").Create(t.Context(), set, metav1.CreateOptions{})
	must(t, err)
	daemons := &appsv1.DaemonSet{ObjectMeta: metav1.ObjectMeta{Name: "agent"}, Spec: appsv1.DaemonSetSpec{Selector: selector("agent"), Template: template("agent", podSpec("agent"))}}
	_, err = c.client.AppsV1().DaemonSets("workloads").Create(t.Context(), daemons, metav1.CreateOptions{})
	must(t, err)

	await(t, "all three", func() error { return c.rolledOut(t) })
	must(t, c.client.AppsV1().StatefulSets("workloads").Delete(t.Context(), "db", metav1.DeleteOptions{}))
	await(t, "the stateful set's pods are gone", func() error {
		pods, err := c.client.CoreV1().Pods("workloads").List(t.Context(), metav1.ListOptions{LabelSelector: "app=db"})
		if err == nil && len(pods.Items) > 0 {
			err = fmt.Errorf("%d are left", len(pods.Items))
		}
		return err
	})
}

func (c *cluster) rolledOut(t *testing.T) error {
	job, err := c.client.BatchV1().Jobs("workloads").Get(t.Context(), "migrate", metav1.GetOptions{})
	if err != nil || job.Status.Succeeded != 3 || job.Status.CompletionTime == nil {
		return fmt.Errorf("job: %v, %+v", err, job.Status)
	}
	set, err := c.client.AppsV1().StatefulSets("workloads").Get(t.Context(), "db", metav1.GetOptions{})
	if err != nil || set.Status.ReadyReplicas != 3 {
		return fmt.Errorf("stateful set: %v, %+v", err, set.Status)
	}
	daemons, err := c.client.AppsV1().DaemonSets("workloads").Get(t.Context(), "agent", metav1.GetOptions{})
	if err != nil || daemons.Status.NumberReady == 0 || daemons.Status.NumberReady != daemons.Status.DesiredNumberScheduled {
		return fmt.Errorf("daemon set: %v, %+v", err, daemons.Status)
	}
	return nil
}

func Test_a_pod_of_a_fargate_profile_gets_a_node_of_its_own_and_takes_it_along(t *testing.T) {
	c := shared(t)
	c.namespace(t, "serverless")
	_, err := c.call(http.MethodPut, "/fargate/batch", map[string]any{
		"selectors": []map[string]any{{"namespace": "server*", "labels": map[string]string{"app": "small"}}}, "zone": "us-east-1b",
	})
	must(t, err)

	c.createPod(t, "serverless", "small", podSpec("nginx"))
	pod := c.awaitPod(t, "serverless", "small", "is ready", ready)
	if pod.Spec.SchedulerName != "fargate-scheduler" || pod.Labels["eks.amazonaws.com/fargate-profile"] != "batch" {
		t.Errorf("scheduler is %q, labels are %v", pod.Spec.SchedulerName, pod.Labels)
	}
	node, err := c.client.CoreV1().Nodes().Get(t.Context(), pod.Spec.NodeName, metav1.GetOptions{})
	must(t, err)
	if !strings.HasPrefix(node.Name, "fargate-ip-") || node.Labels["eks.amazonaws.com/compute-type"] != "fargate" || pod.Status.PodIP != pod.Status.HostIP {
		t.Errorf("node %s has labels %v, the pod has address %s", node.Name, node.Labels, pod.Status.PodIP)
	}

	must(t, c.client.CoreV1().Pods("serverless").Delete(t.Context(), "small", metav1.DeleteOptions{}))
	await(t, "the Fargate node is gone", func() error {
		_, err := c.client.CoreV1().Nodes().Get(t.Context(), node.Name, metav1.GetOptions{})
		return gone(err)
	})
}
