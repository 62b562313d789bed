package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// requests is an API server that notes what it is asked and answers as told.
type requests struct {
	lock   sync.Mutex
	seen   []string
	answer func(method, path string) int
}

func (r *requests) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, _ := io.ReadAll(request.Body)
	r.lock.Lock()
	r.seen = append(r.seen, strings.TrimSpace(request.Method+" "+request.URL.Path+" "+string(body)))
	r.lock.Unlock()
	w.WriteHeader(r.answer(request.Method, request.URL.Path))
}

func (r *requests) posts() []string {
	r.lock.Lock()
	defer r.lock.Unlock()
	var posts []string
	for _, each := range r.seen {
		if strings.HasPrefix(each, http.MethodPost) {
			posts = append(posts, each)
		}
	}
	return posts
}

func created(method, _ string) int {
	if method == http.MethodPost {
		return http.StatusCreated
	}
	return http.StatusOK
}

func postTo(t *testing.T, api *requests, lines ...string) (filling, error) {
	t.Helper()
	listening := httptest.NewServer(api)
	t.Cleanup(listening.Close)
	file := filepath.Join(t.TempDir(), "bodies.jsonl")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return post(&server{url: listening.URL, client: listening.Client()}, file)
}

const (
	aNamespace  = `{"path":"/api/v1/namespaces","body":{"metadata":{"name":"a"}}}`
	aDefinition = `{"path":"/apis/apiextensions.k8s.io/v1/customresourcedefinitions","body":{"kind":"CustomResourceDefinition"}}`
	aShip       = `{"path":"/apis/x/v1/namespaces/a/ships","body":{"spec": {"n":1.50}}}`
	aSecret     = `{"path":"/api/v1/namespaces/a/secrets","body":{"data":{}}}`
)

func TestNamespacesAndDefinitionsArePostedFirstAndEveryBodyAsItIs(t *testing.T) {
	api := &requests{answer: created}
	result, err := postTo(t, api, aShip, aNamespace, aSecret, aDefinition)
	if err != nil || result.Objects != 2 || result.Seconds <= 0 {
		t.Fatalf("post gave %+v, %v; want 2 objects and their time", result, err)
	}
	posts := api.posts()
	basics := []string{
		`POST /api/v1/namespaces {"metadata":{"name":"a"}}`,
		`POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions {"kind":"CustomResourceDefinition"}`,
	}
	if len(posts) != 4 || !slices.Equal(posts[:2], basics) {
		t.Fatalf("posted %q; want 4, first %q", posts, basics)
	}
	slices.Sort(posts[2:])
	others := []string{
		`POST /api/v1/namespaces/a/secrets {"data":{}}`,
		`POST /apis/x/v1/namespaces/a/ships {"spec": {"n":1.50}}`,
	}
	if !slices.Equal(posts[2:], others) {
		t.Errorf("then posted %q; want %q", posts[2:], others)
	}
}

func TestNothingIsTimedBeforeItsTypeIsServed(t *testing.T) {
	refusals := 2
	api := &requests{}
	api.answer = func(method, path string) int {
		api.lock.Lock()
		defer api.lock.Unlock()
		if method == http.MethodGet && refusals > 0 {
			refusals--
			return http.StatusNotFound
		}
		return created(method, path)
	}
	if _, err := postTo(t, api, aShip, aShip, aSecret); err != nil {
		t.Fatal(err)
	}
	want := strings.Repeat("GET /apis/x/v1/namespaces/a/ships\n", 3) + "GET /api/v1/namespaces/a/secrets"
	if got := strings.Join(api.seen[:4], "\n"); got != want {
		t.Errorf("asked first\n%s\nwant\n%s", got, want)
	}
}

func TestWhatIsThereAlreadyEndsIt(t *testing.T) {
	api := &requests{answer: func(method, path string) int {
		if strings.HasSuffix(path, "/secrets") && method == http.MethodPost {
			return http.StatusConflict
		}
		return created(method, path)
	}}
	_, err := postTo(t, api, aShip, aSecret)
	if want := "POST /api/v1/namespaces/a/secrets: 409 Conflict: "; err == nil || err.Error() != want {
		t.Errorf("post ended with %v; want %q", err, want)
	}
}

func TestALineThatIsNoJSONIsNamed(t *testing.T) {
	_, err := postTo(t, &requests{answer: created}, aShip, `{"path":`)
	if err == nil || !strings.Contains(err.Error(), "bodies.jsonl, line 2: ") {
		t.Errorf("post ended with %v; want the file and its line 2", err)
	}
}
