package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"jettison/cli/plugin"
	"jettison/cli/process"
	"jettison/model"
	"jettison/model/query"
	"jettison/model/words"
)

// Run runs a command line until it is done, the context is canceled or a signal arrives.
// program is the name that it was started by: as docker-jettison it is docker's command
// "docker jettison". Run explains an error on standard error before it returns it; CodeOf
// turns it into an exit code.
func Run(ctx context.Context, program string, args []string) error {
	process.NormalizeNoColor()
	process.TuneGC()
	ctx, stop := process.NotifySignals(ctx)
	defer stop()

	s := processInvocation()
	if plugin.Is(program) {
		s.plugin = true
		line, err := plugin.Parse(args)
		if err != nil {
			err = pluginError(err)
			s.explain(err)
			return err
		}
		for name, value := range line.Env {
			if err := os.Setenv(name, value); err != nil {
				return err
			}
		}
		args = line.Args
	}
	return obey(ctx, s, args, func(command *cobra.Command, f *flags) error {
		if !term.IsTerminal(os.Stdout.Fd()) {
			return &UsageError{
				"The screen needs a terminal, and standard output is not one.",
				"Run it without a pipe or redirection, or see 'jettison --help' for the commands that need none.",
			}
		}
		c, err := f.applyConfig(command.Flags().Changed, environment)
		if err != nil {
			return err
		}
		return openScreen(command.Context(), f, c)
	})
}

// obey runs a command line and explains its error.
func obey(ctx context.Context, s *invocation, args []string, open func(*cobra.Command, *flags) error) error {
	if s.plugin && len(args) > 0 && args[0] == plugin.MetadataCommand {
		return plugin.WriteMetadata(s.out, versionText(), aboutShort)
	}
	out := watchWrites(s.out)
	defer func(before io.Writer) { s.out = before }(s.out)
	s.out = out
	root, err := newRootOf(s, open)
	if err != nil {
		return err
	}
	root.SetArgs(args)
	root.SetOut(s.out)
	root.SetErr(s.errs)
	err = root.ExecuteContext(ctx)
	if signaled := new(process.SignalError); errors.As(context.Cause(ctx), &signaled) {
		return signaled
	}
	if failed := out.failed(); failed != nil && (err == nil || CodeOf(err) == CodeUsage) {
		err = failed // no command may pass over that its results are lost
	}
	if err != nil {
		s.explain(err)
	}
	return err
}

// explain tells the user what went wrong and what to do.
func (s *invocation) explain(err error) {
	text := words.Error(err)
	if advice := adviceOf(err); advice != "" {
		text = strings.TrimSuffix(text, advice) + s.asCalled(advice)
	}
	if wrong := new(query.Error); errors.As(err, &wrong) {
		text = "the query is wrong at " + wrong.Error() + "\n" + wrong.Caret()
	}
	if problem := new(model.Problem); errors.As(err, &problem) {
		if advice := words.Problem(problem).Advice; advice != "" {
			text += "\n" + advice
		}
	}
	// A failed write to standard error can't be reported anywhere.
	_, _ = fmt.Fprintln(s.errs, "jettison: "+text)
}
