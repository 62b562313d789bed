package rigimage

import (
	"fmt"
	"maps"
	"net/http"
	"path"
	"slices"
)

// httpServer serves the container's mounted files by their paths, a list of them under / together with
// the environment's MESSAGE, and /healthz.
func httpServer(c *container) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			c.index(w)
			return
		}
		content, ok := c.file(r.URL.Path)
		if !ok {
			http.Error(w, "no file "+r.URL.Path+" is mounted", http.StatusNotFound)
			return
		}
		_, _ = w.Write(content)
	})
	return mux
}

func (c *container) index(w http.ResponseWriter) {
	input := c.current()
	if message := input.Env["MESSAGE"]; message != "" {
		_, _ = fmt.Fprintln(w, message)
	}
	for _, name := range slices.Sorted(maps.Keys(input.Files)) {
		_, _ = fmt.Fprintln(w, name)
	}
}

// file finds a mounted file by its whole path or, if that is not one, by its name alone.
func (c *container) file(name string) ([]byte, bool) {
	files := c.current().Files
	if content, ok := files[path.Clean(name)]; ok {
		return content, true
	}
	for _, mounted := range slices.Sorted(maps.Keys(files)) {
		if "/"+path.Base(mounted) == name {
			return files[mounted], true
		}
	}
	return nil, false
}
