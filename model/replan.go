package model

import (
	"iter"
	"slices"
	"time"
)

// Planned is a ready step of a plan that was made earlier: as much of it as it
// takes to tell whether it can still be carried out as it was planned.
type Planned struct {
	Op
	Refs    []string  // that go
	Digests []string  // of the image
	Prunes  []ImageID // untagged parents that go along
	// Platform is the digest of the manifest that ActionRemovePlatform removes; empty for
	// other actions. Keeps are the names that the image has then, all of which are about it.
	Platform string
	Keeps    []string
	Stop     bool
	Force    bool
	Chosen   Remedies
	// Created is when the volume was created that goes; zero for other kinds, and where nobody told.
	Created time.Time
	// Holders are the things that were known to stop the step, such as the containers
	// that use an image and the images built on it.
	Holders []Target
	// Services are those that were known to name the image.
	Services []ServiceID
}

// Changed is a planned step that can't be carried out as it was planned.
type Changed struct {
	Step int // its place among the planned ones
	Change
}

// Replan plans once more what was planned earlier, on an engine that may have
// changed since. The plan has no step that was not planned, and none of those
// that would now do something else than they said; these are told apart, in
// their order. What only makes way for others goes only with these.
func Replan(inv *Inventory, planned []Planned) (*Plan, []Changed) {
	r := &replanner{
		inv: inv, planned: planned, why: map[int]Change{}, wanted: map[Target][]int{}, making: map[Target]*Planned{},
	}
	for i := range planned {
		p := &planned[i]
		if p.MakesWay() {
			r.making[p.Target] = p
			continue
		}
		r.wanted[p.Target] = append(r.wanted[p.Target], i)
		if change, ok := p.Target.Kind.of().changed(inv, p); ok {
			r.why[i] = change
		}
	}
	// What one step no longer does may be what another waits for.
	for {
		fresh := NewPlan(inv, r.keys(), r.choices())
		if !r.compare(fresh) {
			return r.finish(fresh)
		}
	}
}

// replanner is the work of one Replan.
type replanner struct {
	inv     *Inventory
	planned []Planned
	why     map[int]Change // what is left out

	wanted map[Target][]int    // steps for their own sake, by what they are about
	making map[Target]*Planned // steps that make way for others
}

// left are the steps for their own sake that are not left out.
func (r *replanner) left() iter.Seq2[int, *Planned] {
	return func(yield func(int, *Planned) bool) {
		for i := range r.planned {
			if _, out := r.why[i]; !out && !r.planned[i].MakesWay() && !yield(i, &r.planned[i]) {
				return
			}
		}
	}
}

// keys are the marks that lead to the steps that are left.
func (r *replanner) keys() []Key {
	var keys []Key
	for _, p := range r.left() {
		keys = append(keys, p.Target.Kind.of().keys(r.inv, p)...)
	}
	return keys
}

// choices are the remedies of the steps that are left. Those that bring more
// into a plan are left out: what they brought is planned by itself.
func (r *replanner) choices() Choices {
	choices := Choices{}
	for _, p := range r.left() {
		choices[p.Target] |= p.Chosen.Without(RemedyMarkDescendants).Without(RemedyMarkReferences).Without(RemedySkip)
	}
	return choices
}

// compare holds the fresh plan against what was planned and notes what differs.
// It reports whether anything does.
func (r *replanner) compare(fresh *Plan) bool {
	differs := false
	steps := map[Target][]*Step{}
	for i := range fresh.Steps {
		if step := &fresh.Steps[i]; step.For == nil {
			target := step.Thing.Target()
			steps[target] = append(steps[target], step)
		}
	}
	for i, p := range r.left() {
		if change, ok := r.difference(p, fresh, steps[p.Target]); ok {
			r.why[i], differs = change, true
		}
	}
	return differs
}

// difference returns the change that keeps a fresh plan, whose steps are about the
// same thing, from doing what was planned; ok is false when there is none.
func (r *replanner) difference(p *Planned, fresh *Plan, steps []*Step) (change Change, ok bool) {
	at := slices.IndexFunc(steps, func(s *Step) bool { return same(p, s) })
	if at < 0 {
		return otherwise(p, steps), true
	}
	step := steps[at]
	switch {
	case !step.Ready:
		return Change{Kind: ChangeBlocked, Blockers: step.Blockers}, true
	case step.Force && !p.Force:
		return Change{Kind: ChangeForce}, true
	case step.Stop && !p.Stop:
		return Change{Kind: ChangeRuns}, true
	}
	if step.Effect != ForceNothing {
		// Containers keep an image of which only some names or a platform go.
		partial := step.Action != ActionRemove && step.Effect == ForceStrandsServices
		users := r.inv.Users(p.Image())
		if partial {
			users = nil
		}
		if change, ok := r.newUser(p, r.staying(fresh, users)); ok {
			return change, true
		}
	}
	for _, before := range step.After {
		other := &fresh.Steps[before]
		switch {
		case r.lists(other):
		case other.Removes(KindContainer) && other.Stop:
			return Change{Kind: ChangeUsedRunning, Names: []string{other.Container().Name}}, true
		case other.Removes(KindContainer):
			return Change{Kind: ChangeUsed, Names: []string{other.Container().Name}}, true
		default:
			return Change{Kind: ChangeWaits, Names: []string{other.Subject()}}, true
		}
	}
	return Change{}, false
}

