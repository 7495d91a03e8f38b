package cli

import (
	"context"
	"time"

	"jettison/cli/config"
	"jettison/cli/plugin"
	"jettison/dockerx"
)

// invocation is one run of the program by its command line, with all that it is given:
// tests give it something else than the process has.
type invocation struct {
	streams
	plugin bool // docker started it as its command
	now    func() time.Time
	env    config.Env
	// connect opens the engine that the flags name. end takes back what that took.
	connect func(ctx context.Context, f *flags) (client *dockerx.Client, end func(), err error)
	// address is where the engine is that the flags name.
	address func(f *flags) (string, error)
	memory  layerMemory // may be nil
}

// processInvocation is that of the process.
func processInvocation() *invocation {
	s := &invocation{streams: processStreams(), now: time.Now, env: environment, memory: rememberLayers()}
	s.connect, s.address = s.connectEngine, engineAddress
	return s
}

// engineAddress is where the engine is that the flags name, which need not answer.
func engineAddress(f *flags) (string, error) {
	endpoint, err := dockerx.Resolve(dockerx.Options{Host: f.host, Context: f.context})
	return endpoint.Host, err
}

// connectEngine connects to an engine or, for --demo, to an embedded one of its
// own.
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
		_ = client.Close() // lets go of idle connections only
		stop()
	}, nil
}

// asCalled is an advice with its commands as a person has to write them.
func (s *invocation) asCalled(advice string) string {
	if s.plugin {
		return plugin.AsCalled(advice)
	}
	return advice
}
