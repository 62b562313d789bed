package kubelet

import (
	"context"
	"fmt"
	"path"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"sistership.io/rig/controlplane/internal/rigimage"
)

// mounts holds, by volume name, the files of the volumes that come from ConfigMaps and Secrets. They
// live in memory only.
type mounts map[string]map[string][]byte

// volumes reads a pod's volumes from the API. It fails, as mounting does, where an object that isn't
// optional or a key of it is missing.
func (f *Fleet) volumes(ctx context.Context, pod *corev1.Pod) (mounts, error) {
	all := mounts{}
	for i := range pod.Spec.Volumes {
		volume := &pod.Spec.Volumes[i]
		files, err := f.volume(ctx, pod.Namespace, volume)
		if err != nil {
			return nil, fmt.Errorf("MountVolume.SetUp failed for volume %q : %w", volume.Name, err)
		}
		all[volume.Name] = files
	}
	return all, nil
}

func (f *Fleet) volume(ctx context.Context, namespace string, volume *corev1.Volume) (map[string][]byte, error) {
	switch {
	case volume.ConfigMap != nil:
		source := volume.ConfigMap
		return f.configMapFiles(ctx, namespace, source.Name, source.Items, ptr.Deref(source.Optional, false))
	case volume.Secret != nil:
		source := volume.Secret
		return f.secretFiles(ctx, namespace, source.SecretName, source.Items, ptr.Deref(source.Optional, false))
	case volume.Projected != nil:
		return f.projected(ctx, namespace, volume.Projected.Sources)
	default:
		return nil, nil
	}
}

// projected joins the sources that come from objects. Tokens and the downward API yield no files: no rig
// image reads them.
func (f *Fleet) projected(ctx context.Context, namespace string, sources []corev1.VolumeProjection) (map[string][]byte, error) {
	all := map[string][]byte{}
	for _, source := range sources {
		var files map[string][]byte
		var err error
		switch {
		case source.ConfigMap != nil:
			files, err = f.configMapFiles(ctx, namespace, source.ConfigMap.Name, source.ConfigMap.Items, ptr.Deref(source.ConfigMap.Optional, false))
		case source.Secret != nil:
			files, err = f.secretFiles(ctx, namespace, source.Secret.Name, source.Secret.Items, ptr.Deref(source.Secret.Optional, false))
		}
		if err != nil {
			return nil, err
		}
		for name, content := range files {
			all[name] = content
		}
	}
	return all, nil
}

func (f *Fleet) configMapFiles(ctx context.Context, namespace, name string, items []corev1.KeyToPath, optional bool) (map[string][]byte, error) {
	object, err := f.client.CoreV1().ConfigMaps(namespace).Get(ctx, name, metav1.GetOptions{})
	if optional && apierrors.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	data := make(map[string][]byte, len(object.Data)+len(object.BinaryData))
	for key, value := range object.Data {
		data[key] = []byte(value)
	}
	for key, value := range object.BinaryData {
		data[key] = value
	}
	return pick(data, items, optional)
}

func (f *Fleet) secretFiles(ctx context.Context, namespace, name string, items []corev1.KeyToPath, optional bool) (map[string][]byte, error) {
	object, err := f.client.CoreV1().Secrets(namespace).Get(ctx, name, metav1.GetOptions{})
	if optional && apierrors.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return pick(object.Data, items, optional)
}

// pick keeps the listed keys under their paths, or everything where nothing is listed.
func pick(data map[string][]byte, items []corev1.KeyToPath, optional bool) (map[string][]byte, error) {
	if len(items) == 0 {
		return data, nil
	}
	picked := map[string][]byte{}
	for _, item := range items {
		content, ok := data[item.Key]
		if !ok && !optional {
			return nil, fmt.Errorf("references non-existent config key: %s", item.Key)
		}
		if ok {
			picked[item.Path] = content
		}
	}
	return picked, nil
}

// input is what a rig image's process gets: its environment, the files under its mount paths, its ports.
func (m mounts) input(container *corev1.Container, env map[string]string) rigimage.Input {
	input := rigimage.Input{Env: env, Files: map[string][]byte{}}
	for _, mount := range container.VolumeMounts {
		for name, content := range m[mount.Name] {
			if mount.SubPath == "" {
				input.Files[path.Join(mount.MountPath, name)] = content
			} else if name == mount.SubPath {
				input.Files[mount.MountPath] = content
			} else if below, ok := strings.CutPrefix(name, mount.SubPath+"/"); ok {
				input.Files[path.Join(mount.MountPath, below)] = content
			}
		}
	}
	for _, port := range container.Ports {
		if port.Protocol != corev1.ProtocolUDP {
			input.Ports = append(input.Ports, int(port.ContainerPort))
		}
	}
	return input
}
