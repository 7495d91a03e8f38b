package contract_test

import (
	"context"
	"io"
	"log"
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

	"jettison/dockerx/enginetest"
)

// place is where in the talk between jettison and an engine another client changes something.
type place string

// The places.
const (
	beforeSteps    place = "between the plan and the first step"
	afterLook      place = "between a look and the request"
	beforeDeletion place = "right before a deletion"
)

func places() []place { return []place{beforeSteps, afterLook, beforeDeletion} }

// racedProxy is a proxy in front of an engine that has another client change something at a
// chosen moment. A request waits for that.
type racedProxy struct {
	socket string

	mu     sync.Mutex
	at     place
	passes int    // requests of the place that pass before
	strike func() // nil once it was called
	struck bool
}

func openRacedProxy(t *testing.T, e *enginetest.Engine) *racedProxy {
	t.Helper()
	dir, err := os.MkdirTemp("", "jettison-race-") //nolint:usetesting // the test's own folder may be too long for a socket path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	p := &racedProxy{socket: filepath.Join(dir, "proxy.sock")}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "unix", p.socket)
	must(t, err)
	transport := &http.Transport{DialContext: e.Dial, MaxIdleConnsPerHost: 16}
	silent := log.New(io.Discard, "", 0)
	forward := &httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(&url.URL{Scheme: "http", Host: "engine"}) },
		Transport: transport, ErrorLog: silent,
		FlushInterval: -1, // forward events immediately
		ModifyResponse: func(answer *http.Response) error {
			if looks(answer.Request) {
				p.reached(afterLook)
			}
			return nil
		},
	}
	server := &http.Server{
		ReadHeaderTimeout: time.Minute, ErrorLog: silent,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			p.reached(beforeSteps)
			if changes(r) {
				p.reached(beforeDeletion)
			}
			forward.ServeHTTP(w, r)
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
		transport.CloseIdleConnections()
	})
	return p
}

// Dial dials the proxy.
func (p *racedProxy) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, "unix", p.socket)
}

// arm has strike called once, at a place that is reached for the time after passes.
func (p *racedProxy) arm(at place, passes int, strike func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at, p.passes, p.strike, p.struck = at, passes, strike, false
}

// disarm reports whether strike was called.
func (p *racedProxy) disarm() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.strike = nil
	return p.struck
}

func (p *racedProxy) reached(at place) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.strike == nil || at != p.at {
		return
	}
	if p.passes > 0 {
		p.passes--
		return
	}
	p.strike()
	p.strike, p.struck = nil, true
}

var apiVersion = regexp.MustCompile(`^/v[0-9.]+`)

// looks reports whether a request looks at images or containers.
func looks(r *http.Request) bool {
	path := apiVersion.ReplaceAllString(r.URL.Path, "")
	return r.Method == http.MethodGet && (strings.HasPrefix(path, "/images/") || path == "/containers/json")
}

// changes reports whether a request may change images.
func changes(r *http.Request) bool {
	path := apiVersion.ReplaceAllString(r.URL.Path, "")
	return r.Method != http.MethodGet && r.Method != http.MethodHead && strings.HasPrefix(path, "/images/")
}
