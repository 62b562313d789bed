package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// Longer than any object that etcd takes.
const longestLine = 4 << 20

// creation is a body to be posted, and where to.
type creation struct {
	Path string          `json:"path"`
	Body json.RawMessage `json:"body"`
}

// basic says whether others can't be made without it: namespaces and definitions of types.
func (c *creation) basic() bool {
	return strings.HasSuffix(c.Path, "/namespaces") || strings.HasSuffix(c.Path, "/customresourcedefinitions")
}

// post creates the objects of a file, as fast as the server takes them: no order, no look at the
// answers but for their status. Namespaces and definitions come first, and outside the time.
func post(s *server, file string) (filling, error) {
	basics, others, err := readCreations(file)
	if err != nil {
		return filling{}, err
	}
	for _, basic := range basics {
		if err := s.createNew(basic); err != nil {
			return filling{}, err
		}
	}
	if err := awaitServed(s, others); err != nil {
		return filling{}, err
	}
	began := time.Now()
	err = eachOf(len(others), func(number int) error { return s.createNew(others[number]) })
	return filling{Objects: len(others), Seconds: time.Since(began).Seconds()}, err
}

func readCreations(file string) (basics, others []creation, err error) {
	lines, err := os.Open(file)
	if err != nil {
		return nil, nil, err
	}
	defer lines.Close()
	scanner := bufio.NewScanner(lines)
	scanner.Buffer(nil, longestLine)
	for number := 1; scanner.Scan(); number++ {
		var next creation
		if err := json.Unmarshal(scanner.Bytes(), &next); err != nil {
			return nil, nil, fmt.Errorf("%s, line %d: %w", file, number, err)
		}
		if next.basic() {
			basics = append(basics, next)
		} else {
			others = append(others, next)
		}
	}
	return basics, others, scanner.Err()
}

// awaitServed waits until each type can be listed: a definition takes its time to be served.
func awaitServed(s *server, creations []creation) error {
	seen := make(map[string]bool)
	for _, next := range creations {
		plural := next.Path[strings.LastIndex(next.Path, "/"):]
		if seen[plural] {
			continue
		}
		seen[plural] = true
		if err := listable(s, next.Path); err != nil {
			return err
		}
	}
	return nil
}

func listable(s *server, path string) error {
	var err error
	for range 200 {
		if err = s.get(path+"?limit=1", discard); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return err
}

// createNew creates what must not be there yet.
func (s *server) createNew(c creation) error {
	request, err := s.request(http.MethodPost, c.Path, "application/json", c.Body)
	if err != nil {
		return err
	}
	return s.send(request, http.StatusCreated, discard)
}

func discard(answer io.Reader) error {
	_, err := io.Copy(io.Discard, answer)
	return err
}
