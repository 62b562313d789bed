package image

import "testing"

func Test_references_are_split_as_container_runtimes_do(t *testing.T) {
	for text, want := range map[string]Reference{
		"nginx":              {Host: "docker.io", Repository: "nginx", Tag: "latest"},
		"library/nginx:1.29": {Host: "docker.io", Repository: "library/nginx", Tag: "1.29"},
		"localhost:5000/a/b": {Host: "localhost:5000", Repository: "a/b", Tag: "latest"},
		"quay.io/argoproj/argocd:v3.1@sha256:abc": {Host: "quay.io", Repository: "argoproj/argocd", Tag: "v3.1", Digest: "sha256:abc"},
		"602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni:v1.20": {
			Host: "602401143452.dkr.ecr.us-west-2.amazonaws.com", Repository: "amazon-k8s-cni", Tag: "v1.20",
		},
	} {
		got, err := Parse(text)
		if err != nil || got != want {
			t.Errorf("%s: got %+v, %v", text, got, err)
		}
	}
}

func Test_references_that_no_runtime_would_take_are_refused(t *testing.T) {
	for _, text := range []string{"", "two words", "nginx@abc", "quay.io/"} {
		if got, err := Parse(text); err == nil {
			t.Errorf("%q: got %+v", text, got)
		}
	}
}

func Test_private_ecr_registries_are_recognised(t *testing.T) {
	for host, want := range map[string]bool{
		"111111111111.dkr.ecr.us-east-1.amazonaws.com":      true,
		"111111111111.dkr.ecr-fips.us-east-1.amazonaws.com": true,
		"111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn":  true,
		"111111111111.dkr-ecr.us-east-1.on.aws":             true,
		"public.ecr.aws":                                    false,
		"1111.dkr.ecr.us-east-1.amazonaws.com":              false,
		"111111111111.dkr.ecr.us-east-1.amazonaws.com.evil": false,
	} {
		if got := (Reference{Host: host}).InECR(); got != want {
			t.Errorf("%s: got %v", host, got)
		}
	}
}

func Test_rig_images_are_recognised_by_the_end_of_their_repository(t *testing.T) {
	for repository, want := range map[string]string{
		"rig/http-server": "http-server", "team/rig/webhook": "webhook", "brig/webhook": "", "rig/webhook-2": "", "webhook": "",
	} {
		if got := (Reference{Repository: repository}).RigImage(); got != want {
			t.Errorf("%s: got %q", repository, got)
		}
	}
}
