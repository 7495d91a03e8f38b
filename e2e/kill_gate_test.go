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

// gate is a proxy between a program and an engine. It records requests, and completes
// deletions even if the program that sent them is gone, as an engine does.
type gate struct {
	host string
	// look inspects the disk. It is called before the first deletion is forwarded.
	look func() evidence

	mu      sync.Mutex
	dial    dial       // dials the engine behind the gate
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

func openGate(t *testing.T, look func() evidence) *gate {
	t.Helper()
	dir, err := os.MkdirTemp("", "jettison-gate-") //nolint:usetesting // the test's own folder may be too long for a socket path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "gate.sock")
	listener, err := new(net.ListenConfig).Listen(t.Context(), "unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{host: "unix://" + socket, look: look, open: map[net.Conn]bool{}}
	g.quiet = sync.NewCond(&g.mu)
	silent := log.New(io.Discard, "", 0) // killed programs break off responses
	transport := &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		g.mu.Lock()
		dial := g.dial
		g.mu.Unlock()
		return dial(ctx, network, address)
	}}
	forward := &httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(&url.URL{Scheme: "http", Host: "engine"}) },
		Transport: transport, ErrorLog: silent,
		FlushInterval: -1, // forward events immediately
	}
	server := &http.Server{
		ReadHeaderTimeout: time.Minute, ErrorLog: silent, ConnState: g.changed,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx := r.Context()
			if g.note(r) {
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
	return g
}

// versioned matches the start of paths in the Engine API.
const versioned = `^/v[0-9.]+`

// note records a request and reports whether it is a deletion.
func (g *gate) note(r *http.Request) bool {
	path := regexp.MustCompile(versioned).ReplaceAllString(r.URL.Path, "")
	g.mu.Lock()
	defer g.mu.Unlock()
	name, ofImage := strings.CutPrefix(path, "/images/")
	switch {
	case path == "/images/get":
		g.saves++
	case r.Method == http.MethodDelete && ofImage:
		if len(g.deleted) == 0 {
			g.before = g.look()
		}
		g.deleted = append(g.deleted, name)
		return true
	}
	return false
}

func (g *gate) changed(conn net.Conn, state http.ConnState) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch state {
	case http.StateNew:
		g.open[conn] = true
	case http.StateClosed, http.StateHijacked:
		delete(g.open, conn)
		g.quiet.Broadcast()
	case http.StateActive, http.StateIdle:
	}
}

// lead sets the engine behind the gate.
func (g *gate) lead(to dial) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.dial = to
}

// settle waits until no connection is open: every request was completed or broken off.
func (g *gate) settle() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for len(g.open) > 0 {
		g.quiet.Wait()
	}
}

// seen returns what was recorded since the last forget.
func (g *gate) seen() (saves int, deleted []string, before evidence) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.saves, append([]string{}, g.deleted...), evidence{maps.Clone(g.before.backedUp), maps.Clone(g.before.intended)}
}

// forget discards the records.
func (g *gate) forget() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.saves, g.deleted, g.before = 0, nil, evidence{}
}
