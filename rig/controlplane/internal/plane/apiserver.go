package plane

import (
	"context"
	"fmt"
	"net"
	"slices"

	"github.com/spf13/pflag"
	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	cliflag "k8s.io/component-base/cli/flag"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"k8s.io/kubernetes/cmd/kube-apiserver/app/options"

	"sistership.io/rig/controlplane/internal/fargate"
)

// apiServer prepares the API server and returns the function that runs it until its context ends.
// The three Kubernetes programs are run by their options, not by their commands: commands in one
// process clash over logging and over the one-shot signal handler.
func apiServer(ctx context.Context, args []string, listener net.Listener, profiles *fargate.Profiles) (func() error, error) {
	server := options.NewServerRunOptions()
	addFargate(server, profiles)
	if err := parse("kube-apiserver", server.Flags(), args); err != nil {
		return nil, err
	}
	server.SecureServing.Listener = listener
	if err := server.GenericServerRunOptions.ComponentGlobalsRegistry.Set(); err != nil {
		return nil, err
	}
	completed, err := server.Complete(ctx)
	if err != nil {
		return nil, err
	}
	if errs := completed.Validate(); len(errs) > 0 {
		return nil, fmt.Errorf("kube-apiserver: %w", utilerrors.NewAggregate(errs))
	}
	return func() error { return app.Run(ctx, completed) }, nil
}

// addFargate compiles the Fargate admission plugin in, at the place of the mutating webhook that EKS
// itself uses for it.
func addFargate(server *options.ServerRunOptions, profiles *fargate.Profiles) {
	admission := server.Admission.GenericAdmission
	fargate.Register(admission.Plugins, profiles)
	at := slices.Index(admission.RecommendedPluginOrder, "MutatingAdmissionWebhook")
	admission.RecommendedPluginOrder = slices.Insert(slices.Clone(admission.RecommendedPluginOrder), at, fargate.PluginName)
}

func parse(name string, sets cliflag.NamedFlagSets, args []string) error {
	flags := pflag.NewFlagSet(name, pflag.ContinueOnError)
	for _, set := range sets.FlagSets {
		flags.AddFlagSet(set)
	}
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
