package e2e_test

import (
	"context"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// dial opens a connection to an engine.
type dial = func(ctx context.Context, network, address string) (net.Conn, error)

// engineProxy is a proxy between a program and an engine. It records requests, and completes
// deletions even if the program that sent them is gone, as an engine does.
type engineProxy struct {
	host string
	// look inspects the disk. It is called before the first deletion is forwarded.
	look func() evidence

	mu      sync.Mutex
	dial    dial       // dials the engine behind the proxy
	quiet   *sync.Cond // on mu: signals that a connection was closed
	open    map[net.Conn]bool
	saves   int
	deleted []string // names in the deletions
	before  evidence // disk before the first deletion
}

// evidence is what was found on the disk.
type evidence struct {
	backedUp map[string]bool // IDs of images in complete backups
	intended map[string]bool // references and IDs with an intent in the journal
}

func openProxy(t *testing.T, look func() evidence) *engineProxy {
	t.Helper()
	dir, err := os.MkdirTemp("", "jettison-proxy-") //nolint:usetesting // the test's own folder may be too long for a socket path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "proxy.sock")
	listener, err := new(net.ListenConfig).Listen(t.Context(), "unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	p := &engineProxy{host: "unix://" + socket, look: look, open: map[net.Conn]bool{}}
	p.quiet = sync.NewCond(&p.mu)
	silent := log.New(io.Discard, "", 0) // killed programs break off responses
	transport := &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		p.mu.Lock()
		dial := p.dial
		p.mu.Unlock()
		return dial(ctx, network, address)
	}}
	forward := &httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(&url.URL{Scheme: "http", Host: "engine"}) },
		Transport: transport, ErrorLog: silent,
		FlushInterval: -1, // forward events immediately
	}
	server := &http.Server{
		ReadHeaderTimeout: time.Minute, ErrorLog: silent, ConnState: p.changed,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx := r.Context()
			if p.note(r) {
				var cancel context.CancelFunc
				ctx, cancel = context.WithCancel(context.WithoutCancel(ctx))
				defer cancel()
			}
			forward.ServeHTTP(w, r.WithContext(ctx))
		}),
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener) // returns when it is closed
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return p
}

// versioned matches the start of paths in the Engine API.
const versioned = `^/v[0-9.]+`

// note records a request and reports whether it is a deletion.
func (p *engineProxy) note(r *http.Request) bool {
	path := regexp.MustCompile(versioned).ReplaceAllString(r.URL.Path, "")
	p.mu.Lock()
	defer p.mu.Unlock()
	name, ofImage := strings.CutPrefix(path, "/images/")
	switch {
	case path == "/images/get":
		p.saves++
	case r.Method == http.MethodDelete && ofImage:
		if len(p.deleted) == 0 {
			p.before = p.look()
		}
		p.deleted = append(p.deleted, name)
		return true
	}
	return false
}

func (p *engineProxy) changed(conn net.Conn, state http.ConnState) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch state {
	case http.StateNew:
		p.open[conn] = true
	case http.StateClosed, http.StateHijacked:
		delete(p.open, conn)
		p.quiet.Broadcast()
	case http.StateActive, http.StateIdle:
	}
}

// forwardTo sets the engine behind the proxy.
func (p *engineProxy) forwardTo(to dial) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dial = to
}

// waitIdle waits until no connection is open: every request was completed or broken off.
func (p *engineProxy) waitIdle() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.open) > 0 {
		p.quiet.Wait()
	}
}

// seen returns what was recorded since the last forget.
func (p *engineProxy) seen() (saves int, deleted []string, before evidence) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.saves, append([]string{}, p.deleted...), evidence{maps.Clone(p.before.backedUp), maps.Clone(p.before.intended)}
}

// forget discards the records.
func (p *engineProxy) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.saves, p.deleted, p.before = 0, nil, evidence{}
}
