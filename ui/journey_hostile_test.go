package ui_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"jettison/dockerx/sim"
	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/ui/uitest"
)

// hostileText is what an engine may put into any text; see the same of the commands.
const hostileText = "\x1b]0;owned\a\x1b[2J\r\n\t\u009b31m\u0085\x7f\u202e\u2066\u200b\ufeff\u2028\u2029"

// ownSequence is what jettison itself writes to the terminal: looks, and nothing else.
var ownSequence = regexp.MustCompile(`\x1b\[[0-9;:]*m`)

// seesNothingHarmful fails the test when the frame has what a terminal would obey.
func (p *journey) seesNothingHarmful(where string) {
	p.t.Helper()
	view := p.Model.View()
	for _, text := range []string{ownSequence.ReplaceAllString(view.Content, ""), view.WindowTitle} {
		for _, r := range text {
			if r != '\n' && (unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || r == unicode.ReplacementChar) {
				p.t.Fatalf("%s shows %q:\n%q", where, r, text)
			}
		}
	}
}

// Nothing that an engine says is obeyed by the terminal, wherever it is shown.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	id := regexp.MustCompile(`^((sha256:)?[0-9a-f]{12,64}|[0-9.]+|\d{4}-\d\d-\d\dT.*)$`)
	w := modeltest.New(3, now)
	step := []modeltest.Instruction{modeltest.Run("RUN something", 1e6)}
	held := w.Build(modeltest.Recipe{Add: step, Tags: []string{"held:1"}, Labels: map[string]string{"maintainer": "me"}})
	w.Build(modeltest.Recipe{From: held, Add: step, Tags: []string{"free:1", "free:2"}, Labels: map[string]string{"a": "b"}})
	w.Build(modeltest.Recipe{Add: step})
	w.Run(modeltest.Start{Image: held, Name: "holder", State: model.StateExited, Volumes: []string{"data"}})
	e := sim.New(w, sim.Options{Clock: clock, Texts: func(field, text string) string {
		switch field {
		case "State", "Type", "Action", "Platform", "DriverStatus":
			return text
		}
		if id.MatchString(text) {
			return text
		}
		return text + hostileText
	}})
	t.Cleanup(e.Close)
	e.Inject(sim.Fault{Match: sim.Match{Method: http.MethodDelete}, Status: http.StatusConflict, Message: "no"})
	for _, size := range [][2]int{{80, 24}, {160, 50}} {
		p := newJourney(t, open(t, e), size[0], size[1])
		p.Sees("4 of 4")
		p.settles()
		p.seesNothingHarmful("the list")
		for _, input := range []uitest.Input{
			keymap.Bottom, keymap.Details, keymap.Blockers, keymap.Layers, keymap.Copy, keymap.Back, keymap.Back,
			keymap.MarkByRule, keymap.Back, keymap.Filter, "label:", keymap.Back, keymap.Back, keymap.ViewMode, keymap.ViewMode, keymap.ViewMode,
			keymap.Pane(2), keymap.Down, keymap.Pane(3), keymap.Right, keymap.Right, keymap.Right, keymap.ViewMode, keymap.Down, keymap.Back, keymap.ViewMode,
			keymap.Pane(1), keymap.Pin, keymap.Pin, keymap.MarkAll, keymap.Plan, keymap.Down, keymap.RemoveStopped, keymap.Back,
			keymap.QuickFilter, keymap.Back, keymap.Help, keymap.Back,
		} {
			p.Do(input)
			p.seesNothingHarmful(fmt.Sprint(input))
		}
		p.Do(keymap.Back, keymap.Back, keymap.Back, keymap.ClearMarks, keymap.MarkAll, keymap.Plan)
		p.Sees("Plan ·")
		p.Do(keymap.Confirm)
		p.Sees("The removal ended")
		p.seesNothingHarmful("the notice of the end")
		for _, action := range []keymap.Action{keymap.JobPanel, keymap.Confirm, keymap.RawText, keymap.Back, keymap.Back, keymap.Copy} {
			p.Do(action)
			p.seesNothingHarmful("the removal: " + string(action))
		}
		if !strings.Contains(p.Text(), "not all done") {
			t.Errorf("the removal went well:\n%s", p.Text())
		}
	}
}

// Nor is what it says of its errors.
func TestHostileErrors(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/_ping", "/images/json", "/containers/json", "/system/df", "/info"} {
		e := sim.New(modeltest.Developer(1, now), sim.Options{Clock: clock})
		t.Cleanup(e.Close)
		e.Inject(sim.Fault{Match: sim.Match{Path: path}, Message: "failed" + hostileText})
		p := newJourney(t, open(t, e), 120, 30)
		if path == "/_ping" {
			p.Sees("No engine at")
			p.Do(keymap.RawText)
		} else {
			p.Sees("failed")
		}
		p.seesNothingHarmful(path)
	}
}
