package kubelet

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

// environment reads a container's environment. It fails, as creating the container does, where an object
// or a key that isn't optional is missing.
func (f *Fleet) environment(ctx context.Context, pod *corev1.Pod, state *podState, container *corev1.Container) (map[string]string, error) {
	env := map[string]string{}
	for _, from := range container.EnvFrom {
		data, err := f.envSource(ctx, pod.Namespace, from)
		if err != nil {
			return nil, err
		}
		for key, value := range data {
			env[from.Prefix+key] = string(value)
		}
	}
	for _, variable := range container.Env {
		value, present, err := f.envValue(ctx, pod, state, variable)
		if err != nil {
			return nil, err
		}
		if present {
			env[variable.Name] = value
		}
	}
	return env, nil
}

func (f *Fleet) envSource(ctx context.Context, namespace string, from corev1.EnvFromSource) (map[string][]byte, error) {
	switch {
	case from.ConfigMapRef != nil:
		return f.configMapFiles(ctx, namespace, from.ConfigMapRef.Name, nil, ptr.Deref(from.ConfigMapRef.Optional, false))
	case from.SecretRef != nil:
		return f.secretFiles(ctx, namespace, from.SecretRef.Name, nil, ptr.Deref(from.SecretRef.Optional, false))
	default:
		return nil, nil
	}
}

func (f *Fleet) envValue(ctx context.Context, pod *corev1.Pod, state *podState, variable corev1.EnvVar) (string, bool, error) {
	from := variable.ValueFrom
	switch {
	case from == nil:
		return variable.Value, true, nil
	case from.ConfigMapKeyRef != nil:
		ref := from.ConfigMapKeyRef
		object, err := f.client.CoreV1().ConfigMaps(pod.Namespace).Get(ctx, ref.Name, metav1.GetOptions{})
		if err != nil {
			return missing(err, ref.Optional)
		}
		value, ok := object.Data[ref.Key]
		return keyed(value, ok, ref.Optional, fmt.Sprintf("couldn't find key %s in ConfigMap %s/%s", ref.Key, pod.Namespace, ref.Name))
	case from.SecretKeyRef != nil:
		ref := from.SecretKeyRef
		object, err := f.client.CoreV1().Secrets(pod.Namespace).Get(ctx, ref.Name, metav1.GetOptions{})
		if err != nil {
			return missing(err, ref.Optional)
		}
		value, ok := object.Data[ref.Key]
		return keyed(string(value), ok, ref.Optional, fmt.Sprintf("couldn't find key %s in Secret %s/%s", ref.Key, pod.Namespace, ref.Name))
	case from.FieldRef != nil:
		value, ok := field(pod, state, from.FieldRef.FieldPath)
		return value, ok, nil
	default:
		return "", false, nil
	}
}

func missing(err error, optional *bool) (string, bool, error) {
	if ptr.Deref(optional, false) && apierrors.IsNotFound(err) {
		return "", false, nil
	}
	return "", false, err
}

func keyed(value string, ok bool, optional *bool, message string) (string, bool, error) {
	if !ok && !ptr.Deref(optional, false) {
		return "", false, fmt.Errorf("%s", message)
	}
	return value, ok, nil
}

// field is the part of the downward API that the rig images' environments use.
func field(pod *corev1.Pod, state *podState, path string) (string, bool) {
	switch path {
	case "metadata.name":
		return pod.Name, true
	case "metadata.namespace":
		return pod.Namespace, true
	case "metadata.uid":
		return string(pod.UID), true
	case "spec.nodeName":
		return pod.Spec.NodeName, true
	case "spec.serviceAccountName":
		return pod.Spec.ServiceAccountName, true
	case "status.podIP":
		return state.ip, true
	default:
		return "", false
	}
}
