package contract_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/inventory"
	"jettison/model"
	"jettison/model/words"
)

// marked is what the user marks and chooses: tags of the scene, "none" for the dangling image,
// and one set of remedies for all.
type marked struct {
	refs     []string
	remedies []model.Remedy
}

// planCases compare the plans that jettison makes from the engine's answers.
func planCases() []contractCase {
	return []contractCase{{name: "plans", do: func(p *probe) {
		inv := p.snapshot(p.follow(p.connect())).Inventory
		p.inventory(inv)
		all := []string{"base:1", "app:1", "app:2", "child:1", "lone:1", "used:1", "used:2", "spent:1", "runs:1", "none"}
		for _, m := range []marked{
			{refs: []string{"app:2"}},
			{refs: []string{"app:1", "app:2"}},
			{refs: []string{"base:1"}},
			{refs: []string{"base:1"}, remedies: []model.Remedy{model.RemedyMarkDescendants}},
			{refs: []string{"used:1", "used:2", "spent:1", "runs:1"}},
			{refs: all},
			{refs: all, remedies: []model.Remedy{model.RemedyStopRemove}},
			{refs: all, remedies: []model.Remedy{model.RemedyForce}},
			{refs: all, remedies: []model.Remedy{model.RemedyUntag}},
		} {
			p.say("plan %v %v", m.refs, m.remedies)
			p.steps(p.plan(inv, m))
		}
	}}}
}

// jobCases execute plans and compare the inventory that results from the events.
func jobCases() []contractCase {
	return []contractCase{
		job("remove", marked{refs: []string{"app:2", "lone:1", "used:2", "none"}}),
		job("remove with containers", marked{
			refs:     []string{"used:1", "used:2", "spent:1", "runs:1"},
			remedies: []model.Remedy{model.RemedyStopRemove},
		}),
		job("remove by force", marked{
			refs:     []string{"spent:1", "runs:1"},
			remedies: []model.Remedy{model.RemedyForce},
		}),
		job("remove a family", marked{
			refs:     []string{"base:1"},
			remedies: []model.Remedy{model.RemedyMarkDescendants, model.RemedyMarkReferences},
		}),
	}
}

// job is a case of one removal.
func job(name string, m marked) contractCase {
	return contractCase{name: name, do: func(p *probe) {
		c := p.connect()
		feed := p.follow(c)
		plan := p.plan(p.snapshot(feed).Inventory, m)
		p.steps(plan)
		p.outcomes(plan, outcomes(p.t, c, plan))
		p.settled(feed)
	}}
}

func (p *probe) connect() *dockerx.Client {
	c, err := dockerx.Connect(p.t.Context(), dockerx.Options{Dial: p.engine.Dial})
	must(p.t, err)
	p.t.Cleanup(func() { _ = c.Close() })
	return c
}

// follow follows the engine until the test ends.
func (p *probe) follow(c *dockerx.Client) *inventory.Feed {
	return inventory.Follow(p.t.Context(), c, inventory.FollowOptions{})
}

// snapshot waits until the feed has loaded everything.
func (p *probe) snapshot(feed *inventory.Feed) model.Snapshot {
	ctx, cancel := context.WithTimeout(p.t.Context(), 20*time.Second)
	defer cancel()
	for {
		snapshot, err := feed.Next(ctx)
		must(p.t, err)
		known := snapshot.Link == model.LinkLive
		for _, fact := range snapshot.Facts {
			if fact.Problem != nil {
				p.t.Fatal(fact.Problem)
			}
			known = known && fact.Status == model.StatusReady
		}
		if known {
			return snapshot
		}
	}
}

// settled records the inventory that results from the events. It must equal the one that a new
// feed loads.
func (p *probe) settled(feed *inventory.Feed) {
	ctx, cancel := context.WithCancel(p.t.Context())
	defer cancel()
	fresh := p.snapshot(inventory.Follow(ctx, p.connect(), inventory.FollowOptions{})).Inventory
	want := p.inventoryLines(fresh)
	got := p.inventoryLines(feed.Inventory())
	for deadline := time.Now().Add(10 * time.Second); !slices.Equal(got, want); {
		if time.Now().After(deadline) {
			p.t.Errorf("%s: events led to\n%s\nbut it has\n%s", p.engine.Flavor, strings.Join(got, "\n"), strings.Join(want, "\n"))
			return
		}
		time.Sleep(10 * time.Millisecond)
		got = p.inventoryLines(feed.Inventory())
	}
	p.inventory(fresh)
}

// inventory records what jettison knows.
func (p *probe) inventory(inv *model.Inventory) {
	p.say("%d images, %d containers", len(inv.Images()), len(inv.Containers()))
	p.lines = append(p.lines, p.inventoryLines(inv)...)
}

