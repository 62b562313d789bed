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
	// Of a page's beginning and end: a list's metadata fit in.
	edge = 4 << 10
)

var (
	tokenBefore = regexp.MustCompile(`"continue":"([^"]*)"`)
	tokenAfter  = regexp.MustCompile(`"metadata":\{"continue":"([^"]*)"[^{}]*\}\}\s*$`)
)

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

// readPage counts a page's bytes and finds the token of the next one. Go writes a list's metadata
// before its items; custom resources come with their fields in alphabetical order, metadata last.
func readPage(body io.Reader) (int64, string, error) {
	start, err := io.ReadAll(io.LimitReader(body, edge))
	if err != nil {
		return 0, "", err
	}
	end := &last{kept: bytes.Clone(start)}
	rest, err := io.Copy(end, body)
	if err != nil {
		return 0, "", err
	}
	before, _, _ := bytes.Cut(start, []byte(`"items":`))
	count := int64(len(start)-len(before)) + rest
	if found := tokenBefore.FindSubmatch(before); found != nil {
		return count, string(found[1]), nil
	}
	if found := tokenAfter.FindSubmatch(end.kept); found != nil {
		return count, string(found[1]), nil
	}
	return count, "", nil
}

// last keeps the end of what is written to it.
type last struct {
	kept []byte
}

func (l *last) Write(part []byte) (int, error) {
	l.kept = append(l.kept, part[max(0, len(part)-edge):]...)
	l.kept = append(l.kept[:0], l.kept[max(0, len(l.kept)-edge):]...)
	return len(part), nil
}
