package cli

import (
	"jettison/cleanup"
	"jettison/model"
	"jettison/model/query"
	"jettison/store"
)

// journal returns the journal, or an error if none is kept.
func (s *invocation) journal(f *flags) (*store.Journal, error) {
	if f.demo {
		return nil, &UsageError{"The demo keeps no journal.", "Leave --demo out."}
	}
	journal := journalOf(f, s.env)
	if journal == nil {
		_, err := stateFolder(s.env)
		return nil, &UsageError{"There is no place for a journal: " + err.Error() + ".", "Set one of them."}
	}
	return journal, nil
}

// removals reads the removals in the journal.
func (s *invocation) removals(f *flags, bad func(store.BadLine)) ([]store.Removal, error) {
	journal, err := s.journal(f)
	if err != nil {
		return nil, err
	}
	return journal.Removals(bad)
}

func (s *invocation) noteBadLine(bad store.BadLine) {
	s.note("passed over %s: %s", model.Clean(bad.Place()), model.Clean(bad.Why))
}

// lastRemoval is the argument that names the newest removal.
const lastRemoval = "last"

// findRemoval returns the removal with the given ID or, for lastRemoval, the newest one that
// ours accepts.
func findRemoval(removals []store.Removal, id string, ours func(*store.Removal) bool) (*store.Removal, error) {
	for i := range removals {
		if r := &removals[i]; r.Plan == id || id == lastRemoval && ours(r) {
			return r, nil
		}
	}
	if id == lastRemoval {
		return nil, &UsageError{"The journal has no removal of this engine.", "'jettison journal' lists those of others."}
	}
	return nil, noRemoval(id, removals)
}

// anyRemoval accepts every removal.
func anyRemoval(*store.Removal) bool { return true }

// elsewhere returns an error if a removal was made on another engine, since its images can't
// be restored on this one.
func elsewhere(r *store.Removal, engine model.Engine) error {
	if cleanup.EngineOf(r).Same(engine) {
		return nil
	}
	return &UsageError{
		"The removal was one of the engine at " + model.Clean(r.Engine.Host) + ", and this one is at " + engine.Host + ".",
		"Give --host " + model.Clean(r.Engine.Host) + ", or the context that it was.",
	}
}

// removalIDs returns the IDs of removals.
func removalIDs(removals []store.Removal) []string {
	ids := make([]string, 0, len(removals))
	for i := range removals {
		ids = append(ids, removals[i].Plan)
	}
	return ids
}

// noRemoval reports an unknown removal and suggests the nearest ID.
func noRemoval(name string, removals []store.Removal) error {
	what := "The journal has no removal " + model.Clean(name) + "."
	if near := query.Nearest(name, removalIDs(removals)); near != "" {
		return &UsageError{what, "Did you mean " + model.Clean(near) + "?"}
	}
	return &UsageError{what, "'jettison journal' lists them."}
}
