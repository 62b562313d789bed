package image

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
)

const cni = "602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni:v1.20"

func answering(t *testing.T, code int, body string) *Checker {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if got := r.URL.Query().Get("ref"); got != cni {
			t.Errorf("asked about %q", got)
		}
		w.WriteHeader(code)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(server.Close)
	return NewChecker(server.URL + "/?account=1&ref=")
}

func Test_a_present_image_has_its_digest_in_its_id_and_its_label_for_a_rig_image(t *testing.T) {
	checker := answering(t, http.StatusOK, `{"present": true, "digest": "sha256:abc", "labels": {"sistership.io/rig-image": "webhook"}}`)

	got, err := checker.Resolve(t.Context(), cni)

	want := Resolved{ID: "602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni@sha256:abc", Rig: Webhook}
	if err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

func Test_a_missing_image_and_a_failing_registry_are_told_apart(t *testing.T) {
	var notFound *NotFoundError
	_, err := answering(t, http.StatusOK, `{"present": false}`).Resolve(t.Context(), cni)
	if !errors.As(err, &notFound) || notFound.Reference != cni {
		t.Errorf("missing: %v", err)
	}
	_, err = answering(t, http.StatusInternalServerError, `broken`).Resolve(t.Context(), cni)
	want := `failed to pull image "` + cni + `": the rig's registry answered 500 Internal Server Error: broken`
	if err == nil || err.Error() != want {
		t.Errorf("failing: %v", err)
	}
}

func Test_images_of_other_registries_are_present_without_asking(t *testing.T) {
	got, err := NewChecker("http://192.0.2.1/?ref=").Resolve(t.Context(), "quay.io/argoproj/argocd:v3.1")
	if want := (Resolved{ID: "quay.io/argoproj/argocd:v3.1"}); err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
}
