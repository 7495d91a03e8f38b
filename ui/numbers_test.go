package ui_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"jettison/model"
	"jettison/ui"
)

// doing is a session of one snapshot that carries out plans at once.
type doing struct{ still }

func (doing) Remove(_ context.Context, plan *model.Plan, _ ui.Removal) ui.Job {
	return &onceJob{update: allSteps(plan, model.StepEvent{State: model.StepFailed, Refusal: &model.Refusal{Text: "It stays."}})}
}

func (doing) Reload(...model.Fact) {}

func (doing) Journaled() bool { return false }

// Every number that people read has its thousands set apart, wherever it stands.
func TestThousandsAreSetApartEverywhere(t *testing.T) {
	t.Parallel()
	p := screenWith(t, 10_250, func(s still) ui.Session { return doing{s} })
	// Years, versions and IDs are no counts: what counts is followed by what it counts.
	bare := regexp.MustCompile(`(^|[ (])\d{4,}( [a-z]|\s{2}|$)`)
	check := func(where, want string) {
		t.Helper()
		if want != "" {
			p.waits(want)
		}
		for line := range strings.Lines(p.sees()) {
			if found := bare.FindString(line); found != "" {
				t.Errorf("%s: %q in %q", where, strings.TrimSpace(found), strings.TrimSpace(line))
			}
		}
	}
	check("images", " references · flat")
	p.types("m")
	check("rules", "Mark by rule")
	p.types("\x1bf")
	check("quick filters", "Show images")
	p.types("\x1b2")
	check("containers", "Containers")
	p.types("3")
	check("disk", "10,250")
	p.types("t")
	check("treemap", "treemap")
	p.types("1a")
	check("marks", "references marked")
	p.types("d")
	check("plan", "Plan · deletes 10,")
	p.presses(tea.KeyEnter)
	p.waits("The removal ended")
	check("end", "")
	p.types("J")
	check("removal", "Removal")
}
