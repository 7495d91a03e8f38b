package model

import (
	"cmp"
	"slices"
	"strings"
)

// Choices are the remedies that were chosen, by the target that they are about.
type Choices map[Target]Remedies

// NewPlan works out what removing the marked rows takes: the steps in an order
// in which children go before parents, what blocks each, and what comes back.
// It looks at nothing but the inventory, so the same marks, choices and
// inventory give the same plan.
func NewPlan(inv *Inventory, marks []Key, choices Choices) *Plan {
	var ledger *Ledger
	if inv.countsLayers() {
		ledger = NewLedger(inv)
	}
	return newPlan(inv, marks, choices, ledger)
}

// Preview is a plan whose bytes are not counted by layers: what blocks the
// marked rows can be asked at every key.
func Preview(inv *Inventory, marks []Key) *Plan { return newPlan(inv, marks, nil, nil) }

func newPlan(inv *Inventory, marks []Key, choices Choices, ledger *Ledger) *Plan {
	p := &planner{
		inv: inv, choices: choices, ledger: ledger,
		plan:  &Plan{Engine: inv.Engine, Taken: inv.Taken},
		refs:  map[ImageID][]string{},
		added: map[Key]Remedy{}, marked: map[ImageID]bool{},
		going: map[ImageID]bool{}, pruned: map[ImageID]bool{}, stepOf: map[ImageID]int{}, removal: map[ContainerID]int{},
	}
	p.collect(marks)
	p.expand()
	for _, image := range p.ordered() {
		p.addImage(image)
	}
	p.notePrunes()
	p.noteOrder()
	p.total()
	return p.plan
}

type planner struct {
	inv     *Inventory
	choices Choices
	plan    *Plan

	chosen []*Image             // the images concerned, in the order of the marks
	refs   map[ImageID][]string // their marked references
	added  map[Key]Remedy       // those that a remedy brought in
	marked map[ImageID]bool     // images with a mark of their own

	going   map[ImageID]bool // images that the ready steps delete
	pruned  map[ImageID]bool // untagged parents that go with them
	stepOf  map[ImageID]int  // the step that deletes an image
	removal map[ContainerID]int
	ledger  *Ledger // of what the ready steps delete; nil where layers are not counted
}

func (p *planner) collect(marks []Key) {
	for _, key := range marks {
		if !p.inv.Has(key) {
			p.plan.Lost = append(p.plan.Lost, key)
			continue
		}
		if pin, ok := p.inv.Pin(key); ok {
			p.plan.Pinned = append(p.plan.Pinned, PinnedKey{key, pin})
			continue
		}
		image, _ := p.inv.Image(key.Image())
		p.take(image, key.Ref, RemedyNone)
	}
}

// take puts a reference of an image, or an untagged image, among what goes. A
// remedy brings in nothing that is pinned.
func (p *planner) take(image *Image, ref string, why Remedy) {
	if p.inv.pinned(ImageKey(image.ID, ref)) {
		return
	}
	refs, known := p.refs[image.ID]
	if !known {
		p.chosen = append(p.chosen, image)
		p.refs[image.ID] = nil
	}
	if ref != "" && slices.Contains(refs, ref) {
		return
	}
	if ref != "" {
		p.refs[image.ID] = append(refs, ref)
	}
	if why == RemedyNone {
		p.marked[image.ID] = true
	} else if _, again := p.added[ImageKey(image.ID, ref)]; !again {
		p.added[ImageKey(image.ID, ref)] = why
	}
}

// whyImage is the remedy that brought in an image that has no mark of its own.
func (p *planner) whyImage(image *Image) Remedy {
	if p.marked[image.ID] {
		return RemedyNone
	}
	for _, ref := range p.refs[image.ID] {
		return p.added[ImageKey(image.ID, ref)]
	}
	return p.added[ImageKey(image.ID, "")]
}

// expand follows the remedies that bring more into the plan, until nothing new
// comes in.
func (p *planner) expand() {
	for i := range len(p.chosen) {
		image := p.chosen[i]
		choice := p.choices[image.Target()]
		if choice.Has(RemedyMarkReferences) {
			for _, tag := range image.Tags {
				p.take(image, tag, RemedyMarkReferences)
			}
		}
		if choice.Has(RemedyMarkDescendants) {
			p.takeChildren(image)
		}
	}
}

