package main

import (
	"fmt"
	"sort"
	"sync"
	"time"
)

type writing struct {
	Writes int     `json:"writes"`
	P50    float64 `json:"p50Millis"`
	P99    float64 `json:"p99Millis"`
}

// write updates ConfigMaps at a rate, and tells how long the server took. Each write starts when
// it is due, whether or not those before it have been answered: a slow server can't hide by
// slowing its client down.
func write(s *server, rate int, seconds float64) (writing, error) {
	count := int(float64(rate) * seconds)
	latencies := make([]time.Duration, count)
	failures := make([]error, count)
	var group sync.WaitGroup
	began := time.Now()
	for i := range count {
		due := began.Add(time.Duration(i) * time.Second / time.Duration(rate))
		time.Sleep(time.Until(due))
		group.Go(func() {
			failures[i] = s.create("/api/v1/namespaces/bench-load/configmaps", loadMap(began, i))
			latencies[i] = time.Since(due)
		})
	}
	group.Wait()
	for _, failure := range failures {
		if failure != nil {
			return writing{}, failure
		}
	}
	sort.Slice(latencies, func(a, b int) bool { return latencies[a] < latencies[b] })
	return writing{Writes: count, P50: millis(latencies[count/2]), P99: millis(latencies[count*99/100])}, nil
}

func loadMap(began time.Time, number int) []byte {
	return fmt.Appendf(nil, `{"metadata":{"name":"load-%x-%d"},"data":{"number":"%d"}}`, began.UnixNano(), number, number)
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
