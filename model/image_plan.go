package model

import (
	"cmp"
	"slices"
	"strings"
)

// imagePlanner plans the removal of images and of their references.
type imagePlanner struct {
	*planner

	chosen []*Image             // the images concerned, in the order of the marks
	refs   map[ImageID][]string // their marked references
	added  map[Key]Remedy       // those that a remedy added
	marked map[ImageID]bool     // images with a mark of their own
	// platforms are the digests of their marked platforms, and platformsOf the images, in the
	// order of the marks.
	platforms   map[ImageID][]string
	platformsOf []*Image
	content     *contentIndex // nil until a platform is planned to go

	held   []*Image         // images that go although containers keep their bytes
	going  map[ImageID]bool // images that the ready steps delete
	pruned map[ImageID]bool // untagged parents that go with them
}

func (imageKind) planner(p *planner) kindPlanner {
	return &imagePlanner{
		planner: p, refs: map[ImageID][]string{}, added: map[Key]Remedy{}, marked: map[ImageID]bool{},
		platforms: map[ImageID][]string{}, going: map[ImageID]bool{}, pruned: map[ImageID]bool{},
	}
}

func (p *imagePlanner) take(key Key) {
	image, _ := p.inv.Image(key.Image())
	if key.Platform != "" {
		p.takePlatform(image, key.Platform)
		return
	}
	p.addRef(image, key.Ref, RemedyNone)
}

func (p *imagePlanner) plan() {
	p.expand()
	for _, image := range p.deletionOrder() {
		p.addImage(image)
	}
	for _, image := range p.platformsOf {
		p.addPlatforms(image)
	}
	p.notePrunes()
}

