// Package plane runs one cluster: etcd, the API server, the controllers, the scheduler, and beside
// them the fake kubelets, the egress proxy and the control API, all in one process on loopback.
package plane

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"k8s.io/component-base/version"
)

// Config describes one cluster; it is the JSON file of `serve --config`.
type Config struct {
	Name          string `json:"name"`
	AccountID     string `json:"accountId"`
	Region        string `json:"region"`
	Version       string `json:"version"`
	DataDir       string `json:"dataDir"`
	APIPort       int    `json:"apiPort"`
	ServiceCIDR   string `json:"serviceCidr"`
	Issuer        string `json:"issuer"`
	TokenWebhook  string `json:"tokenWebhookUrl"`
	ImageCheck    string `json:"imageCheckUrl"`
	RuntimeConfig string `json:"runtimeConfig"`
	// EtcdOverrides puts one type on an etcd of its own, whose revisions are unrelated to the rest.
	EtcdOverrides      Override `json:"etcdOverrides"`
	CompactionInterval Duration `json:"compactionInterval"`
	Fsync              bool     `json:"fsync"`
	// Controllers are the controller manager's, as its own flag spells them; empty for all. A benchmark
	// of the API server wants few of them, as they watch and write whatever it does.
	Controllers string `json:"controllers"`
}

// Override names the type that gets an etcd of its own, as "group/resource" ("/configmaps" for the
// core group). In JSON it is that string, or true for events (the usual split), or false for none.
type Override string

// UnmarshalJSON accepts a boolean or a string.
func (o *Override) UnmarshalJSON(data []byte) error {
	var on bool
	if json.Unmarshal(data, &on) == nil {
		*o = ""
		if on {
			*o = "/events"
		}
		return nil
	}
	var resource string
	if err := json.Unmarshal(data, &resource); err != nil {
		return fmt.Errorf("etcdOverrides is %s; give true, false or \"group/resource\"", data)
	}
	if resource != "" && !strings.Contains(resource, "/") {
		return fmt.Errorf("etcdOverrides is %q; give \"group/resource\", such as \"/configmaps\"", resource)
	}
	*o = Override(resource)
	return nil
}

// Duration is a time.Duration that JSON spells like "5m".
type Duration time.Duration

// UnmarshalJSON reads Go's spelling of a duration.
func (d *Duration) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("a duration is %s; give a string such as \"5m\"", data)
	}
	parsed, err := time.ParseDuration(text)
	if err != nil {
		return fmt.Errorf("a duration is %q; give a string such as \"5m\"", text)
	}
	*d = Duration(parsed)
	return nil
}

// ReadConfig reads, completes and checks a configuration file.
func ReadConfig(file string) (Config, error) {
	if file == "" {
		return Config{}, errors.New("serve needs --config FILE")
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return Config{}, err
	}
	config := Config{ServiceCIDR: "10.100.0.0/16", CompactionInterval: Duration(5 * time.Minute)}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&config); err != nil {
		return Config{}, fmt.Errorf("%s: %w", file, err)
	}
	if err := config.complete(); err != nil {
		return Config{}, fmt.Errorf("%s: %w", file, err)
	}
	return config, nil
}

func (c *Config) complete() error {
	for field, value := range map[string]string{"name": c.Name, "region": c.Region, "dataDir": c.DataDir, "issuer": c.Issuer} {
		if value == "" {
			return fmt.Errorf("%s is missing", field)
		}
	}
	if _, _, err := net.ParseCIDR(c.ServiceCIDR); err != nil {
		return fmt.Errorf("serviceCidr: %w", err)
	}
	built := version.Get()
	if want := built.Major + "." + built.Minor; c.Version != "" && c.Version != want {
		return fmt.Errorf("version is %q, but this binary was built for %s", c.Version, want)
	}
	var err error
	c.DataDir, err = filepath.Abs(c.DataDir)
	return err
}

// path is the place of one file of the cluster.
func (c Config) path(name string) string { return filepath.Join(c.DataDir, name) }
