package plane

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
)

// etcd listens on Unix sockets named relative to the data directory (the process's working directory):
// no port to lose a race for, no other user of the machine can connect, and no limit on the length of
// the directory's own path, which a socket's absolute name would have.
type etcdServer struct {
	name   string
	server *embed.Etcd
}

func startEtcd(ctx context.Context, name string, fsync bool) (*etcdServer, error) {
	server, err := embed.StartEtcd(etcdConfig(name, fsync))
	if err != nil {
		return nil, fmt.Errorf("etcd %s: %w", name, err)
	}
	select {
	case <-server.Server.ReadyNotify():
		return &etcdServer{name: name, server: server}, accepting(ctx, name)
	case err := <-server.Err():
		return nil, fmt.Errorf("etcd %s: %w", name, err)
	case <-ctx.Done():
		server.Close()
		return nil, ctx.Err()
	case <-time.After(time.Minute):
		server.Close()
		return nil, errors.New("etcd " + name + ": not ready after a minute")
	}
}

// accepting waits until the client socket is there: etcd is "ready" a moment earlier, and a gRPC client
// that comes too early waits a second before it tries again.
func accepting(ctx context.Context, name string) error {
	address := socketURL(name, "client")
	for {
		conn, err := net.Dial("unix", address.Host)
		if err == nil {
			return conn.Close()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func etcdConfig(name string, fsync bool) *embed.Config {
	client, peer := socketURL(name, "client"), socketURL(name, "peer")
	config := embed.NewConfig()
	config.Name = name
	config.Dir = name
	config.ListenClientUrls, config.AdvertiseClientUrls = []url.URL{client}, []url.URL{client}
	config.ListenPeerUrls, config.AdvertisePeerUrls = []url.URL{peer}, []url.URL{peer}
	config.InitialCluster = name + "=" + peer.String()
	config.LogLevel = "warn"
	config.WarningUnaryRequestDuration = time.Second // unset, every request is worth a warning
	config.UnsafeNoFsync = !fsync
	// A single member waits these out before it elects itself; the defaults cost a second of every start.
	config.TickMs, config.ElectionMs = 10, 100
	return config
}

// socketURL names a socket file. etcd wants a port in every URL, in that of a socket too; it is part of
// the file's name then.
func socketURL(name, use string) url.URL {
	return url.URL{Scheme: "unix", Host: name + "-" + use + ".sock:0"}
}

// endpoint is the address as the API server's flags take it.
func (e *etcdServer) endpoint() string {
	address := socketURL(e.name, "client")
	return address.String()
}

func (e *etcdServer) close() { e.server.Close() }
