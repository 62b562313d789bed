// Package image reads image references and asks the rig's registries whether an image is there.
package image

import (
	"fmt"
	"regexp"
	"strings"
)

// ecrHost matches private ECR registries, those of AWS's own add-ons among them, in the spellings of
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html and of FIPS endpoints.
var ecrHost = regexp.MustCompile(`^\d{12}\.dkr[.-]ecr(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn)$`)

// Reference is a parsed image reference.
type Reference struct {
	Host       string
	Repository string
	Tag        string
	Digest     string
}

// Parse splits a reference as container runtimes do: the first segment is a host if it looks like one.
func Parse(text string) (Reference, error) {
	var ref Reference
	rest, digest, hasDigest := strings.Cut(text, "@")
	if hasDigest {
		ref.Digest = digest
	}
	ref.Host = "docker.io"
	if first, after, found := strings.Cut(rest, "/"); found && (strings.ContainsAny(first, ".:") || first == "localhost") {
		ref.Host, rest = first, after
	}
	if colon := strings.LastIndex(rest, ":"); colon > strings.LastIndex(rest, "/") {
		rest, ref.Tag = rest[:colon], rest[colon+1:]
	}
	ref.Repository = rest
	if rest == "" || strings.ContainsAny(rest, " \t") || (hasDigest && !strings.Contains(digest, ":")) {
		return Reference{}, fmt.Errorf("couldn't parse image name %q: invalid reference format", text)
	}
	if ref.Tag == "" && ref.Digest == "" {
		ref.Tag = "latest"
	}
	return ref, nil
}

// InECR says whether the image is in a private ECR registry.
func (r Reference) InECR() bool { return ecrHost.MatchString(r.Host) }

// RigImage names the rig image that a repository holds ("http-server" for ".../rig/http-server"), or "".
func (r Reference) RigImage() string {
	for _, name := range []string{HTTPServer, Webhook} {
		if r.Repository == "rig/"+name || strings.HasSuffix(r.Repository, "/rig/"+name) {
			return name
		}
	}
	return ""
}
