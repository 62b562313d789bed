package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

const (
	set = 10 // objects of a set, which share a namespace
	// One set in so many has a deployment that somebody manages by server-side apply and that owns
	// a ConfigMap: restores write such a ConfigMap before its owner, and link it later.
	applied = 5
)

// stock makes what restores are measured with: ConfigMaps, Secrets, custom resources, and
// deployments without replicas. In each set a custom resource owns a Secret.
func stock(s *server, objects int) (filling, error) {
	began := time.Now()
	if err := prepare(s); err != nil {
		return filling{}, err
	}
	err := eachOf(objects/set, func(number int) error { return stockSet(s, number) })
	return filling{Objects: objects / set * set, Seconds: time.Since(began).Seconds()}, err
}

func stockSet(s *server, number int) error {
	uids := make(map[string]string)
	for _, member := range setOf(number) {
		uid, err := member.make(s, uids)
		if err != nil {
			return err
		}
		uids[member.name] = uid
	}
	return nil
}

// member is an object of a set.
type member struct {
	sample
	owner owner // empty where nobody owns it
	apply bool  // whether a GitOps controller made it
}

type owner struct {
	apiVersion, kind, name string
}

// setOf gives the objects of a set, owners first.
func setOf(number int) []member {
	first := number * set
	at := func(group, plural, name, body string) member {
		path := group + "/namespaces/" + namespace(number) + "/" + plural
		return member{sample: sample{path: path, name: name, body: []byte(body)}}
	}
	var members []member
	for n := first; n < first+2; n++ {
		members = append(members, at("/apis/bench.sistership.io/v1", "ships", fmt.Sprintf("ship-%d", n), ship(n)))
	}
	for n := first; n < first+2; n++ {
		members = append(members, at("/apis/apps/v1", "deployments", fmt.Sprintf("deployment-%d", n), deployment(n)))
	}
	for n := first; n < first+3; n++ {
		members = append(members, at("/api/v1", "configmaps", fmt.Sprintf("config-%d", n), configMap(n)))
	}
	for n := first; n < first+3; n++ {
		members = append(members, at("/api/v1", "secrets", fmt.Sprintf("secret-%d", n), secret(n)))
	}
	members[7].owner = owner{"bench.sistership.io/v1", "Ship", members[0].name}
	if number%applied == 0 {
		members[2].apply = true
		members[4].owner = owner{"apps/v1", "Deployment", members[2].name}
	}
	return members
}

// make creates the object and gives its uid.
func (m *member) make(s *server, uids map[string]string) (string, error) {
	var uid string
	read := func(answer io.Reader) error {
		var object struct{ Metadata struct{ UID string } }
		err := json.NewDecoder(answer).Decode(&object)
		uid = object.Metadata.UID
		return err
	}
	request, err := m.request(s, uids)
	if err != nil {
		return "", err
	}
	err = s.send(request, http.StatusCreated, read)
	return uid, err
}

func (m *member) request(s *server, uids map[string]string) (*http.Request, error) {
	if m.apply {
		path := m.path + "/" + m.name + "?fieldManager=gitops"
		body := []byte(strings.Replace(string(m.body), "{", `{"apiVersion":"apps/v1","kind":"Deployment",`, 1))
		return s.request(http.MethodPatch, path, "application/apply-patch+yaml", body)
	}
	return s.request(http.MethodPost, m.path, "application/json", m.owned(uids))
}

// owned gives the body with a reference to the object's owner.
func (m *member) owned(uids map[string]string) []byte {
	if m.owner.name == "" {
		return m.body
	}
	const metadata = `"metadata":{`
	reference := fmt.Sprintf(`"ownerReferences":[{"apiVersion":%q,"kind":%q,"name":%q,"uid":%q,"controller":true}],`,
		m.owner.apiVersion, m.owner.kind, m.owner.name, uids[m.owner.name])
	return []byte(strings.Replace(string(m.body), metadata, metadata+reference, 1))
}
