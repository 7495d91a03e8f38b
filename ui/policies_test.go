package ui_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"jettison/dockerx/sim"
	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/policy"
	"jettison/model/query"
	"jettison/ui"
)

func rule(t *testing.T, name, remove string) *policy.Policy {
	t.Helper()
	q, err := query.Parse(remove)
	if err != nil {
		t.Fatal(err)
	}
	return &policy.Policy{Name: name, Remove: []*query.Query{q}}
}

// shop is an engine with an app in three versions, of which an old container
// holds the first and a running one the last, and an image without a tag.
func shop(t *testing.T) *sim.Engine {
	t.Helper()
	w := modeltest.New(1, now)
	build := func(size int64, days int, tags ...string) *modeltest.Image {
		return w.Build(modeltest.Recipe{
			Add: []modeltest.Instruction{modeltest.Run("RUN "+strings.Join(tags, " "), size)}, Tags: tags,
			Created: now.Add(-time.Duration(days) * 24 * time.Hour),
		})
	}
	first := build(10e6, 40, "app:1")
	build(20e6, 30, "app:2", "app:dev")
	last := build(30e6, 20, "app:3")
	build(40e6, 10)
	w.Run(modeltest.Start{Image: first, Name: "old", State: model.StateExited, Since: 240 * time.Hour})
	w.Run(modeltest.Start{Image: last, Name: "web"})
	e := sim.New(w, sim.Options{Clock: clock})
	t.Cleanup(e.Close)
	return e
}

// atPolicies is a person before the menu of policies.
func atPolicies(t *testing.T, e *sim.Engine, policies ui.Policies) *journey {
	t.Helper()
	opts := open(t, e)
	opts.Policies = policies
	p := newJourney(t, opts, 100, 30)
	p.waitsUntilKnown()
	p.settles()
	p.Do(keymap.Policies)
	p.Sees("Policies")
	return p
}

// line is the line of the screen with a text.
func (p *journey) line(text string) string {
	for line := range strings.SplitSeq(p.Text(), "\n") {
		if strings.Contains(line, text) {
			return line
		}
	}
	p.t.Fatalf("no %q on the screen:\n%s", text, p.Text())
	return ""
}

func TestPoliciesSayWhatTheyRemove(t *testing.T) {
	t.Parallel()
	stopped := rule(t, "stopped too", "repo:app")
	stopped.StoppedOlderThan = 24 * time.Hour
	budget := rule(t, "budget", "unused")
	budget.MaxTotal = 60e6
	held := rule(t, "roomy", "unused")
	held.MaxTotal = 1e12
	free := rule(t, "free", "unused")
	free.MinFree = 1e9
	kept := rule(t, "kept", "dangling")
	kept.Keep = kept.Remove
	p := atPolicies(t, shop(t), ui.Policies{List: []*policy.Policy{
		rule(t, "nightly", "dangling"), rule(t, "of one app", "repo:app"), stopped, budget, held, free, kept, rule(t, "none", "repo:none"),
	}})
	for tries := 0; tries < 20 && !strings.Contains(p.line("  stopped too  "), "30 MB"); tries++ {
		p.Do(keymap.Back) // since when a container is stopped comes a little later
		p.settles()
		p.Do(keymap.Policies)
		p.Sees("Policies")
	}
	for name, want := range map[string]string{
		"nightly":     "dangling 1 · 40 MB",
		"of one app":  "repo:app 2 · 20 MB · ⊘ 2",
		"stopped too": "repo:app 3 · 30 MB · ⊘ 1",
		"budget":      "unused 3 · 60 MB",
		"roomy":       "the budget holds",
		"free":        "it is not known how much of the engine's disk is free",
		"kept":        "all that matches is kept",
		"none":        "nothing matches now",
	} {
		words := strings.Join(strings.Fields(p.line("  "+name+"  ")), " ")
		if !strings.Contains(words, name+" "+want+" │") {
			t.Errorf("%s: %q, want %q after it", name, words, want)
		}
	}
}

func TestAPolicyOpensItsPlan(t *testing.T) {
	t.Parallel()
	stopped := rule(t, "stopped too", "repo:app")
	stopped.StoppedOlderThan = 24 * time.Hour
	e := shop(t)
	p := atPolicies(t, e, ui.Policies{List: []*policy.Policy{rule(t, "nightly", "dangling"), stopped}})
	p.Do("2")
	p.Sees("Plan · of the policy stopped too · deletes 2 images")
	p.Sees("remove     container old")
	p.line("⊘ blocked")
	p.Do(keymap.Confirm)
	p.Sees("The removal ended.")
	p.Sees("Containers 1")
	for ref, there := range map[string]bool{"app:1": false, "app:2": false, "app:dev": false, "app:3": true} {
		if _, err := e.ImageID(ref); (err == nil) != there {
			t.Errorf("%s: %v", ref, err)
		}
	}
}

// A menu that stands open while the engine changes plans what there is when it
// is left.
func TestAPolicyAppliesToTheCurrentInventory(t *testing.T) {
	t.Parallel()
	e := shop(t)
	p := atPolicies(t, e, ui.Policies{List: []*policy.Policy{rule(t, "dev", "tag:2")}})
	if _, err := e.CreateContainer("app:2", "late"); err != nil {
		t.Fatal(err)
	}
	p.Sees("Containers 3")
	p.Do(keymap.Confirm)
	p.Sees("Plan · of the policy dev · untags 1")
}

func TestPoliciesAskHowMuchIsFree(t *testing.T) {
	t.Parallel()
	free := rule(t, "free", "unused")
	free.MinFree = 30e6
	p := atPolicies(t, shop(t), ui.Policies{List: []*policy.Policy{free}, Free: func(model.Engine) int64 { return 20e6 }})
	if line := p.line("free"); !strings.Contains(line, "2 · 20 MB") {
		t.Errorf("the policy comes to %q", line)
	}
}

func TestPoliciesThatCannotBeApplied(t *testing.T) {
	t.Parallel()
	list := []*policy.Policy{rule(t, "nightly", "dangling")}
	p := atPolicies(t, shop(t), ui.Policies{List: list, Problem: errors.New("docker's rules can't be read")})
	p.line("docker's rules can't be read")
	p.Do(keymap.Confirm)
	if strings.Contains(p.Text(), "Plan ·") {
		t.Errorf("a plan was opened:\n%s", p.Text())
	}
}

func TestNoPolicies(t *testing.T) {
	t.Parallel()
	p := newJourney(t, open(t, shop(t)), 100, 30)
	p.waitsUntilKnown()
	p.Do(keymap.Policies)
	p.Sees("The configuration has no policies.")
}
