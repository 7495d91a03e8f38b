package sim

import (
	"slices"
	"sync"
	"time"
)

// Request is one request that the engine got.
type Request struct {
	Method string
	Path   string    // without the API version
	Query  string    // as it came
	Host   string    // that it names
	At     time.Time // by the wall clock
}

type requestLog struct {
	mu  sync.Mutex
	all []Request
}

func (l *requestLog) add(method, path, query, host string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, Request{Method: method, Path: path, Query: query, Host: host, At: time.Now()})
}

// Requests returns the requests since the start or the last ForgetRequests, in the order in
// which they came.
func (e *Engine) Requests() []Request {
	e.requests.mu.Lock()
	defer e.requests.mu.Unlock()
	return slices.Clone(e.requests.all)
}

// ForgetRequests empties the log of requests.
func (e *Engine) ForgetRequests() {
	e.requests.mu.Lock()
	defer e.requests.mu.Unlock()
	e.requests.all = nil
}