func (p *planner) takeChildren(image *Image) {
	for _, child := range p.inv.Children(image.ID) {
		switch {
		case len(child.Tags) > 0:
			for _, tag := range child.Tags {
				p.take(child, tag, RemedyMarkDescendants)
			}
		case !p.inv.Hidden(child):
			p.take(child, "", RemedyMarkDescendants)
		}
		p.takeChildren(child)
	}
}

// ordered is the chosen images, descendants before ancestors, then by name.
func (p *planner) ordered() []*Image {
	layered := true
	for _, image := range p.chosen {
		layered = layered && image.Layered
	}
	parents := make(map[ImageID]int, len(p.chosen))
	for _, image := range p.chosen {
		parents[image.ID] = p.generation(image)
	}
	height := func(image *Image) int {
		if !layered || image.Top == nil {
			return 0
		}
		return image.Top.Depth
	}
	images := slices.Clone(p.chosen)
	slices.SortStableFunc(images, func(a, b *Image) int {
		return cmp.Or(cmp.Compare(height(b), height(a)), cmp.Compare(parents[b.ID], parents[a.ID]),
			strings.Compare(a.Name(), b.Name()), strings.Compare(string(a.ID), string(b.ID)))
	})
	return images
}

// generation counts the parents that the engine names above an image.
func (p *planner) generation(image *Image) int {
	n := 0
	for image.Parent != "" && n <= len(p.inv.images) {
		parent, ok := p.inv.Image(image.Parent)
		if !ok {
			break
		}
		image = parent
		n++
	}
	return n
}

func (p *planner) addImage(image *Image) {
	refs := p.refs[image.ID]
	if len(refs) < len(image.Tags) {
		p.addPartial(image, refs)
		return
	}
	blockers := p.blockers(image)
	chosen := p.choices[image.Target()]
	step := Step{
		Action: ActionRemove, Thing: image, Refs: slices.Clone(image.Tags), Added: p.whyImage(image), Verdict: p.inv.Verdict(image),
		Backup:   p.inv.Backup(image.ID),
		Blockers: blockers, Chosen: chosen,
	}
	running, stopped := p.inv.usersByState(image.ID)
	held := len(running)+len(stopped) > 0
	clears := chosen.Has(RemedyStopRemove) || chosen.Has(RemedyRemoveStopped) && len(running) == 0
	descendants := slices.ContainsFunc(blockers, func(b Blocker) bool { return b.Kind == BlockerDescendant })
	switch {
	case chosen.Has(RemedySkip):
	case chosen.Has(RemedyUntag) && len(image.Tags) > 0 && (held || descendants):
		if descendants && clears {
			p.addContainerRemovals(image, append(running, stopped...))
			held = false
		}
		p.addUntags(step, held)
		return
	case descendants:
	case !held:
		step.Ready = true
	case clears:
		p.addContainerRemovals(image, append(running, stopped...))
		step.Ready = true
	case chosen.Has(RemedyForce):
		switch EffectOfForce(p.inv.Engine.Store, len(running) > 0, len(image.Tags) > 0) {
		case ForceUntags:
			p.addUntags(step, true)
			return
		case ForceDeletesKeepingBytes, ForceKillsContainers:
			step.Force, step.Ready = true, true
		case ForceNothing, ForceRefused:
		}
	}
	p.addDelete(step)
}

func (p *planner) addDelete(step Step) {
	index := len(p.plan.Steps)
	if step.Ready {
		p.going[step.Image().ID] = true
		p.stepOf[step.Image().ID] = index
		if !step.Force || p.inv.Engine.Store == StorePodman {
			step.Reclaim = p.reclaim(step.Image())
		}
		p.pruneUp(step.Image())
	}
	p.plan.Steps = append(p.plan.Steps, step)
}

// addPartial plans to take some of an image's references; the others keep it.
func (p *planner) addPartial(image *Image, refs []string) {
	keeps := slices.DeleteFunc(slices.Clone(image.Tags), func(tag string) bool { return slices.Contains(refs, tag) })
	chosen := p.choices[image.Target()]
	remedies := []Remedy{RemedyMarkReferences, RemedySkip}
	if !slices.ContainsFunc(keeps, func(tag string) bool { return !p.inv.pinned(ImageKey(image.ID, tag)) }) {
		remedies = remedies[1:]
	}
	for _, ref := range refs {
		p.plan.Steps = append(p.plan.Steps, Step{
			Action: ActionUntag, Thing: image, Refs: []string{ref}, Keeps: keeps, Added: p.added[ImageKey(image.ID, ref)],
			Blockers: []Blocker{{Kind: BlockerReference, Refs: keeps, Remedies: remedies}},
			Chosen:   chosen, Ready: !chosen.Has(RemedySkip),
		})
	}
}

