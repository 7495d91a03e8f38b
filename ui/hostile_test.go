package ui_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// hostileText is what an engine may put into any text; see the same of the commands.
const hostileText = "\x1b]0;owned\a\x1b[2J\r\n\t\u009b31m\u0085\x7f\u202e\u2066\u200b\ufeff\u2028\u2029"

// ownSequence is what jettison itself writes to the terminal: looks, and nothing else.
var ownSequence = regexp.MustCompile(`\x1b\[[0-9;:]*m`)

// seesNothingHarmful fails the test when the frame has what a terminal would obey.
func (p *person) seesNothingHarmful(where string) {
	p.t.Helper()
	view := p.screen.View()
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
		p := newPerson(t, open(t, e), size[0], size[1])
		p.waits("4 of 4")
		p.settles()
		for _, keys := range []string{
			"", "G", "\n", "b", "L", "y", "\x1b\x1b", "m", "\x1b", "/label:", "\x1b\x1b", "t", "t", "t", "2", "j", "3", "l", "l", "l", "t", "j", "\x1b", "t", "1", "p", "p",
			"ad", "j", "c", "\x1b", "f", "\x1b", "?", "\x1b",
		} {
			p.types(keys)
			p.seesNothingHarmful(keys)
		}
		p.types("\x1b\x1b\x1buad")
		p.waits("Plan ·")
		p.presses(tea.KeyEnter)
		p.waits("The removal ended")
		p.seesNothingHarmful("the notice of the end")
		for _, keys := range []string{"J", "\n", "e", "\x1b", "\x1b", "y"} {
			p.types(keys)
			p.seesNothingHarmful("the removal: " + keys)
		}
		if !strings.Contains(p.sees(), "not all done") {
			t.Errorf("the removal went well:\n%s", p.sees())
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
		p := newPerson(t, open(t, e), 120, 30)
		if path == "/_ping" {
			p.waits("No engine at")
			p.types("e")
		} else {
			p.waits("failed")
		}
		p.seesNothingHarmful(path)
	}
}
