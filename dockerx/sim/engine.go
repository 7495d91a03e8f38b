package sim

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"jettison/model"
	"jettison/model/modeltest"
)

// Options choose which engine is imitated.
type Options struct {
	// Store is the image store; StoreGraph by default.
	Store model.Store
	// Version is the engine's version: "28.5.2" by default, "5.4.2" of Podman.
	// Versions before 23 answer as Docker 20.10 does.
	Version string
	// APIVersion is the newest version of the API that is offered; by default that of
	// Version.
	APIVersion string
	// Name is the host's name.
	Name string
	// Clock gives the dates of events and of what is created later; time.Now by default.
	// Latency and streams always take real time.
	Clock func() time.Time
	// Latency is how long requests take; the first rule that matches counts.
	Latency []Latency
	// Texts, if set, rewrites every string of the answers, to play a hostile engine; field
	// is the name of the JSON field.
	Texts func(field, text string) string
}

// Engine is an embedded engine. It is safe for concurrent use.
type Engine struct {
	opts   Options
	legacy bool    // answers as Docker 20.10 does
	routes []route // that it serves

	mu    sync.Mutex // guards the state of the world
	st    *state
	swarm *swarmCluster // nil while the engine is not in one

	events   *hub
	requests requestLog
	faults   faults
	delays   delays

	life     sync.Mutex // guards server and pipe
	server   *http.Server
	pipe     *pipeListener
	watchers sync.WaitGroup
}

// New starts an engine that holds a copy of a world. Close ends it.
func New(world *modeltest.World, opts Options) *Engine {
	e := &Engine{opts: opts.withDefaults(), routes: routes(), events: newHub()}
	e.legacy = !e.podman() && !e.since(23, 0)
	e.st = newState(world.Clone(), e.opts.Store)
	e.swarm = newSwarm(world.Services, e.now())
	e.delays.set(opts.Latency)
	e.Start()
	return e
}

func (o Options) withDefaults() Options {
	if o.Store == model.StoreUnknown {
		o.Store = model.StoreGraph
	}
	if o.Version == "" {
		o.Version = "28.5.2"
		if o.Store == model.StorePodman {
			o.Version = "5.4.2"
		}
	}
	if o.APIVersion == "" {
		o.APIVersion = newestAPI(o.Store, o.Version)
	}
	if o.Name == "" {
		o.Name = "embedded"
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	return o
}

// Start brings a stopped engine back, with the world as it was left.
func (e *Engine) Start() {
	e.life.Lock()
	defer e.life.Unlock()
	if e.server != nil {
		return
	}
	e.pipe = newPipeListener()
	handler := http.HandlerFunc(e.serveHTTP)
	if change := e.opts.Texts; change != nil {
		handler = func(w http.ResponseWriter, r *http.Request) { e.serveHTTP(textRewriter{w, change}, r) }
	}
	e.server = &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: time.Minute,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	e.serve(e.server, e.pipe)
}

// Stop kills the engine: it closes listeners and connections at once, in the middle of
// whatever they do, and refuses to be dialed.
func (e *Engine) Stop() {
	e.life.Lock()
	defer e.life.Unlock()
	if e.server == nil {
		return
	}
	// The only errors are those of closing listeners, which are no longer needed.
	_ = e.server.Close()
	e.server, e.pipe = nil, nil
}

// Close stops the engine and waits until its listeners are done.
func (e *Engine) Close() {
	e.Stop()
	e.watchers.Wait()
}

// Serve answers on a listener too, such as a unix socket, until the engine
// stops or the listener is closed. It returns at once.
func (e *Engine) Serve(l net.Listener) error {
	e.life.Lock()
	defer e.life.Unlock()
	if e.server == nil {
		return errors.New("the embedded engine is stopped: start it before serving")
	}
	e.serve(e.server, l)
	return nil
}

func (e *Engine) serve(server *http.Server, l net.Listener) {
	e.watchers.Go(func() {
		// Serve always returns an error: the server or the listener was closed.
		_ = server.Serve(l)
	})
}

// Dial opens an in-memory connection to the engine. It has the signature that
// client.WithDialContext and http.Transport want; network and address are not
// used.
func (e *Engine) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	e.life.Lock()
	pipe := e.pipe
	e.life.Unlock()
	if pipe == nil {
		return nil, errRefused()
	}
	return pipe.dial(ctx)
}

// now is the engine's time.
func (e *Engine) now() time.Time { return e.opts.Clock() }
