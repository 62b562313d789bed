// Package egress is the only way out of a cluster's control plane: an HTTP CONNECT proxy that connects
// the addresses of services and pods to the local processes behind them, and refuses all others at once.
package egress

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
)

// Resolver finds the loopback address behind the target of a CONNECT.
type Resolver interface {
	// Resolve returns an address to dial, or an error that says why there is none.
	Resolve(target string) (string, error)
}

// Proxy serves CONNECT requests. It is safe for concurrent use.
type Proxy struct {
	resolver Resolver
	log      *Log
}

// NewProxy makes a proxy that dials what the resolver says and writes each request to the log.
func NewProxy(resolver Resolver, log *Log) *Proxy { return &Proxy{resolver: resolver, log: log} }

// Serve accepts connections until the context ends.
func (p *Proxy) Serve(ctx context.Context, listener net.Listener) error {
	stop := context.AfterFunc(ctx, func() { _ = listener.Close() })
	defer stop()
	for {
		conn, err := listener.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("egress proxy: %w", err)
		}
		go p.handle(ctx, conn)
	}
}

func (p *Proxy) handle(ctx context.Context, client net.Conn) {
	defer func() { _ = client.Close() }()
	reader := bufio.NewReader(client)
	request, err := http.ReadRequest(reader)
	if err != nil {
		return // the caller went away before it asked for anything
	}
	if request.Method != http.MethodConnect {
		p.refuse(client, request.Host, errors.New("only CONNECT is served"))
		return
	}
	server, err := p.dial(ctx, request.Host)
	if err != nil {
		p.refuse(client, request.Host, err)
		return
	}
	defer func() { _ = server.Close() }()
	p.log.Write(Entry{Target: request.Host, Outcome: Connected, Address: server.RemoteAddr().String()})
	if _, err := io.WriteString(client, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		return
	}
	splice(ctx, server, client, reader)
}

// dial connects to loopback only, whatever the resolver says.
func (p *Proxy) dial(ctx context.Context, target string) (net.Conn, error) {
	address, err := p.resolver.Resolve(target)
	if err != nil {
		return nil, err
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("%s is not on loopback", address)
	}
	var dialer net.Dialer
	return dialer.DialContext(ctx, "tcp", address)
}

func (p *Proxy) refuse(client io.Writer, target string, reason error) {
	p.log.Write(Entry{Target: target, Outcome: Refused, Reason: reason.Error()})
	_, _ = fmt.Fprintf(client, "HTTP/1.1 502 connection refused: %s\r\nContent-Length: 0\r\n\r\n", reason)
}

// splice copies both ways until both sides have ended; the end of one side is passed on, so that a
// half-closed connection still delivers its answer.
func splice(ctx context.Context, server, client net.Conn, buffered io.Reader) {
	stop := context.AfterFunc(ctx, func() {
		_ = server.Close()
		_ = client.Close()
	})
	defer stop()
	var both sync.WaitGroup
	both.Go(func() { forward(server, buffered) })
	both.Go(func() { forward(client, server) })
	both.Wait()
}

func forward(to net.Conn, from io.Reader) {
	_, _ = io.Copy(to, from)
	if half, ok := to.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
}
