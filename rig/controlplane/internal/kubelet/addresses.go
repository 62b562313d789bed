package kubelet

import (
	"fmt"
	"net/netip"
	"sync"
)

// addresses hands out IPs that are unique in the cluster, also where several nodes share a range, as
// nodes in one subnet do. It is safe for concurrent use.
type addresses struct {
	mu   sync.Mutex
	used map[netip.Addr]bool
}

func newAddresses() *addresses { return &addresses{used: map[netip.Addr]bool{}} }

func (a *addresses) reserve(text string) {
	if address, err := netip.ParseAddr(text); err == nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.used[address] = true
	}
}

func (a *addresses) release(text string) {
	if address, err := netip.ParseAddr(text); err == nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		delete(a.used, address)
	}
}

// take returns a free address of a range, from its second quarter on: the addresses of nodes are chosen
// elsewhere, from the range's beginning.
func (a *addresses) take(cidr string) (string, error) {
	prefix, err := netip.ParsePrefix(cidr)
	if err != nil {
		return "", fmt.Errorf("podCidr: %w", err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	first, quarter := usable(prefix)
	for _, start := range []netip.Addr{quarter, first} {
		for address := start; prefix.Contains(address.Next()); address = address.Next() {
			if !a.used[address] {
				a.used[address] = true
				return address.String(), nil
			}
		}
	}
	return "", fmt.Errorf("podCidr %s has no free address", cidr)
}

// usable returns a range's first usable address and the one at its second quarter. The first four and the
// last of a subnet are AWS's (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html).
func usable(prefix netip.Prefix) (first, quarter netip.Addr) {
	first = prefix.Masked().Addr()
	for range 4 {
		first = first.Next()
	}
	quarter = first
	for size := 1 << min(prefix.Addr().BitLen()-prefix.Bits(), 16); size > 16; size -= 4 {
		quarter = quarter.Next()
	}
	return first, quarter
}
