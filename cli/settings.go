package cli

import (
	"errors"
	"os"

	"github.com/spf13/cobra"

	"jettison/cli/config"
)

// applyConfig reads the configuration, gives precedence to flags on the command line, fills in the
// other flags and reads the pins. An invalid configuration is a *UsageError.
func (f *flags) applyConfig(changed func(name string) bool, env config.Env) (*config.Config, error) {
	c, err := f.applyConfigWithoutPins(changed, env)
	if err == nil {
		f.pins, err = pinsOf(c, pinsFile(f, env))
	}
	return c, err
}

// applyConfigWithoutPins is applyConfig without the pins, for commands that repair them.
func (f *flags) applyConfigWithoutPins(changed func(name string) bool, env config.Env) (*config.Config, error) {
	c, err := config.Load(config.Options{File: f.config, Env: env})
	if err != nil {
		return nil, configError(err)
	}
	flag := func(name string) config.Origin {
		return config.Origin{Source: config.SourceFlag, Name: "--" + name}
	}
	given := map[string]func(origin config.Origin){
		"host":      func(o config.Origin) { c.SetHost(f.host, o) },
		"context":   func(o config.Origin) { c.SetContext(f.context, o) },
		"jobs":      func(o config.Origin) { c.Jobs.Set(f.jobs, o) },
		"read-only": func(o config.Origin) { c.ReadOnly.Set(f.readOnly, o) },
		"theme":     func(o config.Origin) { c.Theme.Set(f.theme, o) },
		"ascii":     func(o config.Origin) { c.ASCII.Set(f.ascii, o) },
		"no-mouse":  func(o config.Origin) { c.Mouse.Set(!f.noMouse, o) },
		"fps":       func(o config.Origin) { c.FPS.Set(f.fps, o) },
	}
	for name, set := range given {
		if changed(name) {
			set(flag(name))
		}
	}
	f.backupFolder = c.BackupFolder.Value
	f.host, f.context = configured(c.Host), configured(c.Context)
	if f.demo {
		f.host, f.context = "", ""
	}
	f.jobs, f.theme, f.ascii, f.noMouse, f.fps = c.Jobs.Value, c.Theme.Value, c.ASCII.Value, !c.Mouse.Value, c.FPS.Value
	f.readOnly, f.whyReadOnly = c.ReadOnly.Value, whyReadOnly(c.ReadOnly)
	return c, nil
}

// prepare validates the flags of a command and fills in the others from the configuration.
func (f *flags) prepare(command *cobra.Command, s *invocation) error {
	changed := command.Flags().Changed
	if err := f.check(changed); err != nil {
		return err
	}
	_, err := f.applyConfig(changed, s.env)
	return err
}

// configured returns the engine's address. It is empty if docker's own variables set it,
// because the client reads them together with those for TLS.
func configured(v config.Value[string]) string {
	if v.Origin.Source == config.SourceEnvironment {
		return ""
	}
	return v.Value
}

// configError turns a configuration error into a usage error.
func configError(err error) error {
	if _, ok := errors.AsType[config.Errors](err); ok {
		return &UsageError{What: "the configuration is wrong:\n" + err.Error()}
	}
	return &UsageError{What: err.Error()}
}

// environment is the process's own.
func environment(name string) string { return os.Getenv(name) }
