package main

import (
	"strings"
	"testing"
)

func TestAPageNamesTheNextOneBeforeOrAfterItsItems(t *testing.T) {
	items := `[{"metadata":{"name":"a","continue":"decoy"}},{"spec":{"metadata":{"continue":"decoy"}}}` +
		strings.Repeat(`,{"metadata":{"name":"b"}}`, 1000) + `]`
	for name, page := range map[string]struct{ body, token string }{
		"built-in":             {`{"kind":"PodList","metadata":{"resourceVersion":"7","continue":"next"},"items":` + items + "}\n", "next"},
		"built-in, last page":  {`{"kind":"PodList","metadata":{"resourceVersion":"7"},"items":` + items + "}\n", ""},
		"custom":               {`{"apiVersion":"v1","items":` + items + `,"kind":"ShipList","metadata":{"continue":"next","remainingItemCount":3,"resourceVersion":"7"}}` + "\n", "next"},
		"custom, last page":    {`{"apiVersion":"v1","items":` + items + `,"kind":"ShipList","metadata":{"continue":"","resourceVersion":"7"}}` + "\n", ""},
		"custom, nothing else": {`{"apiVersion":"v1","items":[],"kind":"ShipList","metadata":{"continue":"next","resourceVersion":"7"}}` + "\n", "next"},
	} {
		t.Run(name, func(t *testing.T) {
			count, token, err := readPage(strings.NewReader(page.body))
			if err != nil || token != page.token {
				t.Errorf("readPage found token %q, %v; want %q", token, err, page.token)
			}
			if want := len(page.body) - strings.Index(page.body, `"items":`); count != int64(want) {
				t.Errorf("readPage counted %d bytes, want %d", count, want)
			}
		})
	}
}
