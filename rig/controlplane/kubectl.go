package main

import (
	"os"

	"k8s.io/component-base/cli"
	"k8s.io/kubectl/pkg/cmd"
)

// runKubectl is kubectl: its command reads os.Args (for plug-ins and completion), so they are set as
// if it had been called by its own name.
func runKubectl(args []string) int {
	os.Args = append([]string{"kubectl"}, args...)
	return cli.Run(cmd.NewDefaultKubectlCommand())
}
