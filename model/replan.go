package model

import "slices"

// Planned is a ready step of a plan that was made earlier: as much of it as it
// takes to tell whether it can still be carried out as it was planned.
type Planned struct {
	Op
	Refs    []string  // that go
	Digests []string  // of the image
	Prunes  []ImageID // untagged parents that go along
	Stop    bool
	Force   bool
	Chosen  Remedies
	// Holders are the containers that were known to use the image.
	Holders []ContainerID
}

// Changed is a planned step that can't be carried out as it was planned.
type Changed struct {
	Step int // its place among the planned ones
	Change
}

// Replan plans once more what was planned earlier, on an engine that may have
// changed since. The plan has no step that was not planned, and none of those
// that would now do something else than they said; these are told apart, in
// their order. Containers go only with the images that they hold.
func Replan(inv *Inventory, planned []Planned) (*Plan, []Changed) {
	r := &replanner{
		inv: inv, planned: planned, why: map[int]Change{},
		ofImage: map[ImageID][]int{}, ofContainer: map[ContainerID]*Planned{},
	}
	for i := range planned {
		if planned[i].Removes(KindContainer) {
			r.ofContainer[planned[i].Container()] = &planned[i]
			continue
		}
		r.ofImage[planned[i].Image()] = append(r.ofImage[planned[i].Image()], i)
		if change, ok := r.changed(&planned[i]); ok {
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
	why     map[int]Change

	ofImage     map[ImageID][]int // steps that concern an image itself
	ofContainer map[ContainerID]*Planned
}

// changed looks at what a step's own image has become.
func (r *replanner) changed(p *Planned) (change Change, ok bool) {
	image, ok := r.inv.Image(p.Image())
	if !ok {
		// A tag that stands for another image now is not what was planned.
		for _, ref := range p.Refs {
			if other, moved := r.inv.ByRef(ref); moved {
				return Change{Kind: ChangeImageReplaced, Names: []string{ref}, Image: other.ID}, true
			}
		}
		return Change{Kind: ChangeImageGone}, true
	}
	for _, ref := range p.Refs {
		other, there := r.inv.ByRef(ref)
		switch {
		case there && other.ID != p.Image():
			return Change{Kind: ChangeNameMoved, Names: []string{ref}, Image: other.ID}, true
		case !there && p.Action == ActionUntag:
			return Change{Kind: ChangeNameGone}, true
		}
	}
	if pin, ok := r.pin(p); ok {
		return Change{Kind: ChangePinned, Pin: pin}, true
	}
	if p.Action == ActionUntag {
		return Change{}, false
	}
	if added := without(image.Tags, p.Refs); len(added) > 0 {
		return Change{Kind: ChangeNamed, Names: added}, true
	}
	if added := foreign(image.Digests, slices.Concat(p.Refs, p.Digests)); len(added) > 0 {
		return Change{Kind: ChangePulled, Names: added}, true
	}
	return Change{}, false
}

// pin is what protects a reference of a planned step, or its image.
func (r *replanner) pin(p *Planned) (Pin, bool) {
	for _, ref := range p.Refs {
		if pin, ok := r.inv.Pin(ImageKey(p.Image(), ref)); ok {
			return pin, true
		}
	}
	return r.inv.Pin(ImageKey(p.Image(), ""))
}

// without are the texts that are not among others.
func without(texts, others []string) []string {
	return slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return slices.Contains(others, text) })
}

// foreign are the references of repositories that others have none of.
func foreign(refs, others []string) []string {
	known := map[string]bool{}
	for _, ref := range others {
		repo, _ := SplitRef(ref)
		known[repo] = true
	}
	return slices.DeleteFunc(slices.Clone(refs), func(ref string) bool {
		repo, _ := SplitRef(ref)
		return known[repo]
	})
}

// keys are the marks that lead to the steps that are left.
func (r *replanner) keys() []Key {
	var keys []Key
	for i := range r.planned {
		p := &r.planned[i]
		if _, out := r.why[i]; out || p.Removes(KindContainer) {
			continue
		}
		image, ok := r.inv.Image(p.Image())
		if !ok {
			continue
		}
		if p.Removes(KindImage) && len(image.Tags) == 0 {
			keys = append(keys, ImageKey(p.Image(), ""))
			continue
		}
		for _, ref := range p.Refs {
			if slices.Contains(image.Tags, ref) {
				keys = append(keys, ImageKey(p.Image(), ref))
			}
		}
	}
	return keys
}

