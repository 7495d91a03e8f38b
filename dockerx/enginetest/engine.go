package enginetest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/moby/moby/client"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

const (
	startTimeout = 60 * time.Second
	stopTimeout  = 10 * time.Second
	pollEvery    = 10 * time.Millisecond
	// maxSocketPath is the limit of Linux (unix(7)), including the final zero byte.
	maxSocketPath = 108
)

// Engine is one running engine.
type Engine struct {
	Flavor Flavor
	Store  model.Store
	// Host is the address in the form of DOCKER_HOST; empty for an embedded engine.
	Host string
	// Sim is the embedded engine, nil for a real one.
	Sim *sim.Engine

	served     string // address given to an embedded engine, see Shell
	alone      bool   // has a network of its own
	dir        string
	binaries   binaries
	process    *process
	client     *client.Client
	images     map[model.ImageID]string     // a real engine's IDs of the world's images
	containers map[model.ContainerID]string // a real engine's IDs of the world's containers
	loaded     loadedWorld
}

// Start starts an engine for a single test and fills it with the world. It is stopped and
// removed when the test ends. If the engine is not available, the test is skipped or fails
// (see the package documentation).
func Start(t testing.TB, f Flavor, world *modeltest.World) *Engine {
	t.Helper()
	return start(t, f, world, false)
}

// StartAlone is like Start. The engine has a network of its own, without a way out, so that it
// can manage a swarm: that makes bridges and listens on fixed ports.
func StartAlone(t testing.TB, f Flavor, world *modeltest.World) *Engine {
	t.Helper()
	return start(t, f, world, true)
}

func start(t testing.TB, f Flavor, world *modeltest.World, alone bool) *Engine {
	t.Helper()
	if !f.Real() {
		return newSim(t, f, world)
	}
	e, err := boot(f, need(t, f), alone)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.stop(); err != nil {
			t.Errorf("stop %s: %v", f, err)
		}
	})
	e.loadWorld(t, world)
	return e
}

// boot starts a real engine without images.
func boot(f Flavor, found binaries, alone bool) (*Engine, error) {
	dir, err := os.MkdirTemp("", "jettison-engine-")
	if err != nil {
		return nil, err
	}
	e := &Engine{Flavor: f, Store: f.Store(), Host: "unix://" + socketPath(dir), alone: alone, dir: dir, binaries: found}
	if len(socketPath(dir)) >= maxSocketPath {
		err = fmt.Errorf("the path of the socket, %s, is too long: set TMPDIR to a shorter folder", socketPath(dir))
	} else if err = e.launch(); err == nil {
		err = e.checkVersion()
	}
	if err != nil {
		return nil, fmt.Errorf("%s did not start: %w", f, errors.Join(err, e.stop()))
	}
	return e, nil
}

func socketPath(dir string) string { return filepath.Join(dir, "engine.sock") }

// launch starts the engine's process and waits until it answers.
func (e *Engine) launch() error {
	for _, name := range []string{"data", "run", "networks"} {
		if err := os.MkdirAll(filepath.Join(e.dir, name), 0o700); err != nil {
			return err
		}
	}
	env, argv, err := e.command()
	if err != nil {
		return err
	}
	init := e.binaries.docker20 + "/usr/bin/tini"
	var spaces []string
	if e.alone {
		spaces = []string{"--net"}
		argv = append([]string{e.binaries.busybox, "sh", "-c", `"$0" ip link set lo up && exec "$@"`, e.binaries.busybox}, argv...)
	}
	if e.process, err = startProcess(init, e.logPath(), env, spaces, argv...); err != nil {
		return err
	}
	if e.client == nil {
		if e.client, err = client.New(client.WithHost(e.Host)); err != nil {
			return err
		}
	}
	return e.waitUntilUp()
}

func (e *Engine) command() (env, argv []string, err error) {
	if e.Store == model.StorePodman {
		return podmanCommand(e.Flavor, e.binaries, e.dir)
	}
	return dockerdCommand(e.Flavor, e.binaries, e.dir)
}

func (e *Engine) logPath() string { return filepath.Join(e.dir, "log") }

// waitUntilUp pings the engine until it answers. On a timeout the error includes the end of
// the engine's log.
func (e *Engine) waitUntilUp() error {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	for {
		if _, err := e.client.Ping(ctx, client.PingOptions{NegotiateAPIVersion: true}); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return &startError{"no answer within " + startTimeout.String(), e.logTail()}
		case <-e.process.exited:
			return &startError{"it ended at once", e.logTail()}
		case <-time.After(pollEvery):
		}
	}
}

type startError struct{ reason, log string }

func (e *startError) Error() string { return e.reason + "; the end of its log:\n" + e.log }

// logTail returns the last lines of the engine's log.
func (e *Engine) logTail() string {
	text, err := os.ReadFile(e.logPath())
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[max(0, len(lines)-10):], "\n")
}

// checkVersion checks that the engine has the version of its flavor.
func (e *Engine) checkVersion() error {
	version, err := e.client.ServerVersion(context.Background(), client.ServerVersionOptions{})
	if err != nil {
		return err
	}
	if !strings.HasPrefix(version.Version, e.Flavor.version()) {
		return fmt.Errorf("the unpacked engine is version %s", version.Version)
	}
	return nil
}

// Client returns a client of the engine that has negotiated the API version. It is shared and
// must not be closed.
func (e *Engine) Client() *client.Client { return e.client }

// NewClient returns a client with the given options, such as an API version.
func (e *Engine) NewClient(t testing.TB, opts ...client.Opt) *client.Client {
	t.Helper()
	address := client.WithHost(e.Host)
	if e.Sim != nil {
		address = client.WithDialContext(e.Sim.Dial)
	}
	c, err := client.New(append([]client.Opt{address}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// Dial opens a connection to the engine. It has the signature of http.Transport's DialContext.
func (e *Engine) Dial(ctx context.Context, network, addr string) (net.Conn, error) {
	if e.Sim != nil {
		return e.Sim.Dial(ctx, network, addr)
	}
	var dialer net.Dialer
	return dialer.DialContext(ctx, "unix", socketPath(e.dir))
}

// halt kills the processes and removes files outside the data folder that hold process IDs,
// because those IDs belong to other processes after a restart.
func (e *Engine) halt() error {
	if e.process == nil {
		return nil
	}
	err := e.process.kill()
	e.process = nil
	if err != nil {
		return err
	}
	_ = os.Remove(socketPath(e.dir))
	return os.RemoveAll(filepath.Join(e.dir, "run"))
}

// stop ends the engine and removes its data.
func (e *Engine) stop() error {
	if e.client != nil {
		// Killing the engine kills its containers too, but leaves their control groups.
		ctx, cancel := context.WithTimeout(context.Background(), stopTimeout)
		defer cancel()
		_ = e.removeContainers(ctx)
		_ = e.client.Close()
	}
	if err := e.halt(); err != nil {
		return err
	}
	return os.RemoveAll(e.dir)
}
