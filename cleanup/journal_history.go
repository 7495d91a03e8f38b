package cleanup

import (
	"context"
	"slices"

	"jettison/model"
	"jettison/store"
	"jettison/store/wire"
)

// Journaled reports whether Removals knows of what is removed.
func (s *Service) Journaled() bool { return s.Journal != nil }

// Removals reads what was removed before, on whichever engine, and which images are
// backed up. What can't be read is noted and passed over. Anybody may have written into
// the journal: all its texts are cleaned. The error is a *model.Problem.
func (s *Service) Removals(context.Context) (*model.JournalHistory, error) {
	if s.Journal == nil {
		return nil, &model.Problem{Reason: model.ReasonNoJournal}
	}
	past := &model.JournalHistory{}
	lines, firstLine := 0, store.BadLine{}
	removals, err := s.Journal.Removals(func(bad store.BadLine) {
		if bad.Line == 0 {
			past.Unread = append(past.Unread, model.Warning{Kind: model.WarnJournalCut, Text: model.Clean(bad.Why), Place: model.Clean(bad.Place())})
			return
		}
		if lines == 0 {
			firstLine = bad
		}
		lines++
	})
	if err != nil {
		return nil, &model.Problem{Reason: model.ReasonJournal, Text: model.Clean(err.Error())}
	}
	if lines > 0 {
		past.Unread = append(past.Unread, model.Warning{
			Kind: model.WarnJournalUnread, Count: lines, Text: model.Clean(firstLine.Why),
			Place: model.Clean(firstLine.Place()),
		})
	}
	backups := 0
	var firstBackup error
	past.Backups, err = s.Backups.Known(func(err error) {
		if backups == 0 {
			firstBackup = err
		}
		backups++
	})
	switch {
	case err != nil:
		past.Unread = append(past.Unread, *warning(model.WarnBackupsUnread, err))
	case backups > 0:
		unread := warning(model.WarnSomeBackupsUnread, firstBackup)
		unread.Count = backups
		past.Unread = append(past.Unread, *unread)
	}
	for i := range removals {
		past.Removals = append(past.Removals, pastRemoval(&removals[i]))
	}
	return past, nil
}

func pastRemoval(r *store.Removal) model.PastRemoval {
	past := model.PastRemoval{ID: model.Clean(r.Plan), At: r.At, Rule: model.Clean(r.Rule), User: model.Clean(r.User), Engine: EngineOf(r)}
	tried := map[int]*store.JournalLine{}
	for i := range r.Steps {
		tried[r.Steps[i].Intent.Step] = r.Steps[i].Restored
	}
	for _, removed := range Removed(r) {
		step := model.PastStep{Removed: removed}
		if line := tried[removed.Step]; line != nil {
			step.Tried = model.PastTry{
				State: stateOf(line.State), At: line.At, Tagged: cleanAll(line.Tagged),
				Differs: model.Clean(line.Differs), Why: model.Clean(line.Why),
			}
		}
		past.Steps = append(past.Steps, step)
	}
	return past
}

// EngineOf returns the engine of a removal.
func EngineOf(r *store.Removal) model.Engine {
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

// Removed returns what a removal took away. Anybody may have written into the journal:
// the texts are cleaned.
func Removed(r *store.Removal) []model.Removed {
	var removed []model.Removed
	for i := range r.Steps {
		step := &r.Steps[i]
		if !step.Took() {
			continue
		}
		intent := &step.Intent
		op, known := intent.Op()
		if !known {
			continue
		}
		one := model.Removed{
			Step: intent.Step, Op: op, Name: model.Clean(intent.Name), Digests: cleanAll(intent.Digests),
			Size: intent.Bytes(), Source: model.Clean(intent.Source), Refs: cleanAll(intent.References), Backup: model.Clean(intent.Backup),
			Manifests: intent.Available(),
		}
		if step.Outcome.In(model.StepPartly) {
			one.Refs = slices.DeleteFunc(slices.Clone(one.Refs), func(ref string) bool { return !slices.Contains(step.Outcome.Untagged, ref) })
		}
		removed = append(removed, one)
	}
	return removed
}
