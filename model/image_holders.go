package model

import "slices"

// holders use an image and stay, as far as a plan goes.
type holders struct {
	running, stopped []*Container // that were created from it
	mounting         []*Container // that only mount it
	services         []*Service
	external         []*Container // of builds, which no step can remove
}

// containers are all containers among them that steps can remove.
func (h *holders) containers() []*Container { return slices.Concat(h.running, h.stopped, h.mounting) }

// holders returns the users of an image that the plan does not remove.
func (p *imagePlanner) holders(image *Image) (found holders) {
	for _, c := range p.inv.Users(image.ID) {
		switch _, goes := p.removes(c.Target()); {
		case goes:
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
	return len(users.containers())+len(users.external) > 0
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
// them runs, all go by the same remedy.
func (p *imagePlanner) containerBlockers(image *Image, users *holders) []Blocker {
	var found []Blocker
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
		remedies := []Remedy{first}
		if force {
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
