package rigimage

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func Test_objects_are_converted_to_the_version_that_is_asked_for(t *testing.T) {
	recorder := httptest.NewRecorder()
	body := `{"apiVersion": "apiextensions.k8s.io/v1", "kind": "ConversionReview", "request": {"uid": "u1",
		"desiredAPIVersion": "example.com/v2", "objects": [{"apiVersion": "example.com/v1", "kind": "Ship", "spec": {"depth": 1.10}}]}}`
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/convert", strings.NewReader(body))

	webhook(given(Input{})).ServeHTTP(recorder, request)

	want := `{"apiVersion":"apiextensions.k8s.io/v1","kind":"ConversionReview","response":{"uid":"u1","convertedObjects":` +
		`[{"apiVersion":"example.com/v2","kind":"Ship","spec":{"depth":1.10}}],"result":{"status":"Success"}}}`
	if got := strings.TrimSpace(recorder.Body.String()); got != want {
		t.Errorf("the answer is %s, not %s", got, want)
	}
}

func Test_a_conversion_without_a_request_is_refused(t *testing.T) {
	recorder := httptest.NewRecorder()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/convert", strings.NewReader("{}"))

	webhook(given(Input{})).ServeHTTP(recorder, request)

	if recorder.Code != http.StatusBadRequest {
		t.Errorf("the answer is %d", recorder.Code)
	}
}
