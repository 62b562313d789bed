package plane

import (
	"context"
	"slices"
	"testing"
)

func Test_a_controller_ends_the_process_unless_it_is_ending_already(t *testing.T) {
	ended, end := context.WithCancel(t.Context())
	end()
	var codes []int
	exit := func(code int) { codes = append(codes, code) }

	exitWith(t.Context(), exit)(1)
	done, wentOn := make(chan struct{}), false
	go func() {
		defer close(done)
		exitWith(ended, exit)(2)
		wentOn = true
	}()
	<-done

	if !slices.Equal(codes, []int{1}) || wentOn {
		t.Errorf("the process ended with %v, not with 1 alone; the caller went on: %v", codes, wentOn)
	}
}
