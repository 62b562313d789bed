package main

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"sync"
	"time"
)

const (
	page = 500
	// A list says its continue token before its items.
	head = 4 << 10
)

var token = regexp.MustCompile(`"continue":"([^"]*)"`)

type reading struct {
	Bytes   int64   `json:"bytes"`
	Seconds float64 `json:"seconds"`
}

// read lists every type at one revision, page by page, types beside each other, and throws
// the bytes away: what nobody who lists the same can do without.
func read(s *server, revision string, paths []string) (reading, error) {
	began := time.Now()
	var group sync.WaitGroup
	var lock sync.Mutex
	var total int64
	var failure error
	for _, path := range paths {
		group.Go(func() {
			bytes, err := readType(s, path, revision)
			lock.Lock()
			defer lock.Unlock()
			total += bytes
			if err != nil {
				failure = err
			}
		})
	}
	group.Wait()
	return reading{Bytes: total, Seconds: time.Since(began).Seconds()}, failure
}

func readType(s *server, path, revision string) (int64, error) {
	var total int64
	query := fmt.Sprintf("?limit=%d&resourceVersion=%s&resourceVersionMatch=Exact", page, revision)
	for query != "" {
		continuation := ""
		err := s.get(path+query, func(body io.Reader) error {
			count, next, err := readPage(body)
			total += count
			continuation = next
			return err
		})
		if err != nil {
			return total, err
		}
		query = ""
		if continuation != "" {
			query = fmt.Sprintf("?limit=%d&continue=%s", page, url.QueryEscape(continuation))
		}
	}
	return total, nil
}

func readPage(body io.Reader) (int64, string, error) {
	start, err := io.ReadAll(io.LimitReader(body, head))
	if err != nil {
		return 0, "", err
	}
	rest, err := io.Copy(io.Discard, body)
	if err != nil {
		return 0, "", err
	}
	if end := bytes.Index(start, []byte(`"items":`)); end >= 0 {
		start, rest = start[:end], rest+int64(len(start)-end)
	}
	continuation := ""
	if found := token.FindSubmatch(start); found != nil {
		continuation = string(found[1])
	}
	return rest + int64(len(start)), continuation, nil
}
