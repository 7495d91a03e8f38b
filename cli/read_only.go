package cli

import (
	"jettison/cli/config"
	"jettison/model"
)

// writable returns a *RefusedError in read-only mode. Every command that changes something
// calls it right after prepare.
func (f *flags) writable() error {
	if !f.readOnly {
		return nil
	}
	return &RefusedError{"Nothing was changed, this is read-only: " + f.whyReadOnly + ".", "Give --read-only=false to change something all the same."}
}

// writable is like that of flags but allows a dry run, which changes nothing.
func (r *removing) writable(f *flags) error {
	if r.dryRun {
		return nil
	}
	return f.writable()
}

// whyReadOnly describes what set read-only mode; it is empty if the mode is off.
func whyReadOnly(v config.Value[bool]) string {
	if !v.Value {
		return ""
	}
	switch v.Origin.Source {
	case config.SourceFile:
		return "read_only is set in " + model.Clean(v.Origin.String())
	case config.SourceEnvironment:
		return v.Origin.Name + " is set"
	case config.SourceFlag, config.SourceDefault:
	}
	return "jettison was started with --read-only"
}
