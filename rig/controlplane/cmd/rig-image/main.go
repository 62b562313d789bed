// Command rig-image is the program behind the rig's images. It is a binary of its own because it is
// started once per container: small, and there at once, which the control plane's binary would not be.
package main

import (
	"context"
	"fmt"
	"os"

	"sistership.io/rig/controlplane/internal/rigimage"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: rig-image NAME (started by the fake kubelet, which talks to it on its standard input)")
		os.Exit(2)
	}
	// It ends with its standard input, which the kubelet holds: no signal handling of its own.
	if err := rigimage.Run(context.Background(), os.Args[1], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "rig-image: %v\n", err)
		os.Exit(1)
	}
}
