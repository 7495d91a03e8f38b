package ui_test

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"jettison/dockerx/sim"
	"jettison/keymap"
	"jettison/model"
	"jettison/ui"
	"jettison/ui/uitest"
)

// letters gives every action a key of its own that no text has otherwise.
func letters(t *testing.T) *keymap.Map {
	t.Helper()
	keys := keymap.Default()
	actions := map[keymap.Action]bool{}
	for ctx := keymap.Everywhere; ctx <= keymap.InInput; ctx++ {
		for _, group := range keys.Help(ctx) {
			for _, entry := range group.Entries {
				actions[entry.Action] = true
			}
		}
	}
	next := 'Б'
	override := map[string][]string{}
	for _, action := range slices.Sorted(maps.Keys(actions)) {
		override[string(action)] = []string{string(next)}
		next++
	}
	if err := keys.Override(override); err != nil {
		t.Fatal(err)
	}
	return keys
}

// walker walks the same way through the screens with any keys, and reads every
// text on the way.
type walker struct {
	*journey
	read map[string]bool // the frames
}

// newWalker walks with the default keys, or with those of letters.
func newWalker(t *testing.T, opts ui.Options, rebound bool) *walker {
	t.Helper()
	if rebound {
		opts.Keys = letters(t)
	}
	return &walker{newJourney(t, opts, 200, 50), map[string]bool{}}
}

// Sees waits for a text and reads the screen.
func (w *walker) Sees(text string) {
	w.t.Helper()
	w.journey.Sees(text)
	w.reads()
}

func (w *walker) reads() { w.read[w.Text()] = true }

// Do reads the screen after every input.
func (w *walker) Do(inputs ...uitest.Input) {
	w.t.Helper()
	for _, input := range inputs {
		w.journey.Do(input)
		w.reads()
	}
}

// walk asks for actions, and waits for texts.
func (w *walker) walk(steps ...any) {
	w.t.Helper()
	for _, step := range steps {
		switch step := step.(type) {
		case keymap.Action:
			w.Do(step)
		case string:
			w.Sees(step)
		}
	}
}

// filters enters a query in the filter line, whose own keys can't be rebound.
func (w *walker) filters(query string, end keymap.Action) {
	w.t.Helper()
	w.Do(keymap.Filter, query, uitest.In(keymap.InInput, end))
}

// everyScreen walks through the screens that have hints and offers.
func everyScreen(t *testing.T, rebound bool) map[string]bool {
	t.Helper()
	e := harbor(t)
	opts, k := keep(t, e)
	k.interrupted = 2
	opts.Trends = ui.Trends{IsDemo: true, Demo: past}
	w := newWalker(t, opts, rebound)
	w.Sees("cut off")
	w.settles()
	w.walk(keymap.Pin, "Pinned", keymap.Mark, "can't be marked", keymap.Pin)
	w.Do(keymap.Filter, "nothing-such")
	w.walk("Nothing matches", keymap.Complete)
	w.Do(uitest.In(keymap.InInput, keymap.Back))
	w.filters("app", keymap.Confirm)
	w.walk(keymap.QuickFilter, "Show images")
	w.Do("u")
	w.walk(keymap.Back, keymap.Back, keymap.ViewMode, keymap.ViewMode, keymap.ViewMode)
	w.walk(keymap.Details, keymap.Blockers, keymap.Back, keymap.Back)
	w.walk(keymap.Pane(2), keymap.Pane(3), keymap.ViewMode, "treemap", keymap.ViewMode, keymap.Pane(4), keymap.Pane(1))
	w.walk(keymap.Plan, "Plan ·", keymap.BackUp, keymap.Pane(2), "The plan is open", keymap.Confirm, "The removal ended")
	w.walk(keymap.JobPanel, "all done", keymap.Confirm, keymap.Back, keymap.Recovery, "by hand", keymap.Confirm, "brings back", keymap.Back, keymap.Back)
	w.walk(keymap.JobPanel, keymap.MarkAll, keymap.Plan, "Plan ·", keymap.Back)
	return w.read
}

// failing are the screens of what goes wrong.
func failing(t *testing.T, rebound bool) map[string]bool {
	t.Helper()
	opts := twoImages(t, func(s ui.Session) ui.Session { return refusedSteps{s} })
	w := newWalker(t, opts, rebound)
	w.Sees("2 of 2")
	w.settles()
	w.walk(keymap.MarkAll, keymap.Plan, "Plan ·", keymap.Confirm, "not done as planned", keymap.JobPanel, "built on the image", keymap.RawText)
	none := newWalker(t, ui.Options{Address: "nowhere", Connect: func(context.Context) (ui.Session, error) {
		return nil, &model.Problem{Text: "Nothing answers there"}
	}}, rebound)
	none.Sees("No engine at")
	blocked := newWalker(t, open(t, engine(t)), rebound)
	blocked.settles()
	blocked.filters("running", keymap.Confirm)
	blocked.walk(keymap.Plan, "Plan ·", keymap.StopRemove)
	failed := withoutUsage(t, rebound)
	for _, more := range []map[string]bool{none.read, blocked.read, failed, canceled(t, rebound)} {
		maps.Copy(w.read, more)
	}
	return w.read
}

