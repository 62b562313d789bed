package rigimage

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func given(input Input) *container {
	c := &container{}
	c.input.Store(&input)
	return c
}

func post(t *testing.T, c *container, body string) (int, string) {
	t.Helper()
	recorder := httptest.NewRecorder()
	webhook(c).ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/validate", strings.NewReader(body)))
	return recorder.Code, strings.TrimSpace(recorder.Body.String())
}

func reviewOf(object string) string {
	return `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u-1","object":` + object + `}}`
}

func Test_a_review_is_judged_by_the_mounted_rules(t *testing.T) {
	c := given(Input{Files: map[string][]byte{"/etc/webhook/rules.json": []byte(`{"rules": [
		{"pointer": "/spec/replicas", "value": 13, "message": "13 is unlucky"},
		{"pointer": "/metadata/annotations/a~1b"},
		{"pointer": "/spec/containers/1/name", "value": "bad"}]}`)}})
	const head = `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"u-1","allowed":`
	for object, want := range map[string]string{
		`{"spec":{"replicas":12}}`:                              `true}}`,
		`{"spec":{"replicas":13}}`:                              `false,"status":{"code":403,"message":"13 is unlucky"}}}`,
		`{"metadata":{"annotations":{"a/b":""}}}`:               `false,"status":{"code":403,"message":"the value at /metadata/annotations/a~1b is forbidden"}}}`,
		`{"spec":{"containers":[{"name":"x"},{"name":"bad"}]}}`: `false,"status":{"code":403,"message":"the value at /spec/containers/1/name is forbidden"}}}`,
		`null`: `true}}`,
	} {
		if code, got := post(t, c, reviewOf(object)); code != http.StatusOK || got != head+want {
			t.Errorf("%s: got %d %s", object, code, got)
		}
	}
}

func Test_a_rule_comes_from_the_environment_too(t *testing.T) {
	c := given(Input{Env: map[string]string{"DENY_FIELD": "/data/color", "DENY_VALUE": "red", "DENY_MESSAGE": "no red"}})
	if _, got := post(t, c, reviewOf(`{"data":{"color":"red"}}`)); !strings.Contains(got, `"message":"no red"`) {
		t.Errorf("got %s", got)
	}
	if _, got := post(t, c, reviewOf(`{"data":{"color":"blue"}}`)); !strings.Contains(got, `"allowed":true`) {
		t.Errorf("got %s", got)
	}
}

func Test_a_webhook_without_usable_rules_is_not_ready_and_answers_nothing(t *testing.T) {
	for want, c := range map[string]*container{
		"the webhook has no rule: mount a rules.json or set DENY_FIELD": given(Input{}),
		`"spec" is not a JSON pointer: it must begin with /`:            given(Input{Env: map[string]string{"DENY_FIELD": "spec"}}),
	} {
		recorder := httptest.NewRecorder()
		webhook(c).ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/healthz", nil))
		if got := strings.TrimSpace(recorder.Body.String()); recorder.Code != http.StatusInternalServerError || got != want {
			t.Errorf("healthz: got %d %s", recorder.Code, got)
		}
		if code, got := post(t, c, reviewOf(`{}`)); code != http.StatusInternalServerError || got != want {
			t.Errorf("review: got %d %s", code, got)
		}
	}
	if code, _ := post(t, given(Input{Env: map[string]string{"DENY_FIELD": "/a"}}), `{}`); code != http.StatusBadRequest {
		t.Errorf("a body without a request: got %d", code)
	}
}

func Test_the_http_server_knows_files_by_path_and_by_name_and_nothing_else(t *testing.T) {
	c := given(Input{Files: map[string][]byte{"/etc/a/x.txt": []byte("one"), "/etc/b/y.txt": []byte("two")}})
	for path, want := range map[string]string{"/etc/a/x.txt": "one", "/y.txt": "two", "/healthz": "ok\n", "/nothing": "no file /nothing is mounted\n"} {
		recorder := httptest.NewRecorder()
		httpServer(c).ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		if got := recorder.Body.String(); got != want {
			t.Errorf("%s: got %q", path, got)
		}
	}
}

func Test_an_unknown_image_is_refused(t *testing.T) {
	err := Run(t.Context(), "nginx", strings.NewReader("{}"), nil)
	if err == nil || err.Error() != `there is no rig image "nginx"` {
		t.Errorf("got %v", err)
	}
}
