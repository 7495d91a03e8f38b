package cli

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/store"
)

// hostile is what an engine may put into any text: a terminal title, colors, line ends, and
// bidirectional and invisible characters.
const hostile = "\x1b]0;owned\a\x1b[2J\r\nforged\t\u009b31m\u0085\x7f\u202e\u2066\u200b\ufeff\u2028\u2029\xff"

// idOrDate matches fields that commands can't use if they are changed.
var idOrDate = regexp.MustCompile(`^((sha256:)?[0-9a-f]{12,64}|[0-9.]+)$`)

// taint makes a text hostile, except fields that commands need unchanged.
func taint(field, text string) string {
	switch field {
	case "State", "Type", "Action", "Platform", "DriverStatus":
		return text
	}
	if _, err := time.Parse(time.RFC3339Nano, text); err == nil || idOrDate.MatchString(text) {
		return text
	}
	return text + hostile
}

// harmful returns the runes of a text that control a terminal or are invisible.
func harmful(text string) []rune {
	var found []rune
	for _, r := range text {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar) {
			found = append(found, r)
		}
	}
	return found
}

// commandsOfHostile are the commands run against the hostile engine.
func commandsOfHostile() [][]string {
	return [][]string{
		{"ls"},
		{"ls", "--json"},
		{"ls", "--format", "{{json .}}"},
		{"df"},
		{"df", "-v"},
		{"df", "-v", "--json"},
		{"why", "61fb79739b35"},
		{"why", "f472bd81055e", "--json"},
		{"ls", "label:maintainer"},
		{"rm", "--dry-run", "ref:*"},
		{"rm", "--dry-run", "--json", "ref:*"},
		{"rm", "--yes", "--stop-running", "ref:*"},
		{"journal"},
		{"journal", "--json"},
	}
}

// Names from an engine never produce terminal control sequences or extra lines, on any store.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]sim.Options{
		"docker20": {Version: "20.10.24"}, "docker28": {}, "containerd": {Store: model.StoreContainerd}, "podman": {Store: model.StorePodman},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kind := newHarness(t, shop(), options)
			options.Texts = taint
			b := newHarness(t, shop(), options)
			for _, args := range commandsOfHostile() {
				want, got := kind.run(args...), b.run(args...)
				if found := harmful(got.out + got.errs); len(found) > 0 {
					t.Errorf("%q prints %q", args, found)
				}
				if slices.Contains(args, "--json") && args[0] != "journal" && !json.Valid([]byte(got.out)) {
					t.Errorf("%q prints no JSON:\n%s", args, got.out)
				}
				if w, g := strings.Count(want.out, "\n"), strings.Count(got.out, "\n"); w != g && !slices.Contains(args, "--yes") {
					t.Errorf("%q prints %d lines, not %d:\n%s%s\nand not\n%s", args, g, w, got.out, got.errs, want.out)
				}
			}
			journalOfOneLineEach(t, b)
		})
	}
}

// The same holds for an engine's error messages.
func TestHostileErrors(t *testing.T) {
	t.Parallel()
	for _, match := range []sim.Match{
		{Path: "/_ping"}, {Path: "/info"}, {Path: "/images/json"}, {Path: "/containers/json"}, {Path: "/system/df"}, {Method: http.MethodDelete},
	} {
		for _, status := range []int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusInternalServerError} {
			b := newHarness(t, shop(), sim.Options{Texts: taint})
			b.engine.Inject(sim.Fault{Match: match, Status: status, Message: "conflict: being used by stopped container 123456789abc" + hostile})
			for _, args := range [][]string{{"ls"}, {"df"}, {"why", "61fb79739b35"}, {"rm", "--yes", "ref:*"}, {"rm", "--yes", "--json", "ref:*"}, {"journal"}} {
				r := b.run(args...)
				if found := harmful(r.out + r.errs); len(found) > 0 {
					t.Errorf("%+v, %d: %q prints %q", match, status, args, found)
				}
				if strings.Contains("\n"+r.out+r.errs, "\nforged") {
					t.Errorf("%+v, %d: %q prints a line of the engine's:\n%s%s", match, status, args, r.out, r.errs)
				}
			}
			journalOfOneLineEach(t, b)
		}
	}
}

// journalOfOneLineEach checks that each line of the journal is one valid object.
func journalOfOneLineEach(t *testing.T, b *harness) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(b.call.env("XDG_STATE_HOME"), "jettison", "journal"))
	if err != nil {
		return // nothing was attempted
	}
	if found := harmful(string(text)); len(found) > 0 {
		t.Errorf("the journal has %q", found)
	}
	for line := range strings.Lines(string(text)) {
		var object struct {
			Schema int
			Event  string
		}
		if err := json.Unmarshal([]byte(line), &object); err != nil || object.Schema != store.JournalSchema || object.Event == "" {
			t.Errorf("%q: %v", line, err)
		}
	}
}

// Foreign text in the journal is harmless too, and JSON output still contains it.
func TestHostileJournal(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	name := strings.TrimSuffix("app"+hostile, "\xff") + "\U000e0041"
	engine := &store.JournalEngine{Name: name, Host: name}
	line := store.JournalLine{Event: store.JournalIntent, At: noon(), Plan: "p", Name: name, Rule: name, User: name, Source: name, Again: name, Engine: engine}
	ended := store.JournalLine{Event: store.JournalOutcome, At: noon(), Plan: "p", State: name, Why: name}
	if err := journalOf(&flags{}, b.call.env).Append(line, ended); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"journal"}, {"journal", "p"}, {"journal", "--json"}} {
		r := b.run(args...)
		if found := harmful(r.out + r.errs); len(found) > 0 || strings.Count(r.out, "\n") != 2 {
			t.Errorf("%q prints %q in\n%s%s", args, found, r.out, r.errs)
		}
	}
	var back store.JournalLine
	first, _, _ := strings.Cut(b.succeeds("journal", "--json"), "\n")
	if err := json.Unmarshal([]byte(first), &back); err != nil || back.Name != name || back.Engine.Host != name {
		t.Errorf("%+v, %v", back, err)
	}
}
