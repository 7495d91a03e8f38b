package sim

import (
	"context"
	"net"
	"os"
	"sync"
	"syscall"
)

// pipeListener hands the server's ends of in-memory connections to it.
type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipeListener() *pipeListener {
	return &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
}

// Accept waits for the next connection.
func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conns:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close ends Accept and refuses what dials later.
func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// Addr is the address of the listener.
func (l *pipeListener) Addr() net.Addr { return pipeAddr{} }

func (l *pipeListener) dial(ctx context.Context) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case l.conns <- server:
		return client, nil
	case <-l.closed:
		return nil, errRefused()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// errRefused is what dialing a dead engine's socket gives.
func errRefused() error {
	return &net.OpError{
		Op: "dial", Net: "unix", Addr: pipeAddr{},
		Err: os.NewSyscallError("connect", syscall.ECONNREFUSED),
	}
}

type pipeAddr struct{}

// Network is the kind of the address.
func (pipeAddr) Network() string { return "pipe" }

// String is the address as errors show it.
func (pipeAddr) String() string { return "embedded" }
