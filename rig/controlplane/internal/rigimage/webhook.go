package rigimage

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
)

// review is the part of admission.k8s.io/v1 AdmissionReview that a webhook needs
// (https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#request).
type review struct {
	APIVersion string    `json:"apiVersion"`
	Kind       string    `json:"kind"`
	Request    *request  `json:"request,omitempty"`
	Response   *response `json:"response,omitempty"`
}

type request struct {
	UID    string          `json:"uid"`
	Object json.RawMessage `json:"object"`
}

type response struct {
	UID     string `json:"uid"`
	Allowed bool   `json:"allowed"`
	Status  status `json:"status,omitzero"`
}

type status struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

// rule forbids a value at a JSON pointer (RFC 6901) of the object that is being admitted. Without a
// value, it forbids that anything is there at all.
type rule struct {
	Pointer string           `json:"pointer"`
	Value   *json.RawMessage `json:"value,omitempty"`
	Message string           `json:"message,omitempty"`
}

// webhook is a validating admission webhook: it denies what its rules forbid and admits all else. At
// /convert it is a conversion webhook.
func webhook(c *container) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		if _, err := c.rules(); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("POST /convert", convert)
	mux.HandleFunc("POST /", c.review)
	return mux
}

func (c *container) review(w http.ResponseWriter, r *http.Request) {
	var asked review
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || asked.Request == nil {
		http.Error(w, "the body is not an AdmissionReview with a request", http.StatusBadRequest)
		return
	}
	rules, err := c.rules()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(review{APIVersion: asked.APIVersion, Kind: asked.Kind, Response: judge(asked.Request, rules)})
}

func judge(asked *request, rules []rule) *response {
	var object any
	if json.Unmarshal(asked.Object, &object) == nil { // a deletion has no object
		for _, rule := range rules {
			if rule.forbids(object) {
				return &response{UID: asked.UID, Status: status{Code: http.StatusForbidden, Message: rule.text()}}
			}
		}
	}
	return &response{UID: asked.UID, Allowed: true}
}

func (r rule) forbids(object any) bool {
	found, present := lookUp(object, r.Pointer)
	if !present || r.Value == nil {
		return present
	}
	var value any
	return json.Unmarshal(*r.Value, &value) == nil && reflect.DeepEqual(found, value)
}

func (r rule) text() string {
	if r.Message != "" {
		return r.Message
	}
	return "the value at " + r.Pointer + " is forbidden"
}

// rules are those of the mounted rules.json ({"rules": [...]}) and the one of the environment
// (DENY_FIELD, DENY_VALUE, DENY_MESSAGE).
func (c *container) rules() ([]rule, error) {
	var config struct {
		Rules []rule `json:"rules"`
	}
	if content, ok := c.file("/rules.json"); ok {
		if err := json.Unmarshal(content, &config); err != nil {
			return nil, fmt.Errorf("rules.json: %w", err)
		}
	}
	env := c.current().Env
	if field := env["DENY_FIELD"]; field != "" {
		config.Rules = append(config.Rules, rule{Pointer: field, Value: denied(env), Message: env["DENY_MESSAGE"]})
	}
	for _, rule := range config.Rules {
		if !strings.HasPrefix(rule.Pointer, "/") {
			return nil, fmt.Errorf("%q is not a JSON pointer: it must begin with /", rule.Pointer)
		}
	}
	if len(config.Rules) == 0 {
		return nil, errors.New("the webhook has no rule: mount a rules.json or set DENY_FIELD")
	}
	return config.Rules, nil
}

// denied takes DENY_VALUE as JSON, or as a plain string where it is not JSON.
func denied(env map[string]string) *json.RawMessage {
	text, set := env["DENY_VALUE"]
	if !set {
		return nil
	}
	raw := json.RawMessage(text)
	if !json.Valid(raw) {
		raw, _ = json.Marshal(text) // a string always marshals
	}
	return &raw
}

func lookUp(value any, pointer string) (any, bool) {
	for _, part := range strings.Split(pointer, "/")[1:] {
		part = strings.NewReplacer("~1", "/", "~0", "~").Replace(part)
		var ok bool
		switch node := value.(type) {
		case map[string]any:
			value, ok = node[part]
		case []any:
			value, ok = element(node, part)
		}
		if !ok {
			return nil, false
		}
	}
	return value, true
}

func element(list []any, part string) (any, bool) {
	var index int
	if _, err := fmt.Sscanf(part, "%d", &index); err != nil || index < 0 || index >= len(list) {
		return nil, false
	}
	return list[index], true
}

// certificate reads the mounted pair at each handshake, so that a renewed Secret takes effect.
func (c *container) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	cert, hasCert := c.file("/tls.crt")
	key, hasKey := c.file("/tls.key")
	if !hasCert || !hasKey {
		return nil, errors.New("no tls.crt and tls.key are mounted")
	}
	pair, err := tls.X509KeyPair(cert, key)
	return &pair, err
}
