package cli

import (
	"jettison/cli/config"
	"jettison/model"
)

// writable is a *RefusedError when nothing may be changed. Every command that
// changes something asks it once its flags are settled, before anything else.
func (f *flags) writable() error {
	if !f.readOnly {
		return nil
	}
	return &RefusedError{"Nothing was changed, this is read-only: " + f.whyReadOnly + ".", "Give --read-only=false to change something all the same."}
}

// writable is that of the flags, but for a dry run, which changes nothing.
func (r *removing) writable(f *flags) error {
	if r.dryRun {
		return nil
	}
	return f.writable()
}

// whyReadOnly is what made it read-only, in words; empty when it is not.
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