// choices are the remedies of the steps that are left. Those that bring more
// into a plan are left out: what they brought is planned by itself.
func (r *replanner) choices() Choices {
	choices := Choices{}
	for i := range r.planned {
		p := &r.planned[i]
		if _, out := r.why[i]; !out && !p.Removes(KindContainer) {
			choices[p.Target] |= p.Chosen.Without(RemedyMarkDescendants).Without(RemedyMarkReferences).Without(RemedySkip)
		}
	}
	return choices
}

// compare holds the fresh plan against what was planned and notes what differs.
// It reports whether anything does.
func (r *replanner) compare(fresh *Plan) bool {
	differs := false
	steps := map[ImageID][]*Step{}
	for i := range fresh.Steps {
		if step := &fresh.Steps[i]; !step.Removes(KindContainer) {
			steps[step.Image().ID] = append(steps[step.Image().ID], step)
		}
	}
	for i := range r.planned {
		p := &r.planned[i]
		if _, out := r.why[i]; out || p.Removes(KindContainer) {
			continue
		}
		if change, ok := r.difference(p, fresh, steps[p.Image()]); ok {
			r.why[i], differs = change, true
		}
	}
	return differs
}

// difference is what keeps a fresh plan, of which steps concern the same image,
// from doing what was planned; ok is false when nothing does.
func (r *replanner) difference(p *Planned, fresh *Plan, steps []*Step) (change Change, ok bool) {
	at := slices.IndexFunc(steps, func(s *Step) bool { return same(p, s) })
	if at < 0 {
		return otherwise(p, steps), true
	}
	step := steps[at]
	if !step.Ready {
		return Change{Kind: ChangeBlocked, Blockers: step.Blockers}, true
	}
	if step.Force && !p.Force {
		return Change{Kind: ChangeForce}, true
	}
	if step.Force {
		if c := r.stranger(p); c != nil {
			return Change{Kind: ChangeUsed, Names: []string{c.Name}}, true
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

// same reports whether a step of a plan is a planned one that concerns an
// image.
func same(p *Planned, s *Step) bool {
	if s.Op() != p.Op {
		return false
	}
	return p.Removes(KindImage) || slices.Equal(s.Refs, p.Refs)
}

// stranger is a container that uses the image of a step and that was not known
// when it was planned; nil when there is none.
func (r *replanner) stranger(p *Planned) *Container {
	for _, c := range r.inv.Users(p.Image()) {
		if !slices.Contains(p.Holders, c.ID) {
			return c
		}
	}
	return nil
}

// lists reports whether a step of a fresh plan was planned too, and no gentler
// than it is.
func (r *replanner) lists(s *Step) bool {
	if s.Removes(KindContainer) {
		p, ok := r.ofContainer[s.Container().ID]
		return ok && (p.Stop || !s.Stop)
	}
	_, ok := r.plannedAs(s)
	return ok
}

// plannedAs is what a step of a fresh plan was planned as.
func (r *replanner) plannedAs(s *Step) (*Planned, bool) {
	for _, i := range r.ofImage[s.Image().ID] {
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
	removed := map[ContainerID]bool{}
	for i := range plan.Steps {
		if step := &plan.Steps[i]; step.Removes(KindContainer) {
			removed[step.Container().ID] = true
		}
	}
	var changed []Changed
	for i := range r.planned {
		p := &r.planned[i]
		why, ok := r.why[i]
		switch {
		case ok:
			changed = append(changed, Changed{i, why})
		case p.Removes(KindContainer) && !removed[p.Container()]:
			changed = append(changed, Changed{i, r.leftContainer(p.Container())})
		}
	}
	return changed
}

// leftContainer says why a container is not removed.
func (r *replanner) leftContainer(id ContainerID) Change {
	there := slices.ContainsFunc(r.inv.Containers(), func(c *Container) bool { return c.ID == id })
	if !there {
		return Change{Kind: ChangeContainerGone}
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

// Record is what Replan has to know of the ready steps of a plan.
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
	p := Planned{Op: s.Op(), Refs: s.Refs, Stop: s.Stop, Force: s.Force, Chosen: s.Chosen}
	if image := s.Image(); image != nil {
		p.Digests = image.Digests
	}
	for _, parent := range s.Prunes {
		p.Prunes = append(p.Prunes, parent.ID)
	}
	for i := range s.Blockers {
		for _, c := range s.Blockers[i].Containers {
			p.Holders = append(p.Holders, c.ID)
		}
	}
	return p
}
