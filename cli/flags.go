package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"jettison/cli/config"
	"jettison/model/pin"
)

const maxDemoImages = 1_000_000

// flags holds the command line's flags. After applyConfig, it also holds the configured values of
// flags that were not given.
type flags struct {
	config       string
	host         string
	context      string
	demo         bool
	demoImages   int
	seed         uint64
	backupFolder string // configured folder; empty for the state folder
	jobs         int
	readOnly     bool
	fps          int
	ascii        bool
	theme        string
	noMouse      bool
	// whyReadOnly names what set readOnly.
	whyReadOnly string
	pins        []pin.Rule // set by hand and by configuration
}

// registerEngine declares the flags of every command, with their defaults.
func (f *flags) registerEngine(set *pflag.FlagSet) {
	set.SortFlags = false
	set.StringVarP(&f.host, "host", "H", "", "engine to connect to, as docker's -H (unix://, tcp://, ssh://, npipe://)")
	set.StringVarP(&f.context, "context", "c", "", "docker context to use instead of the current one")
	set.BoolVar(&f.demo, "demo", false, "try it on an embedded engine with made-up images; needs no Docker")
	set.IntVar(&f.demoImages, "demo-images", 0, "how many images the demo has (0: about 250)")
	set.Uint64Var(&f.seed, "seed", 1, "which demo to make: the same number makes the same images")
	set.IntVar(&f.jobs, "jobs", 0, "how many removals run at a time (0: what suits the engine)")
	set.BoolVar(&f.readOnly, "read-only", false, "look and change nothing: no image, no container, no pin")
	set.StringVar(&f.config, "config", "", "configuration to read instead of the usual one")
}

// registerScreen declares the flags of the screen.
func (f *flags) registerScreen(set *pflag.FlagSet) {
	set.SortFlags = false
	set.StringVar(&f.theme, "theme", config.ThemeAuto, "background of the terminal: auto, light or dark")
	set.BoolVar(&f.ascii, "ascii", false, "draw with ASCII characters only")
	set.BoolVar(&f.noMouse, "no-mouse", false, "leave the mouse to the terminal")
	set.IntVar(&f.fps, "fps", 0, "most frames a second that are drawn, up to 120 (0: the default)")
}

// registerCompletions declares the possible values of flags for shell completion.
func registerCompletions(command *cobra.Command) error {
	nothing := cobra.FixedCompletions(nil, cobra.ShellCompDirectiveNoFileComp)
	completions := map[string]cobra.CompletionFunc{
		"theme": cobra.FixedCompletions(config.Themes(), cobra.ShellCompDirectiveNoFileComp),
		"host": cobra.FixedCompletions([]string{"unix://", "tcp://", "ssh://"},
			cobra.ShellCompDirectiveNoFileComp|cobra.ShellCompDirectiveNoSpace),
		"context": nothing, "demo-images": nothing, "seed": nothing, "jobs": nothing, "fps": nothing,
	}
	for name, complete := range completions {
		if err := command.RegisterFlagCompletionFunc(name, complete); err != nil {
			return fmt.Errorf("complete --%s: %w", name, err)
		}
	}
	return nil
}

// check validates the combination of flags.
func (f *flags) check(changed func(name string) bool) error {
	switch {
	case f.host != "" && f.context != "":
		return &UsageError{"--host and --context both say where the engine is.", "Give one of them."}
	case f.demo && (f.host != "" || f.context != ""):
		return &UsageError{"The demo has its own engine and connects to no other.", "Give --demo without --host or --context."}
	case !f.demo && (changed("demo-images") || changed("seed")):
		return &UsageError{"--demo-images and --seed are about the demo.", "Add --demo."}
	case !slices.Contains(config.Themes(), f.theme):
		return &UsageError{fmt.Sprintf("--theme can't be %q.", f.theme), "It is one of " + strings.Join(config.Themes(), ", ") + "."}
	}
	if err := inRange("demo-images", f.demoImages, maxDemoImages); err != nil {
		return err
	}
	if err := inRange("jobs", f.jobs, config.MaxJobs); err != nil {
		return err
	}
	return inRange("fps", f.fps, config.MaxFPS)
}

func inRange(name string, value, most int) error {
	if value < 0 || value > most {
		return &UsageError{fmt.Sprintf("--%s can't be %d.", name, value), fmt.Sprintf("It is a number from 0 to %d.", most)}
	}
	return nil
}
