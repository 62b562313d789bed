package main

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

type filling struct {
	Objects int     `json:"objects"`
	Seconds float64 `json:"seconds"`
}

const (
	namespaces = 20
	report     = 20_000 // objects between two words to whoever waits
)

// fill makes objects of five types, in the proportions of a large cluster. Nothing acts on them:
// pods name a scheduler that nobody is, deployments are paused.
func fill(s *server, objects int) (filling, error) {
	began := time.Now()
	if err := prepare(s); err != nil {
		return filling{}, err
	}
	err := eachOf(objects, func(number int) error {
		if number > 0 && number%report == 0 {
			fmt.Fprintf(os.Stderr, "          %d of %d objects\n", number, objects)
		}
		sample := sampleOf(number)
		return s.create(sample.path, sample.body)
	})
	return filling{Objects: objects, Seconds: time.Since(began).Seconds()}, err
}

// eachOf works on the numbers below a count, as many beside each other as there are connections.
func eachOf(count int, work func(number int) error) error {
	numbers := make(chan int)
	failures := make(chan error, connections)
	var group sync.WaitGroup
	for range connections {
		group.Go(func() {
			for number := range numbers {
				if err := work(number); err != nil {
					failures <- err
					return
				}
			}
		})
	}
	err := feed(numbers, failures, count)
	group.Wait()
	select {
	case late := <-failures: // of the last numbers, when nobody waited for a failure any more
		return errors.Join(err, late)
	default:
		return err
	}
}

func feed(numbers chan<- int, failures <-chan error, count int) error {
	defer close(numbers)
	for number := range count {
		select {
		case numbers <- number:
		case err := <-failures:
			return err
		}
	}
	return nil
}

// prepare makes the namespaces and the custom type, and waits until the server serves it.
func prepare(s *server) error {
	for number := range namespaces {
		if err := makeNamespace(s, namespace(number)); err != nil {
			return err
		}
	}
	if err := makeNamespace(s, "bench-load"); err != nil {
		return err
	}
	if err := s.create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", []byte(shipDefinition)); err != nil {
		return err
	}
	path := "/apis/bench.sistership.io/v1/namespaces/" + namespace(0) + "/ships?dryRun=All"
	var err error
	for range 200 {
		if err = s.create(path, []byte(ship(0))); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return err
}

// makeNamespace also makes the default service account, without which no pod is admitted.
func makeNamespace(s *server, name string) error {
	body := fmt.Appendf(nil, `{"metadata":{"name":%q}}`, name)
	if err := s.create("/api/v1/namespaces", body); err != nil {
		return err
	}
	return s.create("/api/v1/namespaces/"+name+"/serviceaccounts", []byte(`{"metadata":{"name":"default"}}`))
}

func namespace(number int) string { return fmt.Sprintf("bench-%02d", number%namespaces) }
