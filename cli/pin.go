package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"jettison/cli/config"
	"jettison/model"
	"jettison/model/pin"
	"jettison/model/query"
	"jettison/store"
)

const (
	aboutPin = "Protect what a query matches: no plan removes it, whether on the screen, by rm or by a policy, until it is unpinned. " +
		"Without a query it lists the pins, those of the configuration too. " +
		"'jettison ls pinned' lists what they protect now.\n\n" +
		"A pin is a query, judged anew each time: ref:acme/api:1.4 protects what has that name, also when it is another image later. " +
		"As long as it can't be told whether a query matches, it protects: rank alone also what has no place in a repository, such as dangling images, so say repo: with it. " +
		"'kind:container name:db' protects a container, and an image that it uses as long as it is there. " +
		"An image with the label " + model.KeepLabel + " needs no pin, unless its value is false, no or 0; what is built on it has the label too.\n\n" +
		aboutLanguage + "\n\n" +
		"The pins are in the file pins of jettison's folder in XDG_STATE_HOME, one query a line."

	examplesPin = `jettison pin ref:acme/api:1.4
jettison pin 'repo:acme/* rank<=2'
jettison pin 'kind:container name:db'
# what is pinned, and what that protects
jettison pin
jettison ls pinned`

	aboutUnpin = "Take a pin away, so that what it protects can be removed again. The query is that of the pin, as 'jettison pin' lists it. " +
		"Pins of the configuration are taken out there."
)

func newPin(s *invocation, f *flags) *cobra.Command {
	command := &cobra.Command{
		Use:     "pin [QUERY...]",
		Short:   "Protect images and containers, or list what protects them",
		Long:    aboutPin,
		Example: examplesPin,
		RunE: func(command *cobra.Command, args []string) error {
			c, file, err := f.pinSettings(command, s)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				return writePins(s.out, f.pins, c.Pins.Origin)
			}
			return changePin(s, f, file, args, true)
		},
		ValidArgsFunction: s.completeQuery(f),
	}
	takeQuery(command)
	return command
}

func newUnpin(s *invocation, f *flags) *cobra.Command {
	command := &cobra.Command{
		Use:     "unpin QUERY...",
		Short:   "Take a pin away",
		Long:    aboutUnpin,
		Example: "jettison unpin ref:acme/api:1.4",
		RunE: func(command *cobra.Command, args []string) error {
			if _, err := f.applyConfigWithoutPins(command.Flags().Changed, s.env); err != nil {
				return err
			}
			if err := f.writable(); err != nil {
				return err
			}
			if removed, err := f.unpinLine(s, args); removed || err != nil {
				return err
			}
			_, file, err := f.pinSettings(command, s)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				return &UsageError{"unpin needs the query of a pin.", "'jettison pin' lists them."}
			}
			return changePin(s, f, file, args, false)
		},
		ValidArgsFunction: func(command *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if _, err := f.applyConfig(command.Flags().Changed, s.env); err != nil || len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return pinTexts(f.pins), cobra.ShellCompDirectiveNoFileComp
		},
	}
	takeQuery(command)
	return command
}

// unpinLine removes lines that equal the arguments. It also removes unreadable lines, which
// would block every other command.
func (f *flags) unpinLine(s *invocation, args []string) (removed bool, err error) {
	file := pinsFile(f, s.env)
	if file == nil || len(args) == 0 {
		return false, nil
	}
	text := strings.TrimSpace(strings.Join(args, " "))
	removed, err = file.Remove(func(line string) bool { return line == text })
	if removed {
		s.note("No longer pinned: %s", model.Clean(text))
	}
	return removed, err
}

// pinSettings returns the configuration and the file of pins.
func (f *flags) pinSettings(command *cobra.Command, s *invocation) (*config.Config, *store.Pins, error) {
	changed := command.Flags().Changed
	if f.demo {
		return nil, nil, &UsageError{"The demo keeps no pins.", "Pin an image in it to see what a pin does."}
	}
	if err := f.check(changed); err != nil {
		return nil, nil, err
	}
	c, err := f.applyConfig(changed, s.env)
	if err != nil {
		return nil, nil, err
	}
	file := pinsFile(f, s.env)
	if file == nil {
		_, err := stateFolder(s.env)
		return nil, nil, &UsageError{"There is no place to keep pins in: " + err.Error() + ".", "Set one of them."}
	}
	return c, file, nil
}

// changePin adds or removes the pin of a query.
func changePin(s *invocation, f *flags, file *store.Pins, args []string, on bool) error {
	if err := f.writable(); err != nil {
		return err
	}
	text := strings.Join(args, " ")
	q, err := pin.Parse(text)
	if err != nil {
		if _, ok := errors.AsType[*query.Error](err); ok {
			return err
		}
		return &UsageError{sentence(err.Error()), ""}
	}
	changed, err := keepPin(file, f.pins, q, on)
	switch {
	case err != nil:
		return fmt.Errorf("the pin could not be kept: %w", err)
	case changed && on:
		s.note("Pinned: %s", q)
		s.noteMisspelled(q, nil, "")
	case changed:
		s.note("No longer pinned: %s", q)
	case on:
		s.note("It is pinned already: %s", q)
	default:
		return noPin(q, f.pins)
	}
	return nil
}

// noPin reports an unknown pin and suggests the nearest one.
func noPin(q *query.Query, rules []pin.Rule) error {
	text := q.String()
	for _, rule := range rules {
		if rule.Configured && rule.Query.String() == text {
			return &UsageError{"This pin is in the configuration: " + text + ".", "'jettison config' shows where; take it out there."}
		}
	}
	what := "There is no pin " + text + "."
	if near := query.Nearest(text, pinTexts(rules)); near != "" {
		return &UsageError{what, "Did you mean " + near + "?"}
	}
	return &UsageError{what, "'jettison pin' lists them."}
}

// writePins writes one pin a line. Configured pins are written with their place.
func writePins(w io.Writer, rules []pin.Rule, configured config.Origin) error {
	for _, rule := range rules {
		line := rule.Query.String()
		if rule.Configured {
			line += "  # " + configured.String()
		}
		if _, err := fmt.Fprintln(w, model.Clean(line)); err != nil {
			return err
		}
	}
	return nil
}
