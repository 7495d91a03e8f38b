package cli

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"jettison/cli/plugin"
	"jettison/model"
	"jettison/model/query"
)

// Each paragraph is one line, because the help wraps it and the man page fills it.
const (
	aboutShort = "See what fills Docker's disk and throw it overboard"

	aboutProgram = "jettison shows what fills Docker's disk: images, containers, volumes and build cache. " +
		"Mark images, see what blocks their removal and how many bytes really come back, then remove them with live progress. " +
		"Nothing is removed that you did not confirm."

	aboutEngine = "It connects as docker does: --host, --context, DOCKER_HOST, DOCKER_CONTEXT, DOCKER_TLS_VERIFY, " +
		"DOCKER_CERT_PATH and the current docker context are obeyed."

	aboutColor = "NO_COLOR with any value turns colors off."

	aboutCodes = "0 done; 1 some steps failed; 2 bad usage, configuration or query, or no such image; 3 no engine; " +
		"4 refused: nobody confirmed it, it is read-only, all of it is pinned, a budget can't be checked, or another clean-up is under way. A program that a signal ended exits with 128 and its number."
)

const examples = `# what is on this machine
jettison
# try it without Docker
jettison --demo
# what a policy of the configuration would remove
jettison policy run nightly --dry-run
# an engine elsewhere
jettison --host ssh://deploy@build-7`

// newRoot returns the root command. It calls open once the flags are valid.
func newRoot(open func(command *cobra.Command, f *flags) error) (*cobra.Command, error) {
	return newRootOf(processInvocation(), open)
}

// newRootOf returns the root command of an invocation.
func newRootOf(s *invocation, open func(command *cobra.Command, f *flags) error) (*cobra.Command, error) {
	f := &flags{}
	root := &cobra.Command{
		Use:     "jettison [flags]",
		Short:   aboutShort,
		Long:    aboutProgram + "\n\n" + aboutEngine + " " + aboutColor + "\n\nExit codes: " + aboutCodes,
		Example: examples,
		Version: versionText(),
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := f.check(command.Flags().Changed); err != nil {
				return err
			}
			return open(command, f)
		},
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetHelpCommand(&cobra.Command{
		Use: "help [COMMAND]", Short: "Show the help", Hidden: true,
		RunE: func(_ *cobra.Command, args []string) error {
			command, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return noArguments(root, []string{strings.Join(args, " ")})
			}
			return command.Help()
		},
	})
	root.SetVersionTemplate("jettison {{.Version}}\n")
	root.SetFlagErrorFunc(func(command *cobra.Command, err error) error { return badFlag(command, err, seeHelp) })
	f.registerEngine(root.PersistentFlags())
	f.registerScreen(root.Flags())
	root.AddCommand(newLs(s, f), newDf(s, f), newWhy(s, f), newRm(s, f), newPolicy(s, f), newPin(s, f), newUnpin(s, f), newJournal(s, f), newRestore(s, f), newBackups(s, f), newSample(s, f), newTrends(s, f), newConfig(f), newMan())
	if s.plugin {
		root.Annotations = map[string]string{cobra.CommandDisplayNameAnnotation: plugin.DisplayName}
		plugin.NameExamples(root)
	}
	root.SetHelpFunc(styledHelp)
	return root, registerCompletions(root)
}

// badFlag explains an invalid flag. other is the advice if no known flag is similar.
func badFlag(command *cobra.Command, err error, other string) error {
	what := sentence(flagError(err))
	missing, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok {
		return &UsageError{what, seeHelp}
	}
	var names []string
	command.Flags().VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
	// pflag reads -json as -j followed by more flags.
	if near := query.Nearest(cmp.Or(missing.GetSpecifiedShortnames(), missing.GetSpecifiedName()), names); near != "" {
		return &UsageError{what, "Did you mean --" + near + "?"}
	}
	return &UsageError{what, other}
}

// pluginError explains an invalid use of docker's own flags.
func pluginError(err error) error {
	if wrong, ok := errors.AsType[*plugin.Error](err); ok {
		return &UsageError{wrong.What, wrong.Advice}
	}
	return &UsageError{sentence(flagError(err)), seeHelp}
}

// suggestionDistance is how many letters a command may be off to be suggested. It is cobra's
// own default.
const suggestionDistance = 2

// noCommand reports an unknown subcommand and suggests the one that cobra takes it for. other
// is the advice if there is none.
func noCommand(parent *cobra.Command, name, other string) error {
	path := ""
	if parent.HasParent() {
		path = parent.Name() + " "
	}
	what := fmt.Sprintf("There is no command \"%s%s\".", path, model.Clean(name))
	parent.SuggestionsMinimumDistance = suggestionDistance
	if meant := parent.SuggestionsFor(name); len(meant) > 0 {
		return &UsageError{what, "Did you mean 'jettison " + path + strings.Join(meant, "' or 'jettison "+path) + "'?"}
	}
	return &UsageError{what, other}
}

// flagError describes an invalid flag without the Go terms of pflag's error.
func flagError(err error) string {
	value, named := errors.AsType[*pflag.InvalidValueError](err)
	number, numeric := errors.AsType[*strconv.NumError](err)
	if !named || !numeric {
		return err.Error()
	}
	why := "it is no whole number"
	if errors.Is(number.Err, strconv.ErrRange) {
		why = "the number is too large"
	}
	return fmt.Sprintf("--%s can't be %q: %s", value.GetFlag().Name, value.GetValue(), why)
}

const seeHelp = "See 'jettison --help'."

func noArguments(command *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return nil
	case command.HasParent():
		return &UsageError{command.CommandPath() + " takes no arguments.", seeHelp}
	}
	return noCommand(command, args[0], seeHelp)
}

// sentence turns a library's error text into a sentence.
func sentence(text string) string {
	text = model.Clean(text)
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:] + "."
}
