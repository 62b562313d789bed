package image

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// The rig images, by name, and the image label with which any other image says that it is one of them.
const (
	HTTPServer = "http-server"
	Webhook    = "webhook"
	RigLabel   = "sistership.io/rig-image"
)

// Resolved is an image that is there.
type Resolved struct {
	// ID is what a container status shows as imageID.
	ID string
	// Rig is the rig image to run as a process, or "" for an image that only pretends to run.
	Rig string
}

// NotFoundError says that the registry does not have an image.
type NotFoundError struct{ Reference string }

func (e *NotFoundError) Error() string {
	return fmt.Sprintf("failed to pull image %q: failed to resolve reference %q: not found", e.Reference, e.Reference)
}

// Checker resolves image references. It is safe for concurrent use.
type Checker struct {
	url    string
	client *http.Client
}

// NewChecker makes a checker that asks about ECR images at url, to whose end the reference is added.
// An empty url takes every image as present.
func NewChecker(url string) *Checker {
	return &Checker{url: url, client: &http.Client{Timeout: 10 * time.Second}}
}

type answer struct {
	Present bool              `json:"present"`
	Digest  string            `json:"digest"`
	Labels  map[string]string `json:"labels"`
}

// Resolve finds an image. Registries other than ECR are outside of the rig: their images count as present.
func (c *Checker) Resolve(ctx context.Context, text string) (Resolved, error) {
	ref, err := Parse(text)
	if err != nil {
		return Resolved{}, err
	}
	if c.url == "" || !ref.InECR() {
		return Resolved{ID: text, Rig: ref.RigImage()}, nil
	}
	found, err := c.ask(ctx, text)
	if err != nil {
		return Resolved{}, fmt.Errorf("failed to pull image %q: %w", text, err)
	}
	if !found.Present {
		return Resolved{}, &NotFoundError{Reference: text}
	}
	resolved := Resolved{ID: ref.Host + "/" + ref.Repository + "@" + found.Digest, Rig: ref.RigImage()}
	if resolved.Rig == "" {
		resolved.Rig = found.Labels[RigLabel]
	}
	return resolved, nil
}

func (c *Checker) ask(ctx context.Context, text string) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url+url.QueryEscape(text), nil)
	if err != nil {
		return answer{}, err
	}
	response, err := c.client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(io.LimitReader(response.Body, 512))
		return answer{}, fmt.Errorf("the rig's registry answered %s: %s", response.Status, body)
	}
	var found answer
	return found, json.NewDecoder(response.Body).Decode(&found)
}