// addUntags plans to take all references of an image that something else
// holds: it stays without a name. Containers make the last one need force.
func (p *planner) addUntags(step Step, held bool) {
	for i, ref := range step.Refs {
		one := step
		one.Action, one.Refs, one.Ready = ActionUntag, []string{ref}, true
		one.Added = p.added[ImageKey(step.Image().ID, ref)]
		last := i == len(step.Refs)-1
		one.Force = held && last
		if !last {
			one.Keeps = step.Refs[i+1:]
		} else if i > 0 {
			one.After = []int{len(p.plan.Steps) - 1}
		}
		p.plan.Steps = append(p.plan.Steps, one)
	}
}

func (p *planner) addContainerRemovals(image *Image, containers []*Container) {
	for _, c := range containers {
		if _, ok := p.removal[c.ID]; ok {
			continue
		}
		p.removal[c.ID] = len(p.plan.Steps)
		p.plan.Steps = append(p.plan.Steps, Step{
			Action: ActionRemove, Thing: c, For: image, Stop: c.State.Running(), Ready: true,
			Added: RemedyRemoveStopped,
		})
	}
}

func (inv *Inventory) usersByState(id ImageID) (running, stopped []*Container) {
	for _, c := range inv.users[id] {
		if c.State.Running() {
			running = append(running, c)
		} else {
			stopped = append(stopped, c)
		}
	}
	return running, stopped
}

// blockers are what stops the deletion of a whole image, given what the plan
// deletes before it.
func (p *planner) blockers(image *Image) []Blocker {
	store := p.inv.Engine.Store
	running, stopped := p.inv.usersByState(image.ID)
	var found []Blocker
	if len(running) > 0 {
		remedies := []Remedy{RemedyStopRemove}
		if EffectOfForce(store, true, len(image.Tags) > 0) != ForceRefused {
			remedies = append(remedies, RemedyForce)
		}
		found = append(found, Blocker{Kind: BlockerRunning, Containers: running, Remedies: append(remedies, RemedySkip)})
	}
	if len(stopped) > 0 {
		remedies := []Remedy{RemedyRemoveStopped, RemedyForce, RemedySkip}
		if len(running) > 0 {
			remedies = []Remedy{RemedyStopRemove, RemedySkip}
		}
		found = append(found, Blocker{Kind: BlockerStopped, Containers: stopped, Remedies: remedies})
	}
	if children := p.stayingDescendants(image, map[ImageID]bool{}); store.RefusesParents() && len(children) > 0 {
		remedies := []Remedy{RemedyMarkDescendants}
		if len(image.Tags) > 0 {
			remedies = append(remedies, RemedyUntag)
		}
		found = append(found, Blocker{Kind: BlockerDescendant, Images: children, Remedies: append(remedies, RemedySkip)})
	}
	return found
}

// stayingDescendants are the nearest visible images below an image by the
// engine's parent links that the plan does not delete.
func (p *planner) stayingDescendants(image *Image, seen map[ImageID]bool) []*Image {
	var found []*Image
	for _, child := range p.inv.Children(image.ID) {
		switch {
		case seen[child.ID] || p.going[child.ID] || p.pruned[child.ID]:
		case p.inv.Hidden(child):
			seen[child.ID] = true
			found = append(found, p.stayingDescendants(child, seen)...)
			if len(p.inv.Users(child.ID)) > 0 {
				found = append(found, child)
			}
		default:
			seen[child.ID] = true
			found = append(found, child)
		}
	}
	return found
}

// pruneUp notes the untagged parents that graphdriver stores delete with their
// last child.
func (p *planner) pruneUp(image *Image) {
	if !p.inv.Engine.Store.RefusesParents() {
		return
	}
	for image.Parent != "" {
		parent, ok := p.inv.Image(image.Parent)
		if !ok || p.pruned[parent.ID] || len(parent.Tags)+len(parent.Digests) > 0 || len(p.inv.Users(parent.ID)) > 0 {
			return
		}
		for _, child := range p.inv.Children(parent.ID) {
			if !p.going[child.ID] && !p.pruned[child.ID] {
				return
			}
		}
		p.pruned[parent.ID] = true
		image = parent
	}
}
