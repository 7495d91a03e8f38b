package cli

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"jettison/cli/config"
	"jettison/dockerx"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// noon is the time at which the commands of the tests run.
func noon() time.Time { return time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC) }

const day = 24 * time.Hour

// shop is a small engine: a base with two names, versions built on it, an image of a classic
// build with its parent, and containers.
func shop() *modeltest.World {
	w := modeltest.New(5, noon())
	step := func(bytes int64) modeltest.Instruction { return modeltest.Run("COPY app /app", bytes) }
	build := func(from *modeltest.Image, days int, bytes int64, tags ...string) *modeltest.Image {
		return w.Build(modeltest.Recipe{
			From: from, Add: []modeltest.Instruction{step(bytes)}, Tags: tags, Created: noon().Add(-time.Duration(days) * day),
		})
	}
	base := build(nil, 90, 100e6, "alpine:3.22", "alpine:latest")
	build(base, 40, 30e6, "acme/api:1.0")
	build(base, 20, 31e6, "acme/api:1.1")
	current := build(base, 3, 32e6, "acme/api:1.2", "acme/api:dev")
	build(base, 50, 5e6)
	parent := w.Build(modeltest.Recipe{
		Add: []modeltest.Instruction{step(7e6)}, Tags: []string{"legacy:base"}, Created: noon().Add(-400 * day),
	})
	w.Build(modeltest.Recipe{
		From: parent, Classic: true, Add: []modeltest.Instruction{step(1e6), step(2e6)}, Tags: []string{"legacy:app"},
		Created: noon().Add(-399 * day),
	})
	stale := build(nil, 200, 55e6, "acme/worker:old")
	w.Run(modeltest.Start{Image: current, Name: "api-1", Created: 3 * time.Hour, Since: 3 * time.Hour})
	w.Run(modeltest.Start{Image: stale, Name: "worker-9", State: model.StateExited, Created: 15 * day, Since: 14 * day})
	return w
}

// ran is the result of a command line.
type ran struct {
	code      Code
	err       error
	out, errs string
}

// harness runs command lines against an embedded engine.
type harness struct {
	t      *testing.T
	engine *sim.Engine
	call   invocation
	out    strings.Builder
	errs   strings.Builder
}

func newHarness(t *testing.T, world *modeltest.World, options sim.Options) *harness {
	t.Helper()
	options.Clock = noon
	b := &harness{t: t, engine: sim.New(world, options)}
	t.Cleanup(b.engine.Close)
	b.call = invocation{streams: streams{in: strings.NewReader(""), out: &b.out, errs: &b.errs}, now: noon, env: homeAt(t.TempDir())}
	b.call.measureBefore, b.call.measureAfter = time.Hour, time.Hour // however loaded the machine is
	b.call.address = func(*flags) (string, error) { return "embedded", nil }
	b.call.connect = func(ctx context.Context, _ *flags) (*dockerx.Client, func(), error) {
		client, err := dockerx.Connect(ctx, dockerx.Options{Dial: b.engine.Dial, Name: "test", Now: b.call.now})
		if err != nil {
			return nil, nil, err
		}
		return client, func() { _ = client.Close() }, nil
	}
	return b
}

// run runs a command line.
func (b *harness) run(args ...string) ran { return b.runIn(b.t.Context(), args...) }

func (b *harness) runIn(ctx context.Context, args ...string) ran {
	b.t.Helper()
	b.out.Reset()
	b.errs.Reset()
	err := obey(ctx, &b.call, args, func(*cobra.Command, *flags) error {
		b.t.Error("the screen was opened")
		return nil
	})
	return ran{CodeOf(err), err, b.out.String(), b.errs.String()}
}

// runWithin runs a command line, which must end within minutes, whatever else the machine does.
func (b *harness) runWithin(args ...string) ran {
	b.t.Helper()
	ended := make(chan ran, 1)
	go func() { ended <- b.run(args...) }()
	select {
	case r := <-ended:
		return r
	case <-time.After(5 * time.Minute):
		b.t.Fatalf("%q does not end", args)
		return ran{}
	}
}

// succeeds runs a command line and fails the test unless it exits with 0.
func (b *harness) succeeds(args ...string) string {
	b.t.Helper()
	r := b.run(args...)
	if r.code != CodeDone {
		b.t.Fatalf("%q: code %d\n%s", args, r.code, r.errs)
	}
	return r.out
}

// reads runs a command line and decodes the JSON document that it prints.
func (b *harness) reads(into any, args ...string) {
	b.t.Helper()
	if err := json.Unmarshal([]byte(b.succeeds(args...)), into); err != nil {
		b.t.Fatalf("%q: %v", args, err)
	}
}

// has reports whether the engine has an image with the given name.
func (b *harness) has(name string) bool {
	_, err := b.engine.ImageID(name)
	return err == nil
}

// writerFunc is an io.Writer that passes on each text written.
type writerFunc func(text string)

func (f writerFunc) Write(p []byte) (int, error) {
	f(string(p))
	return len(p), nil
}

// tick yields to other goroutines.
func tick(ctx context.Context) <-chan struct{} {
	turn := make(chan struct{})
	go func() {
		defer close(turn)
		select {
		case <-ctx.Done():
		case <-time.After(time.Millisecond):
		}
	}()
	return turn
}

// wants checks which names are gone and which remain.
func (b *harness) wants(gone, stay []string) {
	b.t.Helper()
	for _, ref := range gone {
		if b.has(ref) {
			b.t.Errorf("%s is still there", ref)
		}
	}
	for _, ref := range stay {
		if !b.has(ref) {
			b.t.Errorf("%s is gone", ref)
		}
	}
}

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
}

// homeAt is an environment without configuration whose folders are all in one place.
func homeAt(folder string) config.Env {
	return func(name string) string {
		switch name {
		case "XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME", "DOCKER_CONFIG":
			return folder
		}
		return ""
	}
}

// pulledShop has some images that were pulled.
func pulledShop() *modeltest.World {
	w := modeltest.New(5, noon())
	for _, tag := range []string{"hub:1", "hub:2", "own:1", "other:1"} {
		w.Build(modeltest.Recipe{
			Add: []modeltest.Instruction{modeltest.Run("COPY app /app", 1e6)}, Tags: []string{tag}, Pulled: strings.HasPrefix(tag, "hub"),
		})
	}
	return w
}
