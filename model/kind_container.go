package model

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"jettison/model/size"
)

// containerKind implements kind for containers. They are marked as a whole, block the
// image that they were created from, and do not come back.
type containerKind struct{}

func (containerKind) fact() Fact { return FactContainers }

func (containerKind) short(id string) string { return shortHex(id) }

func (containerKind) argument(_, called string) string { return called }

func (containerKind) find(inv *Inventory, target Target) (Thing, bool) {
	if c, ok := inv.Container(target.Container()); ok {
		return c, true
	}
	return nil, false
}

func (containerKind) size(thing Thing) int64 {
	if c, ok := thing.(*Container); ok {
		return c.Size
	}
	return Unknown
}

func (containerKind) remedies() Remedies { return remediesOf(RemedyStopRemove, RemedySkip) }

func (containerKind) frees() bool { return true }

func (containerKind) has(inv *Inventory, key Key) bool {
	c, ok := inv.Container(key.Container())
	return ok && key.Ref == "" && !c.External
}

// Container finds a container by its ID.
func (inv *Inventory) Container(id ContainerID) (*Container, bool) {
	at, ok := slices.BinarySearchFunc(inv.containers, id, func(c *Container, id ContainerID) int {
		return strings.Compare(string(c.ID), string(id))
	})
	if !ok {
		return nil, false
	}
	return inv.containers[at], true
}

// mark lets images go that were held by nothing else. Running containers stay until
// a plan gets a remedy for them.
func (containerKind) mark(m *Marks, key Key, on bool) {
	c, ok := m.inv.Container(key.Container())
	if !ok || c.State.Running() {
		return
	}
	images := m.inv.ImagesOf(c)
	before := make([]bool, len(images))
	for i, image := range images {
		before[i] = m.unheld(image.ID)
	}
	sign := 1
	if on {
		m.removed[c.ID] = true
	} else {
		sign = -1
		delete(m.removed, c.ID)
	}
	if c.Size < 0 {
		m.unmeasured += sign
	} else {
		m.written += int64(sign) * c.Size
	}
	for i, image := range images {
		if goes, changes := m.holdChanged(image, before[i]); changes {
			m.setGoing(image.ID, goes)
		}
	}
}

func (containerKind) keys(_ *Inventory, planned *Planned) []Key {
	return []Key{{Target: planned.Target}}
}

func (containerKind) changed(inv *Inventory, planned *Planned) (Change, bool) {
	if _, there := inv.Container(planned.Target.Container()); !there {
		return Change{Kind: ChangeGone, Of: KindContainer}, true
	}
	if pin, ok := inv.Pin(Key{Target: planned.Target}); ok {
		return Change{Kind: ChangePinned, Pin: pin}, true
	}
	return Change{}, false
}

func (containerKind) resolve(inv *Inventory, r *Removed) (StepState, []string) {
	if _, there := inv.Container(r.Target.Container()); there {
		return StepCanceled, nil
	}
	return StepGone, nil
}

func (containerKind) saves(*Step, BackupChoice) bool { return false }

func (containerKind) restore(_ *Inventory, step *RestoreStep, _ Backups) {
	step.Way = RestoreImpossible // nothing kept what it had written
}

func (containerKind) comesBack(*Step, StepState, bool) (comes, unsure bool) { return false, false }

func (containerKind) planner(p *planner) kindPlanner {
	return &containerPlanner{p, map[ContainerID]*Container{}}
}

// containerPlanner plans the removal of containers that were marked themselves.
type containerPlanner struct {
	*planner
	marked map[ContainerID]*Container
}

func (p *containerPlanner) take(key Key) {
	if c, ok := p.inv.Container(key.Container()); ok {
		p.marked[c.ID] = c
	}
}

func (p *containerPlanner) plan() {
	byName := func(a, b *Container) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(string(a.ID), string(b.ID)))
	}
	for _, c := range slices.SortedFunc(maps.Values(p.marked), byName) {
		step := Step{Action: ActionRemove, Thing: c, Chosen: p.choices[c.Target()], Reclaim: c.frees()}
		stops := step.Chosen.Has(RemedyStopRemove)
		if c.State.Running() {
			step.Stop = stops
			step.Blockers = []Blocker{{Kind: BlockerAlive, Things: []Thing{c}, Remedies: []Remedy{RemedyStopRemove, RemedySkip}}}
		}
		step.Ready = !step.Chosen.Has(RemedySkip) && (stops || !c.State.Running())
		p.addStep(step)
	}
}

func (*containerPlanner) after(*Step) []int { return nil }

// total adds what the containers have written, also of those that go for an image's sake.
func (p *containerPlanner) total() {
	var written size.Range
	for i := range p.result.Steps {
		if step := &p.result.Steps[i]; step.Ready && step.Removes(KindContainer) {
			written = written.Add(step.Reclaim)
		}
	}
	p.adds(KindContainer, written)
}

// removeFor plans the removal of containers so that something can go. It makes ready
// what was marked and is blocked.
func (p *planner) removeFor(goal Thing, containers []*Container) {
	for _, c := range containers {
		index, planned := p.stepOf[c.Target()]
		if !planned {
			p.addStep(Step{Action: ActionRemove, Thing: c, For: goal, Stop: c.State.Running(), Ready: true, Added: RemedyRemoveStopped, Reclaim: c.frees()})
			continue
		}
		step := &p.result.Steps[index]
		step.Ready, step.Stop = true, c.State.Running()
	}
}