// canceled are the screens of a removal that was cancelled.
func canceled(t *testing.T, rebound bool) map[string]bool {
	t.Helper()
	opts := twoImages(t, func(s ui.Session) ui.Session { return cancelling{s} })
	w := newWalker(t, opts, rebound)
	w.Sees("2 of 2")
	w.settles()
	w.walk(keymap.MarkAll, keymap.Plan, "Plan ·", keymap.Confirm, "The removal was cancelled", keymap.Down, "cancelled · 0 of 2 done")
	return w.read
}

// withoutUsage are the screens of an engine that does not measure its disk.
func withoutUsage(t *testing.T, rebound bool) map[string]bool {
	t.Helper()
	e := engine(t)
	e.Inject(sim.Fault{Match: sim.Match{Path: "/system/df"}, Kind: sim.FaultStatus, Status: 500})
	w := newWalker(t, open(t, e), rebound)
	w.Sees("disk usage failed")
	w.walk(keymap.Pane(3))
	return w.read
}

// refusedSteps is an engine that refuses every step.
type refusedSteps struct{ ui.Session }

func (refusedSteps) Remove(_ context.Context, plan *model.Plan, _ ui.Removal) ui.Job {
	return &onceJob{update: allSteps(plan, model.StepEvent{
		State: model.StepFailed, Refusal: &model.Refusal{Kind: model.RefusalChildren, Raw: "conflict", Remedies: []model.Remedy{model.RemedyForce}},
	})}
}

// offers are the keys of a text with the words that follow: "J shows", "1 Images".
func offers(frames map[string]bool) map[string]string {
	keys := map[string]bool{}
	for ctx := keymap.Everywhere; ctx <= keymap.InInput; ctx++ {
		for _, group := range keymap.Default().Help(ctx) {
			for _, entry := range group.Entries {
				for _, key := range entry.Keys {
					keys[key] = true
				}
			}
		}
	}
	found := map[string]string{}
	words := regexp.MustCompile(`(\S+)\s+([\p{L}-]+)`)
	sized := regexp.MustCompile(`\d $`) // before the unit of bytes
	for frame := range frames {
		for at := 0; at < len(frame); {
			loc := words.FindStringSubmatchIndex(frame[at:])
			if loc == nil {
				break
			}
			key, word := frame[at+loc[2]:at+loc[3]], frame[at+loc[4]:at+loc[5]]
			if keys[key] && (key != "B" || !sized.MatchString(frame[:at+loc[2]])) {
				found[key+" "+word] = frame
			}
			at += loc[3]
		}
	}
	return found
}

// A key that stands in a text stands there because of the keymap: with other keys
// no text has a default one.
func TestEveryKeyInATextComesFromTheKeymap(t *testing.T) {
	t.Parallel()
	before, after := map[string]bool{}, map[string]bool{}
	for rebound, frames := range map[bool]map[string]bool{false: before, true: after} {
		maps.Copy(frames, everyScreen(t, rebound))
		maps.Copy(frames, failing(t, rebound))
	}
	standard := offers(before)
	for _, want := range []string{"J shows", "1 Images", "/ app", "f unused", "p unpins", "esc clears", "z shows", "r tries", "d offers"} {
		if _, ok := standard[want]; !ok {
			t.Errorf("nothing on the way says %q: the walk proves less than it should", want)
		}
	}
	for offer, frame := range offers(after) {
		if _, ok := standard[offer]; ok && !fixed(offer) {
			t.Errorf("%q, though the key is another one now:\n%s", offer, frame)
		}
	}
}

// fixed reports whether what looks like a key before a word is none of the keymap's:
// a count, an arrow, a word, or a key of a menu or of a text input, which can't be
// rebound.
func fixed(offer string) bool {
	key, word, _ := strings.Cut(offer, " ")
	first, _ := utf8.DecodeRuneInString(word)
	switch {
	case key >= "0" && key <= "9":
		return unicode.IsLower(first)
	case key == "↑", key == "↓", key == "→", key == "←":
		return true
	}
	return slices.Contains([]string{
		"a container", "a registry", "a backup", "A removal", "space comes",
		"a all", "d dangling", "u unused", "i in",
		"tab complete", "esc back", "enter choose",
	}, offer)
}
