package cli

import (
	"context"
	"os"
	"time"

	"jettison/cli/config"
	"jettison/cli/diskspace"
	"jettison/cli/process"
	"jettison/dockerx"
	"jettison/model"
	"jettison/ui"
)

// openScreen opens the screen on the engine that the flags name. It returns when the user
// quits or ctx ends.
func openScreen(ctx context.Context, f *flags, c *config.Config) error {
	keys, err := c.Keymap()
	if err != nil {
		return configError(err)
	}
	// The session is closed at the end, which lets steps under way finish: a signal must not
	// end it before.
	lifetime := context.WithoutCancel(ctx)
	engine := dockerx.Options{Host: f.host, Context: f.context, Now: time.Now, ReadOnly: f.readOnly}
	var connect opener = func(attempt context.Context) (ui.Session, error) {
		return asSession(openSession(attempt, lifetime, engine, serviceOf(f, environment, time.Now), screenCaches(f.readOnly)))
	}
	var demo opener = func(attempt context.Context) (ui.Session, error) {
		return asSession(openDemo(attempt, lifetime, f, time.Now))
	}
	address := "the demo"
	if f.demo {
		connect = demo
	} else {
		address = addressOf(engine)
	}
	history, remember := historyOf(f)
	return ui.Run(ctx, ui.Options{
		Connect: preconnect(ctx, connect),
		Demo:    demo,
		Address: address,
		Keys:    keys,
		Now:     time.Now,

		ReadOnly: f.whyReadOnly,
		Policies: policiesOf(c),
		Pins:     screenPins(f, c),
		Trends:   trendsIn(f, environment, c.DataRoot.Value),
		History:  history,
		Remember: remember,

		Theme:   appearance(f.theme),
		NoColor: process.NoColor(),
		ASCII:   f.ascii,
		NoMouse: f.noMouse,
		FPS:     f.fps,
		Parting: os.Stderr,
		Pager:   os.Getenv("PAGER"),
		Lend:    func(lent bool) { process.LendTerminal(ctx, lent) },
	})
}

// policiesOf returns the configured policies for the screen.
func policiesOf(c *config.Config) ui.Policies {
	var p ui.Policies
	for _, configured := range c.Policies {
		p.List = append(p.List, configured.Policy)
	}
	if len(p.List) > 0 {
		p.Filters, p.Problem = config.PruneFilters(environment, time.Now())
		p.Free = diskspace.FreeOf(c.DataRoot.Value)
	}
	return p
}

// asSession converts a nil session to a nil interface.
func asSession(s *session, err error) (ui.Session, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// addressOf returns the address shown on the start screen. If it can't be resolved, addressOf
// returns what the user gave, and connecting explains why.
func addressOf(o dockerx.Options) string {
	endpoint, err := dockerx.Resolve(o)
	switch {
	case err == nil:
		return endpoint.Host
	case o.Host == "" && o.Context != "":
		return "the context " + o.Context
	}
	return model.HideAddress(o.Host)
}

func appearance(theme string) ui.Appearance {
	switch theme {
	case config.ThemeLight:
		return ui.AppearanceLight
	case config.ThemeDark:
		return ui.AppearanceDark
	}
	return ui.AppearanceAuto
}
