package plane

import (
	"context"
	"runtime"

	"k8s.io/klog/v2"
)

// exitWith returns what the Kubernetes programs shall call instead of exit. Once the context has ended,
// it ends the calling goroutine alone and leaves the end of the process to Serve: a controller that is stopped while it
// starts finds no API server any more (the namespace controller's initOpCache), and would end the
// process as failed before etcd is closed.
func exitWith(ctx context.Context, exit func(code int)) func(code int) {
	return func(code int) {
		if ctx.Err() != nil {
			klog.InfoS("Left the end of the process to those who end it", "code", code)
			runtime.Goexit()
		}
		exit(code)
	}
}
