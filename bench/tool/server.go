package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
)

const connections = 16

// target names an API server and who calls it.
type target struct {
	url, ca, cert, key string
}

func targetFlags(flags *flag.FlagSet) *target {
	t := &target{}
	flags.StringVar(&t.url, "server", "", "the API server's address")
	flags.StringVar(&t.ca, "ca", "", "its authority, in PEM")
	flags.StringVar(&t.cert, "cert", "", "the caller's certificate, in PEM")
	flags.StringVar(&t.key, "key", "", "its key, in PEM")
	return t
}

// server is an API server that answers.
type server struct {
	url    string
	client *http.Client
}

// connect makes a client with 16 connections, which asks for uncompressed answers over HTTP/1.1.
func (t *target) connect() (*server, error) {
	authority, err := os.ReadFile(t.ca)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(authority) {
		return nil, fmt.Errorf("%s holds no certificate", t.ca)
	}
	pair, err := tls.LoadX509KeyPair(t.cert, t.key)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{
		TLSClientConfig:     &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{pair}},
		TLSNextProto:        map[string]func(string, *tls.Conn) http.RoundTripper{},
		MaxConnsPerHost:     connections,
		MaxIdleConnsPerHost: connections,
		DisableCompression:  true,
	}
	return &server{url: t.url, client: &http.Client{Transport: transport}}, nil
}

// get hands the body of an answer of 200 to a reader.
func (s *server) get(path string, reader func(io.Reader) error) error {
	request, err := http.NewRequest(http.MethodGet, s.url+path, nil)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "application/json")
	return s.send(request, http.StatusOK, reader)
}

// create writes an object and throws the answer away. An object that is there already is fine.
func (s *server) create(path string, body []byte) error {
	return s.write(http.MethodPost, path, "application/json", body)
}

// merge changes an object by a merge patch and throws the answer away.
func (s *server) merge(path string, patch []byte) error {
	return s.write(http.MethodPatch, path, "application/merge-patch+json", patch)
}

func (s *server) write(method, path, contentType string, body []byte) error {
	request, err := s.request(method, path, contentType, body)
	if err != nil {
		return err
	}
	return s.send(request, anySuccess, discard)
}

func (s *server) request(method, path, contentType string, body []byte) (*http.Request, error) {
	request, err := http.NewRequest(method, s.url+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", contentType)
	return request, nil
}

func (s *server) send(request *http.Request, want int, reader func(io.Reader) error) error {
	answer, err := s.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if !asWanted(answer.StatusCode, want) {
		text, _ := io.ReadAll(io.LimitReader(answer.Body, 400))
		return fmt.Errorf("%s %s: %s: %s", request.Method, request.URL.Path, answer.Status, text)
	}
	return reader(answer.Body)
}

// anySuccess also means a conflict: what is to be there is there already.
const anySuccess = 0

func asWanted(status, want int) bool {
	if want == anySuccess {
		return status < 300 || status == http.StatusConflict
	}
	return status == want
}
