// Package test starts real control planes from the built binary. The whole suite runs in a network
// namespace that has loopback alone: whatever passes here has dialled nothing else.
package test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

const (
	binary     = "../../target/controlplane"
	insideFlag = "RIG_TEST_INSIDE_NAMESPACE"
)

func TestMain(m *testing.M) {
	if os.Getenv(insideFlag) == "" {
		os.Exit(outside())
	}
	if err := raiseLoopback(); err != nil {
		fmt.Fprintln(os.Stderr, "loopback of the namespace:", err)
		os.Exit(1)
	}
	code := m.Run()
	if sharedCluster != nil {
		if err := errors.Join(sharedCluster.stop(), os.RemoveAll(sharedDir)); err != nil {
			fmt.Fprintln(os.Stderr, "the shared cluster:", err)
			code = 1
		}
	}
	os.Exit(code)
}

// outside builds the binary and runs this test program again, in a namespace of its own.
func outside() int {
	build := exec.Command("../build")
	build.Stdout, build.Stderr = os.Stdout, os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		return 1
	}
	again := exec.Command("/proc/self/exe", os.Args[1:]...)
	again.Env = append(os.Environ(), insideFlag+"=1")
	again.Stdin, again.Stdout, again.Stderr = os.Stdin, os.Stdout, os.Stderr
	again.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	err := again.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "a network namespace for the tests:", err)
		return 1
	}
	return 0
}

// raiseLoopback is `ip link set lo up`, which not every machine has.
func raiseLoopback() error {
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	defer func() { _ = unix.Close(socket) }()
	request, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	request.SetUint16(unix.IFF_UP)
	return unix.IoctlIfreq(socket, unix.SIOCSIFFLAGS, request)
}

func Test_the_suite_sees_no_interface_but_loopback(t *testing.T) {
	interfaces, err := net.Interfaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range interfaces {
		if found.Flags&net.FlagUp != 0 && found.Flags&net.FlagLoopback == 0 {
			t.Errorf("interface %s is up", found.Name)
		}
	}
}