// addRef adds a reference of an image, or an untagged image, to the plan. A remedy
// adds nothing that is pinned.
func (p *imagePlanner) addRef(image *Image, ref string, why Remedy) {
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

// whyImage returns the remedy that added an image without a mark of its own.
func (p *imagePlanner) whyImage(image *Image) Remedy {
	if p.marked[image.ID] {
		return RemedyNone
	}
	for _, ref := range p.refs[image.ID] {
		return p.added[ImageKey(image.ID, ref)]
	}
	return p.added[ImageKey(image.ID, "")]
}

// expand applies the remedies that add more to the plan, until nothing new is
// added.
func (p *imagePlanner) expand() {
	for i := range len(p.chosen) {
		image := p.chosen[i]
		choice := p.choices[image.Target()]
		if choice.Has(RemedyMarkReferences) {
			for _, ref := range image.Refs() {
				p.addRef(image, ref, RemedyMarkReferences)
			}
		}
		if choice.Has(RemedyMarkDescendants) {
			p.takeChildren(image)
		}
	}
}

func (p *imagePlanner) takeChildren(image *Image) {
	for _, child := range p.inv.Children(image.ID) {
		for _, ref := range child.Refs() {
			p.addRef(child, ref, RemedyMarkDescendants)
		}
		if child.Unnamed() && !p.inv.Hidden(child) {
			p.addRef(child, "", RemedyMarkDescendants)
		}
		p.takeChildren(child)
	}
}

// deletionOrder returns the chosen images, descendants before ancestors, then by
// name.
func (p *imagePlanner) deletionOrder() []*Image {
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
func (p *imagePlanner) generation(image *Image) int {
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

func (p *imagePlanner) addImage(image *Image) {
	refs := p.refs[image.ID]
	if len(refs) < len(image.Refs()) {
		p.addPartial(image, refs)
		return
	}
	blockers := p.blockers(image)
	chosen := p.choices[image.Target()]
	step := Step{
		Action: ActionRemove, Thing: image, Refs: slices.Clone(image.Refs()), Added: p.whyImage(image), Verdict: p.inv.Verdict(image),
		Backup:   p.inv.Backup(image.Target()),
		Blockers: blockers, Chosen: chosen,
	}
	users := p.holders(image)
	held := len(users.containers()) > 0
	stuck := users.stick(chosen)
	clears := p.clears(chosen, &users)
	descendants := slices.ContainsFunc(blockers, func(b Blocker) bool { return b.Kind == BlockerDescendant })
	if len(users.services) > 0 && !stuck {
		step.Effect, step.Unserved = ForceStrandsServices, users.services
	}
	switch {
	case chosen.Has(RemedySkip), stuck:
	case chosen.Has(RemedyUntag) && len(image.Tags) > 0 && (held || descendants):
		if descendants && clears {
			p.removeFor(image, users.containers())
			held = false
		}
		p.addUntags(step, held)
		return
	case descendants:
	case !held && len(users.external) == 0:
		step.Ready = true
	case clears && len(users.external) == 0:
		p.removeFor(image, users.containers())
		step.Ready = true
	case chosen.Has(RemedyForce):
		p.addForced(step, &users)
		return
	}
	p.addDelete(step, false)
}

// clears reports whether what was chosen removes all containers that hold an image. None
// is removed that is to be left alone.
func (p *imagePlanner) clears(chosen Remedies, users *holders) bool {
	runs := slices.ContainsFunc(users.containers(), func(c *Container) bool { return c.State.Running() })
	if !chosen.Has(RemedyStopRemove) && (!chosen.Has(RemedyRemoveStopped) || runs) {
		return false
	}
	stays := func(c *Container) bool { return p.choices[c.Target()].Has(RemedySkip) }
	return !slices.ContainsFunc(users.containers(), stays)
}

// addForced plans a deletion all the same, if that makes a difference on this engine.
func (p *imagePlanner) addForced(step Step, users *holders) {
	engine := p.inv.Engine
	if len(users.running)+len(users.stopped)+len(users.external) == 0 {
		mounts := Blocker{Kind: BlockerMount}
		step.Effect, step.Ready = mounts.EffectOn(engine, step.Tagged()), true
		// Docker refuses to delete it by name. A forced step goes by the ID, of which it asks less.
		step.Force = step.Effect == ForceDeletesKeepingBytes
		p.addDelete(step, step.Force)
		return
	}
	effect := EffectOfForce(engine, len(users.running) > 0, step.Tagged())
	if len(users.running)+len(users.stopped) == 0 {
		effect = ForceRemovesContainers
	}
	switch effect {
	case ForceUntags:
		step.Effect = effect
		p.addUntags(step, true)
		return
	case ForceDeletesKeepingBytes, ForceKillsContainers, ForceRemovesContainers:
		step.Effect, step.Force, step.Ready = effect, true, true
	case ForceNothing, ForceRefused, ForceBreaksMounts, ForceStrandsServices:
	}
	p.addDelete(step, step.Effect == ForceDeletesKeepingBytes)
}

// addDelete adds the deletion of an image. held is whether containers keep its bytes.
func (p *imagePlanner) addDelete(step Step, held bool) {
	if step.Ready {
		image := step.Image()
		p.going[image.ID] = true
		along := p.pruneUp(image)
		if held {
			p.held = append(p.held, image)
			step.Reclaim = p.released(image)
		} else {
			step.Reclaim = p.reclaim(image, along)
		}
	}
	p.addStep(step)
}

// addPartial plans to remove some of an image's references; the others keep it.
func (p *imagePlanner) addPartial(image *Image, refs []string) {
	keeps := without(image.Refs(), refs)
	chosen := p.choices[image.Target()]
	remedies := []Remedy{RemedyMarkReferences, RemedySkip}
	if !slices.ContainsFunc(keeps, func(ref string) bool { return !p.inv.pinned(ImageKey(image.ID, ref)) }) {
		remedies = remedies[1:]
	}
	for _, ref := range refs {
		step := Step{
			Action: ActionUntag, Thing: image, Refs: []string{ref}, Keeps: keeps, Added: p.added[ImageKey(image.ID, ref)],
			Chosen: chosen, Ready: !chosen.Has(RemedySkip),
		}
		if services := p.inv.strandedServices(image, step.Refs, keeps); len(services) > 0 {
			step.Blockers = append(step.Blockers, serviceBlocker(services))
			step.Ready = step.Ready && chosen.Has(RemedyForce)
			if step.Ready {
				step.Effect, step.Unserved = ForceStrandsServices, services
			}
		}
		step.Blockers = append(step.Blockers, Blocker{Kind: BlockerReference, Refs: keeps, Remedies: remedies})
		step.Stranded = p.inv.strandedContainers(image, step.Refs, keeps)
		p.addStep(step)
	}
}

// addUntags plans to remove all references of an image that something else holds:
// it stays untagged. With containers, removing the last one needs force. Digests go
// first, so that the last one is a tag: EffectOfForce is about tags.
func (p *imagePlanner) addUntags(step Step, held bool) {
	image := step.Image()
	step.Refs = slices.Concat(image.DigestRefs(), image.Tags)
	for i, ref := range step.Refs {
		one := step
		one.Action, one.Refs, one.Ready, one.Verdict = ActionUntag, []string{ref}, true, VerdictNone
		one.Added = p.added[ImageKey(image.ID, ref)]
		last := i == len(step.Refs)-1
		one.Force = held && last
		if !last {
			one.Keeps = step.Refs[i+1:]
		} else if i > 0 {
			one.After = []int{len(p.result.Steps) - 1}
		}
		p.addStep(one)
	}
}

// stayingDescendants returns the nearest visible descendants of an image, by the
// engine's parent links, that the plan does not delete.
func (p *imagePlanner) stayingDescendants(image *Image, seen map[ImageID]bool) []*Image {
	var found []*Image
	for _, child := range p.inv.Children(image.ID) {
		switch {
		case seen[child.ID] || p.going[child.ID] || p.pruned[child.ID]:
		case p.inv.Hidden(child):
			seen[child.ID] = true
			found = append(found, p.stayingDescendants(child, seen)...)
			if p.isHeld(child) {
				found = append(found, child)
			}
		default:
			seen[child.ID] = true
			found = append(found, child)
		}
	}
	return found
}

// carriesMore reports whether an image that stays was built on an untagged one, be it on
// images between them that go: Podman lets those go first.
func (p *imagePlanner) carriesMore(image *Image, seen map[ImageID]bool) bool {
	seen[image.ID] = true
	for _, child := range p.inv.Children(image.ID) {
		stays := !p.going[child.ID] && !p.pruned[child.ID]
		if stays && (!p.inv.Hidden(child) || p.isHeld(child)) || !seen[child.ID] && p.carriesMore(child, seen) {
			return true
		}
	}
	return false
}

// pruneUp notes the untagged parents that the engine deletes with their last child, and
// returns the new ones.
func (p *imagePlanner) pruneUp(image *Image) []*Image {
	var parents []*Image
	if !p.inv.Engine.Store.PrunesParents() {
		return nil
	}
	for image.Parent != "" {
		parent, ok := p.inv.Image(image.Parent)
		if !ok || p.pruned[parent.ID] || len(parent.Tags)+len(parent.Digests) > 0 || p.isHeld(parent) {
			return parents
		}
		if p.carriesMore(parent, map[ImageID]bool{}) {
			return parents
		}
		p.pruned[parent.ID] = true
		parents = append(parents, parent)
		image = parent
	}
	return parents
}
