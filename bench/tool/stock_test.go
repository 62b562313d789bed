package main

import (
	"strings"
	"testing"
)

func TestASetNamesItsOwnersBeforeWhatTheyOwnInOneNamespace(t *testing.T) {
	owned, byApply := 0, 0
	for number := range applied {
		places := make(map[string]int)
		for place, each := range setOf(number) {
			places[each.name] = place
			if !strings.Contains(each.path, "/namespaces/"+namespace(number)+"/") {
				t.Errorf("%s of set %d is at %s", each.name, number, each.path)
			}
			if each.owner.name != "" {
				owned++
				if _, made := places[each.owner.name]; !made {
					t.Errorf("%s of set %d is made before its owner %s", each.name, number, each.owner.name)
				}
			}
			if each.apply {
				byApply++
			}
		}
		if len(places) != set {
			t.Errorf("set %d has %d objects of different names, want %d", number, len(places), set)
		}
	}
	if owned != applied+1 || byApply != 1 {
		t.Errorf("%d sets have %d owned objects and %d applied ones; want %d and 1", applied, owned, byApply, applied+1)
	}
}

func TestOwnedObjectsReferToTheUIDThatTheServerGave(t *testing.T) {
	secret := setOf(1)[7]
	body := string(secret.owned(map[string]string{"ship-10": "6a1f"}))
	want := `{"metadata":{"ownerReferences":[{"apiVersion":"bench.sistership.io/v1","kind":"Ship","name":"ship-10","uid":"6a1f","controller":true}],"name":"secret-10",`
	if !strings.HasPrefix(body, want) {
		t.Errorf("the body begins %.160s; want %s", body, want)
	}
	if strings.Count(body, "ownerReferences") != 1 {
		t.Errorf("the body names owners more than once: %s", body)
	}
}
