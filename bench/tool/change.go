package main

import "fmt"

// Of so many objects one is changed.
const oneOf = 100

// change says a round's number in one object of a hundred that fill made: always the same ones, of
// every type in the same proportions as there are of it.
func change(s *server, objects, round int) (changing, error) {
	patch := fmt.Appendf(nil, `{"metadata":{"annotations":{"bench.sistership.io/round":"%d"}}}`, round)
	count := objects / oneOf
	err := eachOf(count, func(number int) error {
		sample := sampleOf(changed(number))
		return s.merge(sample.path+"/"+sample.name, patch)
	})
	return changing{Changed: count}, err
}

type changing struct {
	Changed int `json:"changed"`
}

// changed gives the objects to change. 37 has no factor in common with 100, so that they take turns
// through every type, which depends on the number's last digit.
func changed(number int) int { return number*oneOf + number*37%oneOf }
