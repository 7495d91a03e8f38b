package output

import (
	"io"
	"strings"
	"time"

	"jettison/model"
	"jettison/model/words"
	"jettison/store"
)

// Journal is what was removed, to be printed.
type Journal struct {
	Removals []store.Removal // the newest first
	Now      time.Time
}

// WriteText writes a line for each removal.
func (j *Journal) WriteText(w io.Writer) error {
	columns := []column{{title: "ID"}, {title: "WHEN"}, {title: "ENGINE"}, {title: "BY"}, {title: "USER"}, {title: "DONE"}, {title: "WHAT"}}
	rows := make([][]string, 0, len(j.Removals))
	for i := range j.Removals {
		r := &j.Removals[i]
		done := words.Count(r.Done()) + " of " + words.Count(len(r.Steps))
		if open := r.Open(); open > 0 {
			done += ", " + words.Count(open) + " not known"
		}
		if back := r.Restored(); back > 0 {
			done += ", " + words.Count(back) + " taken back"
		}
		rows = append(rows, cleaned(r.Plan, words.Ago(j.Now, r.At), r.Engine.Name, words.Rule(r.Rule), r.User, done, subjects(r)))
	}
	return writeTable(w, columns, rows)
}

// WriteSteps writes a line for each step of the removals.
func (j *Journal) WriteSteps(w io.Writer) error {
	columns := []column{{title: "STEP"}, {title: "WHAT"}, {title: "ID"}, {title: "SIZE", right: true}, {title: "STATE"}, {title: "AGAIN"}}
	var rows [][]string
	for i := range j.Removals {
		for _, step := range j.Removals[i].Steps {
			state := "not known"
			if step.Outcome != nil {
				state = step.Outcome.State
				if step.Outcome.Why != "" {
					state += ": " + step.Outcome.Why
				}
			}
			if step.Intent.Unplanned {
				state += ", not planned"
			}
			switch {
			case step.Restored == nil:
			case step.Restored.In(model.StepDone):
				state += ", taken back"
			default:
				state += ", could not be taken back: " + step.Restored.Why
			}
			intent := &step.Intent
			name, again := intent.Name, intent.Again
			if more := len(intent.References) - 1; more > 0 {
				name += " +" + words.Count(more)
			}
			if intent.Source != "" {
				again += " from " + intent.Source
			}
			rows = append(rows, cleaned(intent.Action, name, shortTarget(intent), words.Size(intent.Bytes()), state, again))
		}
	}
	return writeTable(w, columns, rows)
}

// WriteLines writes the lines of the journal, a JSON object each, the newest
// removal first.
func (j *Journal) WriteLines(w io.Writer) error {
	for i := range j.Removals {
		for _, step := range j.Removals[i].Steps {
			if err := encodeJSON(w, &step.Intent, ""); err != nil {
				return err
			}
			for _, line := range []*store.JournalLine{step.Outcome, step.Restored} {
				if line == nil {
					continue
				}
				if err := encodeJSON(w, line, ""); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// shortTarget is the ID of what an intent is about.
func shortTarget(intent *store.JournalLine) string {
	if op, known := intent.Op(); known {
		return op.Target.Short()
	}
	return intent.Image.Short()
}

// subjects are what a removal was about, as far as a line has room for it.
func subjects(r *store.Removal) string {
	const few = 2
	var names []string
	for _, step := range r.Steps {
		if len(names) == few {
			return strings.Join(names, ", ") + " and " + words.Count(len(r.Steps)-few) + " more"
		}
		names = append(names, step.Intent.Name)
	}
	return strings.Join(names, ", ")
}

// cleaned are the cells of a row without what a terminal would take for a command:
// anybody may have written into the file.
func cleaned(texts ...string) []string {
	for i, text := range texts {
		texts[i] = model.Clean(text)
	}
	return texts
}
