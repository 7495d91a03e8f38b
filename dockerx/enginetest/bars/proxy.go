package main

import (
	"context"
	"net/http"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"regexp"
	"sync"
	"time"
)

// proxy forwards requests to an engine and counts them.
type proxy struct {
	host   string
	server *http.Server

	mu     sync.Mutex
	counts map[string]int // by method and path without the API version
}

// openProxy serves a proxy on a socket in dir.
func openProxy(ctx context.Context, dir, engine string) (*proxy, error) {
	socket := filepath.Join(dir, "proxy.sock")
	listener, err := listen(ctx, socket)
	if err != nil {
		return nil, err
	}
	p := &proxy{host: "unix://" + socket, counts: map[string]int{}}
	target := &url.URL{Scheme: "http", Host: "engine"}
	forward := &httputil.ReverseProxy{
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(target) },
		Transport:     socketClient(engine).Transport,
		FlushInterval: -1, // forward events immediately
	}
	version := regexp.MustCompile(`^/v[0-9.]+`)
	p.server = &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.counts[r.Method+" "+version.ReplaceAllString(r.URL.Path, "")]++
		p.mu.Unlock()
		forward.ServeHTTP(w, r)
	})}
	go func() { _ = p.server.Serve(listener) }() // returns when it is closed
	return p, nil
}

// requests returns the number of requests so far.
func (p *proxy) requests() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	sum := 0
	for _, n := range p.counts {
		sum += n
	}
	return sum
}

// count returns the number of requests of one kind so far.
func (p *proxy) count(request string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.counts[request]
}

func (p *proxy) close() { _ = p.server.Close() }
