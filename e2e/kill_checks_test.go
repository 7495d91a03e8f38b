package e2e_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/opencontainers/go-digest"

	"jettison/model"
	"jettison/store"
	"jettison/store/archive"
)

// checkJournal expects a journal that can be read, but for a last line that is cut off.
// open are the steps of this round without an outcome; began is whether there are any.
func (k *killer) checkJournal() (open map[step]bool, began bool) {
	k.t.Helper()
	var bad []store.BadLine
	open = map[step]bool{}
	newest := ""
	err := k.journal().Read(func(line store.JournalLine) {
		if k.plans[line.Plan] {
			return
		}
		if newest != "" && newest != line.Plan {
			k.t.Errorf("the removals %s and %s are of one round", newest, line.Plan)
		}
		newest = line.Plan
		switch at := (step{line.Plan, line.Step}); line.Event {
		case store.JournalIntent:
			open[at] = true
		case store.JournalOutcome:
			if !open[at] {
				k.t.Errorf("%v has an outcome and was not open", at)
			}
			delete(open, at)
		}
	}, func(line store.BadLine) { bad = append(bad, line) })
	if err != nil {
		k.t.Fatal(err)
	}
	switch n := len(bad) - k.bad; {
	case n > 1:
		k.t.Errorf("%d lines more can't be read: %+v", n, bad)
	case n == 1 && bad[len(bad)-1].Line != k.lines():
		k.t.Errorf("a line can't be read that is not the last of %d: %+v", k.lines(), bad)
	}
	k.bad = len(bad) // the next append must not make it more
	if newest != "" {
		k.plans[newest] = true
	}
	return open, newest != ""
}

// lines is how many lines the journal has, one that is cut off included.
func (k *killer) lines() int {
	k.t.Helper()
	text, err := os.ReadFile(filepath.Join(k.state, "jettison", "journal"))
	if err != nil {
		k.t.Fatal(err)
	}
	n := bytes.Count(text, []byte("\n"))
	if len(text) > 0 && text[len(text)-1] != '\n' {
		n++
	}
	return n
}

// checkImages expects that nothing went but what the plan has, and nothing that can't be
// had back.
func (k *killer) checkImages(before, after map[string]string) {
	k.t.Helper()
	_, deleted, evidence := k.gate.seen()
	for _, name := range deleted {
		if !evidence.intended[model.FamiliarRef(name)] && !evidence.intended[name] {
			k.t.Errorf("%s was to be deleted, and the journal did not say so before", name)
		}
	}
	there := map[string]bool{}
	for _, id := range after {
		there[id] = true
	}
	for name, id := range before {
		switch now := after[name]; {
		case now == id:
		case !k.planned[name]:
			k.t.Errorf("%s was %s and is %q, and is no business of the plan", name, id, now)
		}
	}
	for name := range after {
		if _, was := before[name]; !was && !k.planned[name] {
			k.t.Errorf("%s is new", name)
		}
	}
	saved := k.backedUp()
	for _, id := range k.deletes {
		switch {
		case there[id] || k.pullable[id]:
		case !saved[id]:
			k.t.Errorf("%s is nowhere", id)
		case !evidence.backedUp[id]:
			k.t.Errorf("%s was not backed up before it went", id)
		}
	}
}

// backedUp are the IDs of the images of complete backups, in which every blob is what
// its digest says.
func (k *killer) backedUp() map[string]bool {
	found := map[string]bool{}
	all, err := archive.List(k.backups(), func(err error) { k.t.Error(err) })
	if err != nil {
		k.t.Error(err)
	}
	for _, m := range all {
		text, err := os.ReadFile(filepath.Join(k.backups(), m.Archive))
		if err != nil || digest.FromBytes(text).String() != m.Digest || int64(len(text)) != m.Size {
			k.t.Errorf("the archive %s is not what its manifest says: %v", m.Archive, err)
		}
		var ids []model.ImageID
		for i := range m.Images {
			ids = append(ids, m.Images[i].ID)
			found[string(m.Images[i].ID)] = true
		}
		if err := archive.WriteImages(k.t.Context(), k.backups(), m, ids, io.Discard, nil); err != nil {
			k.t.Error(err)
		}
	}
	return found
}

// checkFolder expects that what an earlier round left of a backup is gone when another
// began.
func (k *killer) checkFolder() {
	k.t.Helper()
	if saves, _, _ := k.gate.seen(); saves == 0 {
		return
	}
	entries, err := os.ReadDir(k.backups())
	if err != nil {
		k.t.Fatal(err)
	}
	names := map[string]bool{}
	for _, entry := range entries {
		name, _, _ := strings.Cut(entry.Name(), ".")
		names[name] = true
	}
	if len(names) > 1 {
		k.t.Errorf("the folder of backups has %v", entries)
	}
}

// checkResolved expects that the steps that were under way have an outcome once a command
// had an engine, and that the journal grew no line that can't be read.
func (k *killer) checkResolved(open map[step]bool) {
	k.t.Helper()
	var later []store.BadLine
	if err := k.journal().Read(func(store.JournalLine) {}, func(bad store.BadLine) { later = append(later, bad) }); err != nil {
		k.t.Fatal(err)
	}
	if len(later) != k.bad {
		k.t.Errorf("the journal was not mended: %+v", later)
	}
	if len(open) == 0 {
		return
	}
	for decoder := json.NewDecoder(strings.NewReader(k.succeeds("journal", "--json"))); ; {
		var line store.JournalLine
		if err := decoder.Decode(&line); err != nil {
			break
		}
		if at := (step{line.Plan, line.Step}); line.Event == store.JournalOutcome && open[at] {
			delete(open, at)
			if !line.Resolved {
				k.t.Errorf("the outcome of %v does not say that it was found out later", at)
			}
		}
	}
	for at := range open {
		k.t.Errorf("nobody found out what became of %v", at)
	}
}

// forget deletes the backups: what is backed up is not saved again. What is left of one
// that was not completed is for the next round to clean up.
func (k *killer) forget() {
	k.t.Helper()
	all, err := archive.List(k.backups(), func(err error) { k.t.Error(err) })
	if err != nil {
		k.t.Fatal(err)
	}
	for _, m := range all {
		if err := archive.Remove(k.backups(), m); err != nil {
			k.t.Fatal(err)
		}
	}
}
