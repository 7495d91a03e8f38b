package model

import "slices"

// holders use an image and stay, as far as a plan goes.
type holders struct {
	running, stopped []*Container // that were created from it
	mounting         []*Container // that only mount it
	services         []*Service
	external         []*Container // of builds, which no step can remove
	pinned           []*Container // that were created from it or mount it, and must stay
}

// containers are all containers among them that steps can remove.
func (h *holders) containers() []*Container { return slices.Concat(h.running, h.stopped, h.mounting) }

// stick reports whether users keep an image whatever else becomes of it.
func (h *holders) stick(chosen Remedies) bool {
	return len(h.pinned) > 0 || len(h.services)+len(h.external) > 0 && !chosen.Has(RemedyForce)
}

// holders returns the users of an image that the plan does not remove.
func (p *imagePlanner) holders(image *Image) (found holders) {
	for _, c := range p.inv.Users(image.ID) {
		switch _, goes := p.removes(c.Target()); {
		case goes:
		case p.inv.pinned(Key{Target: c.Target()}):
			found.pinned = append(found.pinned, c)
		case c.External:
			found.external = append(found.external, c)
		case !c.CreatedFrom(image.ID):
			found.mounting = append(found.mounting, c)
		case c.State.Running():
			found.running = append(found.running, c)
		default:
			found.stopped = append(found.stopped, c)
		}
	}
	found.services = p.inv.ServicesOf(image.ID)
	return found
}

func (p *imagePlanner) isHeld(image *Image) bool {
	users := p.holders(image)
	return len(users.containers())+len(users.external)+len(users.pinned) > 0
}

// blockers returns what prevents the deletion of a whole image after the deletions
// that the plan has so far.
func (p *imagePlanner) blockers(image *Image) []Blocker {
	users := p.holders(image)
	found := p.containerBlockers(image, &users)
	if len(users.external) > 0 {
		found = append(found, Blocker{Kind: BlockerExternal, Things: AsThings(users.external), Remedies: []Remedy{RemedyForce, RemedySkip}})
	}
	if len(users.services) > 0 {
		found = append(found, serviceBlocker(users.services))
	}
	if children := p.stayingDescendants(image, map[ImageID]bool{}); p.inv.Engine.Store.RefusesParents() && len(children) > 0 {
		remedies := []Remedy{RemedyMarkDescendants}
		if len(image.Tags) > 0 {
			remedies = append(remedies, RemedyUntag)
		}
		found = append(found, Blocker{Kind: BlockerDescendant, Things: AsThings(children), Remedies: append(remedies, RemedySkip)})
	}
	return found
}

// containerBlockers returns the containers that stop the deletion of an image. When one of
// them runs, all go by the same remedy; when one is pinned, none go.
func (p *imagePlanner) containerBlockers(image *Image, users *holders) []Blocker {
	var found []Blocker
	if len(users.pinned) > 0 {
		found = append(found, Blocker{Kind: BlockerPinned, Things: AsThings(users.pinned), Remedies: []Remedy{RemedySkip}})
	}
	runs := slices.ContainsFunc(users.containers(), func(c *Container) bool { return c.State.Running() })
	first := RemedyRemoveStopped
	if runs {
		first = RemedyStopRemove
	}
	forced := len(users.running) == 0 || EffectOfForce(p.inv.Engine, true, len(image.Tags) > 0) != ForceRefused
	add := func(kind BlockerKind, containers []*Container, force bool) {
		if len(containers) == 0 {
			return
		}
		var remedies []Remedy
		if len(users.pinned) == 0 { // else nothing helps
			remedies = append(remedies, first)
		}
		if force && len(users.pinned) == 0 {
			remedies = append(remedies, RemedyForce)
		}
		found = append(found, Blocker{Kind: kind, Things: AsThings(containers), Remedies: append(remedies, RemedySkip)})
	}
	add(BlockerRunning, users.running, forced)
	add(BlockerStopped, users.stopped, len(users.running) == 0)
	add(BlockerMount, users.mounting, len(users.running)+len(users.stopped) == 0)
	return found
}

// serviceBlocker stops what would take the image of services away.
func serviceBlocker(services []*Service) Blocker {
	return Blocker{Kind: BlockerService, Services: services, Remedies: []Remedy{RemedyForce, RemedySkip}}
}
