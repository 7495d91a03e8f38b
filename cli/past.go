package cli

import (
	"fmt"

	"jettison/model"
	"jettison/store"
	"jettison/store/wire"
)

// past is what the journal has of removals, and which images are backed up. What of
// it can't be read is noted and passed over. Anybody may have written into the file:
// all its texts are cleaned.
func (c *recovery) past() (*model.Past, error) {
	past := &model.Past{}
	lines, firstLine := 0, store.BadLine{}
	removals, err := c.journal.Removals(func(bad store.BadLine) {
		if lines == 0 {
			firstLine = bad
		}
		lines++
	})
	if err != nil {
		return nil, &model.Problem{What: "The journal could not be read", Why: model.Clean(err.Error())}
	}
	if lines > 0 {
		past.Notes = append(past.Notes, fmt.Sprintf("%s of the journal can't be read: %s:%d: %s",
			model.Plural(lines, "line"), model.Clean(firstLine.File), firstLine.Line, model.Clean(firstLine.Why)))
	}
	backups := 0
	var firstBackup error
	past.Backups, err = c.backups.known(func(err error) {
		if backups == 0 {
			firstBackup = err
		}
		backups++
	})
	switch {
	case err != nil:
		past.Notes = append(past.Notes, "The backups can't be read: "+model.Clean(err.Error()))
	case backups > 0:
		past.Notes = append(past.Notes, model.Plural(backups, "backup")+" can't be read: "+model.Clean(firstBackup.Error()))
	}
	for i := range removals {
		past.Removals = append(past.Removals, pastRemoval(&removals[i]))
	}
	return past, nil
}

func pastRemoval(r *store.Removal) model.PastRemoval {
	past := model.PastRemoval{ID: model.Clean(r.Plan), At: r.At, Rule: model.Clean(r.Rule), User: model.Clean(r.User), Engine: engineOf(r)}
	tried := map[int]*store.JournalLine{}
	for i := range r.Steps {
		tried[r.Steps[i].Intent.Step] = r.Steps[i].Restored
	}
	for _, removed := range removedBy(r) {
		step := model.PastStep{Removed: removed}
		if line := tried[removed.Step]; line != nil {
			step.Tried = model.RestoreEvent{
				State: stateOf(line.State), At: line.At, Tagged: cleanAll(line.Tagged),
				Differs: model.Clean(line.Differs), Why: model.Clean(line.Why),
			}
		}
		past.Steps = append(past.Steps, step)
	}
	return past
}

// engineOf is the engine of a removal.
func engineOf(r *store.Removal) model.Engine {
	return model.Engine{Name: model.Clean(r.Engine.Name), Host: model.Clean(r.Engine.Host), ID: model.Clean(r.Engine.ID)}
}

// stateOf is the state that the journal names; one that it does not know counts as
// unknown.
func stateOf(name string) model.StepState {
	if state, known := wire.States().Value(name); known {
		return state
	}
	return model.StepUnknown
}

func cleanAll(texts []string) []string {
	clean := make([]string, len(texts))
	for i, text := range texts {
		clean[i] = model.Clean(text)
	}
	return clean
}
