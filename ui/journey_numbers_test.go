package ui_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui"
)

// doing is a session of one snapshot that carries out plans at once.
type doing struct{ still }

func (doing) Remove(_ context.Context, plan *model.Plan, _ ui.Removal) ui.Job {
	return &onceJob{update: allSteps(plan, model.StepEvent{State: model.StepFailed, Refusal: &model.Refusal{}})}
}

func (doing) Reload(...model.Fact) {}

func (doing) Journaled() bool { return false }

// Every number that people read has its thousands set apart, wherever it stands.
func TestThousandsAreSeparatedEverywhere(t *testing.T) {
	t.Parallel()
	p := screenWith(t, 10_250, func(s still) ui.Session { return doing{s} })
	// Years, versions and IDs are no counts: what counts is followed by what it counts.
	bare := regexp.MustCompile(`(^|[ (])\d{4,}( [a-z]|\s{2}|$)`)
	check := func(where, want string) {
		t.Helper()
		if want != "" {
			p.Sees(want)
		}
		for line := range strings.Lines(p.Text()) {
			if found := bare.FindString(line); found != "" {
				t.Errorf("%s: %q in %q", where, strings.TrimSpace(found), strings.TrimSpace(line))
			}
		}
	}
	check("images", " references · flat")
	p.Do(keymap.MarkByRule)
	check("rules", "Mark by rule")
	p.Do(keymap.Back, keymap.QuickFilter)
	check("quick filters", "Show images")
	p.Do(keymap.Back, keymap.Pane(2))
	check("containers", "Containers")
	p.Do(keymap.Pane(3))
	check("disk", "10,250")
	p.Do(keymap.ViewMode)
	check("treemap", "treemap")
	p.Do(keymap.Pane(1), keymap.MarkAll)
	check("marks", "references marked")
	p.Do(keymap.Plan)
	check("plan", "Plan · deletes 10,")
	p.Do(keymap.Confirm)
	p.Sees("The removal ended")
	check("end", "")
	p.Do(keymap.JobPanel)
	check("removal", "Removal")
}