// same reports whether a step of a plan is a planned one for its own sake.
func same(p *Planned, s *Step) bool {
	return s.Op() == p.Op && s.platformDigest() == p.Platform && (p.Action != ActionUntag || slices.Equal(s.Refs, p.Refs))
}

// staying returns the containers that no step of a fresh plan removes which was planned too.
func (r *replanner) staying(fresh *Plan, containers []*Container) []*Container {
	goes := map[*Container]bool{}
	for i := range fresh.Steps {
		if step := &fresh.Steps[i]; step.Ready && step.Container() != nil && r.lists(step) {
			goes[step.Container()] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(containers), func(c *Container) bool { return goes[c] })
}

// newUser finds a user of the image of a step that was not known when it was planned. users
// are the containers among them.
func (r *replanner) newUser(p *Planned, users []*Container) (change Change, ok bool) {
	for _, c := range users {
		if !slices.Contains(p.Holders, c.Target()) {
			return Change{Kind: ChangeUsed, Names: []string{c.Name}}, true
		}
	}
	for _, s := range r.inv.ServicesOf(p.Image()) {
		if !slices.Contains(p.Services, s.ID) {
			return Change{Kind: ChangeServed, Names: []string{s.Name}}, true
		}
	}
	return Change{}, false
}

// lists reports whether a step of a fresh plan was planned too, and no gentler
// than it is.
func (r *replanner) lists(s *Step) bool {
	p, ok := r.plannedAs(s)
	if s.For != nil {
		p, ok = r.making[s.Thing.Target()]
	}
	return ok && (p.Stop || !s.Stop)
}

// plannedAs returns the earlier step that a step of a fresh plan stands for.
func (r *replanner) plannedAs(s *Step) (*Planned, bool) {
	for _, i := range r.wanted[s.Thing.Target()] {
		if _, out := r.why[i]; !out && same(&r.planned[i], s) {
			return &r.planned[i], true
		}
	}
	return nil, false
}

// otherwise says what a plan does in place of a planned step.
func otherwise(p *Planned, steps []*Step) Change {
	for _, step := range steps {
		switch {
		case p.Action == ActionUntag && step.Removes(KindImage):
			return Change{Kind: ChangeLastName}
		case !step.Ready:
			return Change{Kind: ChangeBlocked, Blockers: step.Blockers}
		}
	}
	return Change{Kind: ChangeOther}
}

// finish leaves of a plan what was planned, with every step's number made
// right.
func (r *replanner) finish(fresh *Plan) (*Plan, []Changed) {
	plan := *fresh
	plan.Steps = nil
	place := make(map[int]int, len(fresh.Steps))
	for i := range fresh.Steps {
		step := fresh.Steps[i]
		if !step.Ready || !r.lists(&step) {
			continue
		}
		step.Prunes = r.prunes(&step)
		place[i] = len(plan.Steps)
		plan.Steps = append(plan.Steps, step)
	}
	for i := range plan.Steps {
		var after []int
		for _, before := range plan.Steps[i].After {
			if at, ok := place[before]; ok {
				after = append(after, at)
			}
		}
		plan.Steps[i].After = after
	}
	return &plan, r.allChanged(&plan)
}

// allChanged are all planned steps that the plan does not have.
func (r *replanner) allChanged(plan *Plan) []Changed {
	removed := map[Target]bool{}
	for i := range plan.Steps {
		removed[plan.Steps[i].Thing.Target()] = true
	}
	var changed []Changed
	for i := range r.planned {
		p := &r.planned[i]
		why, ok := r.why[i]
		switch {
		case ok:
			changed = append(changed, Changed{i, why})
		case p.MakesWay() && !removed[p.Target]:
			changed = append(changed, Changed{i, r.notNeeded(p)})
		}
	}
	return changed
}

// notNeeded says why a step that only makes way for another is left out.
func (r *replanner) notNeeded(p *Planned) Change {
	if change, ok := p.Target.Kind.of().changed(r.inv, p); ok {
		return change
	}
	return Change{Kind: ChangeGoalStays}
}

// prunes are the parents that go along with a step, when all of them were
// planned; else none may.
func (r *replanner) prunes(s *Step) []*Image {
	p, ok := r.plannedAs(s)
	if !ok {
		return nil
	}
	for _, parent := range s.Prunes {
		if !slices.Contains(p.Prunes, parent.ID) {
			return nil
		}
	}
	return s.Prunes
}

// Record returns the ready steps of a plan in the form that Replan needs.
func (p *Plan) Record() []Planned {
	var planned []Planned
	for i := range p.Steps {
		if step := &p.Steps[i]; step.Ready {
			planned = append(planned, step.record())
		}
	}
	return planned
}

func (s *Step) record() Planned {
	p := Planned{Op: s.Op(), Refs: s.Refs, Platform: s.platformDigest(), Stop: s.Stop, Force: s.Force, Chosen: s.Chosen}
	if image := s.Image(); image != nil {
		p.Digests = image.Digests
		if s.RemovesPlatform() {
			p.Keeps = image.Refs()
		}
	}
	if v := s.Volume(); v != nil {
		p.Created = v.Created
	}
	for _, parent := range s.Prunes {
		p.Prunes = append(p.Prunes, parent.ID)
	}
	for i := range s.Blockers {
		for _, thing := range s.Blockers[i].Things {
			p.Holders = append(p.Holders, thing.Target())
		}
		for _, service := range s.Blockers[i].Services {
			p.Services = append(p.Services, service.ID)
		}
	}
	return p
}
