package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"jettison/cli/config"
	"jettison/model"
	"jettison/model/pin"
	"jettison/model/query"
	"jettison/store"
	"jettison/ui"
)

// pinsFile returns the file of pins set by hand, or nil if there is no place for it. The demo
// has none.
func pinsFile(f *flags, env config.Env) *store.Pins {
	folder, err := stateFolder(env)
	if err != nil || f.demo {
		return nil
	}
	return store.OpenPins(filepath.Join(folder, "pins"))
}

// pinsOf returns the rules of a file, in its order, and those of the configuration. An
// unreadable pin is an error, because what it protects must not be removed.
func pinsOf(c *config.Config, file *store.Pins) ([]pin.Rule, error) {
	var rules []pin.Rule
	if file != nil {
		lines, err := file.Load()
		if err != nil {
			return nil, &UsageError{"What is pinned can't be told: " + err.Error() + ".", ""}
		}
		for _, line := range lines {
			q, err := pin.Parse(line.Query)
			if err != nil {
				return nil, &UsageError{
					fmt.Sprintf("What is pinned can't be told: %s:%d: %s", file.Path(), line.Line, pinProblem(line.Query, err)),
					"Mend the line or take it out.",
				}
			}
			rules = append(rules, pin.Rule{Query: q})
		}
	}
	for _, q := range c.Pins.Value {
		rules = append(rules, pin.Rule{Query: q, Configured: true})
	}
	return rules, nil
}

// pinProblem describes what is wrong with the query of a pin.
func pinProblem(text string, err error) string {
	if wrong, ok := errors.AsType[*query.Error](err); ok {
		return fmt.Sprintf("%s in %#q", wrong.Error(), model.Clean(text))
	}
	return err.Error()
}

// screenPins returns the pins for the screen.
func screenPins(f *flags, c *config.Config) ui.Pins {
	pins := ui.Pins{Rules: f.pins}
	if file := pinsFile(f, environment); file != nil {
		pins.Load = func() ([]pin.Rule, error) { return pinsOf(c, file) }
		if f.readOnly {
			return pins
		}
		pins.Keep = func(q *query.Query, on bool) error {
			rules, err := pins.Load()
			if err == nil {
				_, err = keepPin(file, rules, q, on)
			}
			return err
		}
	}
	return pins
}

// pinTexts returns the queries of the rules set by hand.
func pinTexts(rules []pin.Rule) []string {
	var texts []string
	for _, rule := range rules {
		if !rule.Configured {
			texts = append(texts, rule.Query.String())
		}
	}
	return texts
}

// keepPin adds or removes the pin of a query and reports whether that changed anything.
// Equivalent spellings of a query are one pin.
func keepPin(file *store.Pins, rules []pin.Rule, q *query.Query, on bool) (bool, error) {
	text := q.String()
	if !on {
		return file.Remove(func(line string) bool {
			other, err := pin.Parse(line)
			return err == nil && other.String() == text
		})
	}
	if slices.Contains(pinTexts(rules), text) {
		return false, nil
	}
	return file.Add(text)
}