func (p *probe) inventoryLines(inv *model.Inventory) []string {
	exact := p.engine.Store == model.StoreGraph
	var lines []string
	for _, image := range inv.Images() {
		line := fmt.Sprintf("  %s %q parent=%q hidden=%t", image.ID, image.Tags, image.Parent, inv.Hidden(image))
		if exact {
			depth := 0
			if image.Top != nil {
				depth = image.Top.Depth
			}
			line += fmt.Sprintf(" size=%d shared=%d layered=%t layers=%d", image.Size, image.SharedSize, image.Layered, depth)
		}
		lines = append(lines, p.words(line))
	}
	// Leave out the references of containers: once the tag is gone, engines list the ID
	// instead, and no event reports that.
	for _, c := range inv.Containers() {
		lines = append(lines, p.words(fmt.Sprintf("  %s %s image=%s", c.Name, c.State, c.Image)))
	}
	slices.Sort(lines)
	return lines
}

// plan plans the removal of what is marked.
func (p *probe) plan(inv *model.Inventory, m marked) *model.Plan {
	choices := model.Choices{}
	var keys []model.Key
	var remedies model.Remedies
	for _, remedy := range m.remedies {
		remedies = remedies.With(remedy)
	}
	for _, ref := range m.refs {
		key := model.ImageKey(model.ImageID(p.image(ref)), repo+ref)
		if ref == "none" {
			key.Ref = ""
		}
		keys = append(keys, key)
	}
	if remedies != 0 {
		for _, image := range inv.Images() {
			choices[image.Target()] = remedies
		}
	}
	return model.NewPlan(inv, keys, choices)
}

// steps records a plan, sorted by what the steps do, because the planner sorts equal steps by
// ID and IDs differ between engines.
func (p *probe) steps(plan *model.Plan) {
	p.say("%d images, %d untags, %d blocked, %d skipped, %d pruned, %d lost",
		plan.Images, plan.Untags, plan.Blocked, plan.Skipped, plan.Pruned, len(plan.Lost))
	if p.engine.Store == model.StoreGraph {
		p.say("reclaim %+v", plan.Reclaim)
	}
	lines := make([]string, 0, len(plan.Steps))
	for i := range plan.Steps {
		step := &plan.Steps[i]
		var after, prunes []string
		for _, before := range step.After {
			after = append(after, p.stepName(&plan.Steps[before]))
			if before >= i {
				p.t.Errorf("step %d comes after step %d", i, before)
			}
		}
		for _, image := range step.Prunes {
			prunes = append(prunes, p.words(string(image.ID)))
		}
		slices.Sort(after)
		line := fmt.Sprintf("  %s refs=%q keeps=%q prunes=%q ready=%t force=%t stop=%t added=%d after=%q blocked by %s",
			p.stepName(step), step.Refs, step.Keeps, prunes, step.Ready, step.Force, step.Stop, step.Added, after, p.blockers(step))
		if p.engine.Store == model.StoreGraph {
			line += fmt.Sprintf(" reclaim=%+v", step.Reclaim)
		}
		lines = append(lines, p.words(line))
	}
	slices.Sort(lines)
	p.lines = append(p.lines, lines...)
}

// stepName describes a step.
func (p *probe) stepName(step *model.Step) string {
	switch {
	case step.Removes(model.KindContainer):
		return "container " + step.Container().Name
	case step.Action == model.ActionUntag:
		return "untag " + strings.Join(step.Refs, " ")
	}
	return "delete " + p.words(string(step.Image().ID))
}

// blockers describes what blocks a step.
func (p *probe) blockers(step *model.Step) string {
	var all []string
	for _, b := range step.Blockers {
		var what []string
		for _, c := range model.ThingsOf[*model.Container](b.Things) {
			what = append(what, c.Name)
		}
		for _, image := range model.ThingsOf[*model.Image](b.Things) {
			what = append(what, p.words(string(image.ID)))
		}
		slices.Sort(what)
		all = append(all, fmt.Sprintf("%d %q %q remedies=%v", b.Kind, what, b.Refs, b.Remedies))
	}
	return strings.Join(all, "; ")
}

// outcomes records the outcome of each step and what the engine did.
func (p *probe) outcomes(plan *model.Plan, final map[int]model.StepEvent) {
	var lines []string
	for i, event := range final {
		untagged := slices.Clone(event.Untagged)
		// The containerd store untags digests too; which ones depends on the version.
		untagged = slices.DeleteFunc(untagged, func(ref string) bool { return strings.Contains(ref, "@") })
		var deleted []string
		for _, id := range event.Deleted {
			deleted = append(deleted, p.words(string(id)))
		}
		slices.Sort(untagged)
		slices.Sort(deleted)
		line := fmt.Sprintf("  %s ended as %d untagged=%q deleted=%q layers=%d",
			p.stepName(&plan.Steps[i]), event.State, untagged, deleted, len(event.Layers))
		if refusal := event.Refusal; refusal != nil {
			why, advice := words.Refusal(refusal)
			line += fmt.Sprintf(" refused: %d %d %s %s %v", refusal.Kind, refusal.Code, why, advice, refusal.Remedies)
			if refusal.Kind == model.RefusalOther {
				line += " " + refusal.Raw // text of an unrecognized refusal
			}
		}
		lines = append(lines, p.words(line))
	}
	slices.Sort(lines)
	p.lines = append(p.lines, lines...)
}
