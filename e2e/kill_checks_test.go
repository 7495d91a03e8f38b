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
	"jettison/model/reference"
	"jettison/store"
	"jettison/store/archive"
)

// checkJournal checks that the journal can be read, apart from a truncated last line. open
// holds the steps of this round without an outcome; began reports whether the round has any
// steps.
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
	k.bad = len(bad) // the next append must not add to these
	if newest != "" {
		k.plans[newest] = true
	}
	return open, newest != ""
}

// lines returns the number of lines in the journal, including a truncated one.
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

// intends reports whether a deletion was intended. Some engines are asked to delete a tag and
// the image that it stands for at once: both must be.
func (e evidence) intends(name string) bool {
	intended := func(name string) bool { return e.intended[reference.Familiar(name)] || e.intended[name] }
	tag, id, exact := strings.Cut(name, "@")
	return intended(name) || exact && intended(tag) && intended(id)
}

// checkImages checks that only planned images were removed, and that each of them can be
// restored.
func (k *killer) checkImages(before, after map[string]string) {
	k.t.Helper()
	_, deleted, evidence := k.proxy.seen()
	for _, name := range deleted {
		if !evidence.intends(name) {
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

// backedUp returns the IDs of the images in complete backups whose blobs all match their
// digests.
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

// checkFolder checks that a new backup deletes what an earlier round left of one.
func (k *killer) checkFolder() {
	k.t.Helper()
	if saves, _, _ := k.proxy.seen(); saves == 0 {
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

// checkResolved checks that a command that reaches the engine resolves the interrupted steps,
// and that the journal has no new unreadable line.
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

// forget deletes the complete backups, because images in a backup are not saved again. It
// leaves incomplete ones for the next round to clean up.
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
