package cli

import (
	"context"
	"time"

	"jettison/cli/config"
	"jettison/cli/plugin"
	"jettison/dockerx"
)

// invocation is one run of the program with everything it depends on. Tests replace parts of
// it.
type invocation struct {
	streams
	plugin bool // started by docker as a plugin
	now    func() time.Time
	env    config.Env
	// connect opens the engine that the flags name. end releases its resources.
	connect func(ctx context.Context, f *flags) (client *dockerx.Client, end func(), err error)
	// address returns the address of the engine that the flags name.
	address func(f *flags) (string, error)
	layers  layerCache  // may be nil
	lists   *listCaches // of last image lists; may be nil
	// measureBefore is how long a removal waits until the disk is measured before, and
	// measureAfter how long its report waits until what came back is.
	measureBefore, measureAfter time.Duration
}

// processInvocation returns the invocation of this process.
func processInvocation() *invocation {
	s := &invocation{
		streams: processStreams(), now: time.Now, env: environment, layers: openLayerCache(), lists: openListCaches(true),
		measureBefore: measurePatience, measureAfter: reportPatience,
	}
	s.connect, s.address = s.connectEngine, engineAddress
	return s
}

// engineAddress returns the address of the engine that the flags name. The engine need not
// answer.
func engineAddress(f *flags) (string, error) {
	endpoint, err := dockerx.Resolve(dockerx.Options{Host: f.host, Context: f.context})
	return endpoint.Host, err
}

// connectEngine connects to an engine or, with --demo, to a new embedded one.
func (s *invocation) connectEngine(ctx context.Context, f *flags) (client *dockerx.Client, end func(), err error) {
	options := dockerx.Options{Host: f.host, Context: f.context, Now: s.now, ReadOnly: f.readOnly}
	stop := func() {}
	if f.demo {
		engine := startDemo(f, s.now)
		stop = engine.Close
		options = dockerx.Options{Dial: engine.Dial, Name: "demo", Now: s.now, ReadOnly: f.readOnly}
	}
	client, err = dockerx.Connect(ctx, options)
	if err != nil {
		stop()
		return nil, nil, err
	}
	return client, func() {
		_ = client.Close() // only closes idle connections
		stop()
	}, nil
}

// asCalled rewrites the commands in an advice to match how the program was started.
func (s *invocation) asCalled(advice string) string {
	if s.plugin {
		return plugin.AsCalled(advice)
	}
	return advice
}
