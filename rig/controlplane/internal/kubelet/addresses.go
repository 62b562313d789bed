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

// take returns the lowest free address of a range. The first four and the last are AWS's
// (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html).
func (a *addresses) take(cidr string) (string, error) {
	prefix, err := netip.ParsePrefix(cidr)
	if err != nil {
		return "", fmt.Errorf("podCidr: %w", err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	address := prefix.Masked().Addr()
	for range 4 {
		address = address.Next()
	}
	for ; prefix.Contains(address.Next()); address = address.Next() {
		if !a.used[address] {
			a.used[address] = true
			return address.String(), nil
		}
	}
	return "", fmt.Errorf("podCidr %s has no free address", cidr)
}
