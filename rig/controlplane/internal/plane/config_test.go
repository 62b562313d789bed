package plane

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func read(t *testing.T, text string) (Config, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "c.json")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return ReadConfig(file)
}

const least = `"name": "shop", "region": "us-east-1", "dataDir": "/d", "issuer": "https://127.0.0.1:1/id/A"`

func Test_a_configuration_has_defaults(t *testing.T) {
	config, err := read(t, "{"+least+"}")
	if err != nil || config.ServiceCIDR != "10.100.0.0/16" || time.Duration(config.CompactionInterval) != 5*time.Minute || config.EtcdOverrides != "" {
		t.Errorf("got %+v, %v", config, err)
	}
	if config.firstServiceIP() != "10.100.0.1" {
		t.Errorf("first service IP is %s", config.firstServiceIP())
	}
}

func Test_an_override_is_a_switch_or_a_type(t *testing.T) {
	for text, want := range map[string]Override{"true": "/events", "false": "", `"/configmaps"`: "/configmaps"} {
		config, err := read(t, "{"+least+`, "etcdOverrides": `+text+"}")
		if err != nil || config.EtcdOverrides != want {
			t.Errorf("%s: got %q, %v", text, config.EtcdOverrides, err)
		}
	}
}

func Test_a_wrong_configuration_is_refused_with_the_reason(t *testing.T) {
	for text, want := range map[string]string{
		`{"name": "shop", "region": "r", "dataDir": "d"}`: "issuer is missing",
		"{" + least + `, "etcdOverride": true}`:           `unknown field "etcdOverride"`,
		"{" + least + `, "etcdOverrides": "events"}`:      `etcdOverrides is "events"; give "group/resource", such as "/configmaps"`,
		"{" + least + `, "compactionInterval": "soon"}`:   `a duration is "soon"; give a string such as "5m"`,
		"{" + least + `, "serviceCidr": "10.1"}`:          "serviceCidr: invalid CIDR address: 10.1",
		"{" + least + `, "version": "1.1"}`:               `version is "1.1", but this binary was built for `,
	} {
		_, err := read(t, text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", text, err)
		}
	}
}
