// Command controlplane is the Kubernetes side of the rig: one binary that is a whole cluster
// (etcd, API server, controllers, scheduler, fake kubelets), and kubectl.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"k8s.io/component-base/version"

	"sistership.io/rig/controlplane/internal/plane"
)

const usage = `usage: controlplane COMMAND

  serve --config FILE   run one cluster until SIGTERM (FILE: see README.md)
  kubectl ARGS...       kubectl, of the cluster's version
  version               print the Kubernetes version as JSON
`

func main() {
	if filepath.Base(os.Args[0]) == "kubectl" {
		os.Exit(runKubectl(os.Args[1:]))
	}
	os.Exit(run(os.Args[1:]))
}

// run dispatches to a command and returns the process's exit code.
func run(args []string) int {
	if len(args) == 0 {
		fmt.Fprint(os.Stderr, usage)
		return 2
	}
	switch args[0] {
	case "serve":
		return report(serve(args[1:]))
	case "kubectl":
		return runKubectl(args[1:])
	case "version":
		return report(printVersion(os.Stdout))
	default:
		fmt.Fprintf(os.Stderr, "controlplane: unknown command %q\n\n%s", args[0], usage)
		return 2
	}
}

func report(err error) int {
	if err == nil {
		return 0
	}
	fmt.Fprintf(os.Stderr, "controlplane: %v\n", err)
	return 1
}

func serve(args []string) error {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	file := flags.String("config", "", "JSON file that describes the cluster")
	if err := flags.Parse(args); err != nil {
		return err
	}
	config, err := plane.ReadConfig(*file)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	return plane.Serve(ctx, config)
}

func printVersion(out io.Writer) error {
	return json.NewEncoder(out).Encode(map[string]string{"kubernetes": version.Get().GitVersion})
}
