package model

import (
	"slices"

	"jettison/model/size"
)

// RemovesPlatforms reports whether the engine removes one platform of an image and keeps the
// others: Docker 28.2 and newer with the containerd store (API 1.50).
func (e Engine) RemovesPlatforms() bool { return e.Store == StoreContainerd && e.atLeast(28, 2) }

// platform finds a platform that the store has, by the digest of its manifest.
func (i *Image) platform(digest string) (*Manifest, bool) {
	for n := range i.Manifests {
		if m := &i.Manifests[n]; m.Digest == digest && m.Kind == ManifestPlatform && m.Available {
			return m, true
		}
	}
	return nil, false
}

// platformDigest is the digest of the platform that the step removes; empty for other steps.
func (s *Step) platformDigest() string {
	if s.Platform == nil {
		return ""
	}
	return s.Platform.Digest
}

// takePlatform puts a platform of an image among what goes.
func (p *imagePlanner) takePlatform(image *Image, digest string) {
	if len(p.platforms[image.ID]) == 0 {
		p.platformsOf = append(p.platformsOf, image)
	}
	if !slices.Contains(p.platforms[image.ID], digest) {
		p.platforms[image.ID] = append(p.platforms[image.ID], digest)
	}
}

// addPlatforms plans the removal of the marked platforms of an image, one after the other. An
// image that goes takes them along.
func (p *imagePlanner) addPlatforms(image *Image) {
	if _, goes := p.removes(image.Target()); goes {
		return
	}
	before := -1
	for _, digest := range p.platforms[image.ID] {
		m, _ := image.platform(digest)
		step := Step{Action: ActionRemovePlatform, Thing: image, Platform: m, Chosen: p.choices[image.Target()]}
		step.Verdict, step.Backup = p.inv.platformVerdict(image, m)
		p.blockPlatform(&step)
		if step.Ready && before >= 0 {
			step.After = []int{before}
		}
		if step.Ready {
			step.Reclaim = p.inv.platformReclaim(m)
			before = len(p.result.Steps)
		}
		p.addStep(step)
	}
}

// blockPlatform finds what prevents the removal of a platform, and makes the step ready where
// nothing does. An engine refuses none of it: it deletes every blob of the platform, be they
// used by a container or another image (API 1.50 to 1.56). So no force helps against that, and
// a platform goes only where nothing is lost with it.
func (p *imagePlanner) blockPlatform(step *Step) {
	image, m := step.Image(), step.Platform
	present, _ := image.Platforms()
	if !slices.ContainsFunc(present, func(one Manifest) bool { return !slices.Contains(p.platforms[image.ID], one.Digest) }) {
		step.Blockers = append(step.Blockers, Blocker{Kind: BlockerLastPlatform, Remedies: []Remedy{RemedySkip}})
	}
	if p.content == nil {
		p.content = newContentIndex(p.inv)
	}
	sharing, unknown := p.content.others(image, m)
	if len(sharing) > 0 {
		step.Blockers = append(step.Blockers, Blocker{Kind: BlockerSharedContent, Things: AsThings(sharing), Remedies: []Remedy{RemedySkip}})
	} else if len(unknown) > 0 {
		step.Blockers = append(step.Blockers, Blocker{Kind: BlockerUnknownContent, Things: AsThings(unknown), Remedies: []Remedy{RemedySkip}})
	}
	users := p.platformHolders(image, m)
	stuck := len(step.Blockers)+len(users.pinned) > 0
	for _, blocker := range p.containerBlockers(image, &users) {
		blocker.Remedies = slices.DeleteFunc(blocker.Remedies, func(r Remedy) bool { return r == RemedyForce })
		step.Blockers = append(step.Blockers, blocker)
	}
	if len(users.services) > 0 {
		step.Blockers = append(step.Blockers, serviceBlocker(users.services))
	}
	held, forced := len(users.containers()) > 0, step.Chosen.Has(RemedyForce)
	switch {
	case step.Chosen.Has(RemedySkip), stuck, len(users.services) > 0 && !forced:
		return
	case held && !p.clears(step.Chosen, &users):
		return
	case held:
		p.removeFor(image, users.containers())
	}
	step.Ready = true
	if len(users.services) > 0 {
		step.Effect, step.Unserved = ForceStrandsServices, users.services
	}
}

// platformHolders returns the users of an image that use one of its platforms, or may: not
// every engine says which one a container was created from, and none which one it mounts.
func (p *imagePlanner) platformHolders(image *Image, m *Manifest) holders {
	users := p.holders(image)
	other := func(c *Container) bool { return c.Manifest != "" && c.Manifest != m.Digest }
	users.running = slices.DeleteFunc(users.running, other)
	users.stopped = slices.DeleteFunc(users.stopped, other)
	users.pinned = slices.DeleteFunc(users.pinned, other)
	return users
}

// platformReclaim returns the bytes that come back with a platform whose content nothing else
// has. The engine's figures fall by the content at once, and by the files when containerd
// collects its garbage, which the next deletion of an image makes it do.
func (inv *Inventory) platformReclaim(m *Manifest) size.Range {
	freed := size.Range{Min: max(0, m.Content), Max: max(0, m.Content) + max(0, m.Unpacked), About: true}
	if m.Content < 0 || m.Unpacked < 0 {
		freed.Max = size.Unbounded
	}
	layers := slices.Sorted(slices.Values(inv.manifests[m.Digest]))
	if len(slices.Compact(layers)) < len(inv.manifests[m.Digest]) {
		freed.Min = 0 // the engine counts a layer once for each place that it has
	}
	return freed
}

// platformChanged tells what became of a platform that was to be removed.
func (inv *Inventory) platformChanged(image *Image, planned *Planned) (Change, bool) {
	if _, there := image.platform(planned.Platform); !there {
		return Change{Kind: ChangePlatformGone}, true
	}
	if pin, ok := inv.pinOfAny(image.ID); ok {
		return Change{Kind: ChangePinned, Pin: pin}, true
	}
	if added := without(image.Tags, planned.Keeps); len(added) > 0 {
		return Change{Kind: ChangeNamed, Names: added}, true
	}
	if added := without(image.DigestRefs(), planned.Keeps); len(added) > 0 {
		return Change{Kind: ChangePulled, Names: added}, true
	}
	return Change{}, false
}

// platformResolved finds out whether platforms are gone from an image, which is nil if it is
// gone itself.
func platformResolved(image *Image, manifests []Manifest) StepState {
	if image == nil || len(manifests) > 0 && len(image.Lacks(manifests)) == len(manifests) {
		return StepGone
	}
	return StepCanceled
}
