package plane

import (
	"context"
	"fmt"

	kcm "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	kcmoptions "k8s.io/kubernetes/cmd/kube-controller-manager/app/options"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	scheduleroptions "k8s.io/kubernetes/cmd/kube-scheduler/app/options"
)

// runControllers runs the controller manager until the context ends.
func runControllers(ctx context.Context, args []string) error {
	options, err := kcmoptions.NewKubeControllerManagerOptions()
	if err != nil {
		return err
	}
	sets := options.Flags(kcm.KnownControllers(), kcm.ControllersDisabledByDefault(), kcm.ControllerAliases())
	if err := parse("kube-controller-manager", sets, args); err != nil {
		return err
	}
	options.ParsedFlags = &sets
	config, err := options.Config(ctx, kcm.KnownControllers(), kcm.ControllersDisabledByDefault(), kcm.ControllerAliases())
	if err != nil {
		return fmt.Errorf("kube-controller-manager: %w", err)
	}
	return ended(ctx, "kube-controller-manager", kcm.Run(ctx, config.Complete()))
}

// runScheduler runs the scheduler until the context ends.
func runScheduler(ctx context.Context, args []string) error {
	options := scheduleroptions.NewOptions()
	if err := parse("kube-scheduler", *options.Flags, args); err != nil {
		return err
	}
	config, instance, err := scheduler.Setup(ctx, options)
	if err != nil {
		return fmt.Errorf("kube-scheduler: %w", err)
	}
	return ended(ctx, "kube-scheduler", scheduler.Run(ctx, config, instance))
}

// ended turns the return of something that should run for ever into an error, unless it was told to end.
func ended(ctx context.Context, name string, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	if err == nil {
		return fmt.Errorf("%s ended by itself", name)
	}
	return fmt.Errorf("%s: %w", name, err)
}
