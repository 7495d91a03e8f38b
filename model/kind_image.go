package model

import (
	"slices"

	"jettison/model/reference"
)

// imageKind implements kind for images. They are marked by their references, go with
// the last of these, and come back by name, from a backup or from a registry.
type imageKind struct{}

func (imageKind) fact() Fact { return FactImages }

func (imageKind) short(id string) string { return shortHex(id) }

func (imageKind) argument(id, _ string) string { return id }

func (imageKind) find(inv *Inventory, target Target) (Thing, bool) {
	if image, ok := inv.byID[target.Image()]; ok {
		return image, true
	}
	return nil, false
}

func (imageKind) size(thing Thing) int64 {
	if image, ok := thing.(*Image); ok {
		return image.Size
	}
	return Unknown
}

func (imageKind) remedies() Remedies {
	return remediesOf(
		RemedyRemoveStopped, RemedyStopRemove, RemedyMarkDescendants, RemedyUntag, RemedyForce, RemedyMarkReferences, RemedySkip,
	)
}

func (imageKind) frees() bool { return true }

func (imageKind) has(inv *Inventory, key Key) bool {
	image, ok := inv.byID[key.Image()]
	if !ok {
		return false
	}
	if key.Platform != "" {
		_, there := image.platform(key.Platform)
		return there
	}
	if key.Ref == "" {
		return image.Unnamed() && !inv.Hidden(image)
	}
	return image.hasRef(key.Ref)
}

func (imageKind) changed(inv *Inventory, planned *Planned) (Change, bool) {
	id := planned.Target.Image()
	image, ok := inv.Image(id)
	if !ok {
		// A tag that stands for another image now is not what was planned.
		for _, ref := range planned.Refs {
			if other, moved := inv.ByRef(ref); moved {
				return Change{Kind: ChangeImageReplaced, Names: []string{ref}, Image: other.ID}, true
			}
		}
		return Change{Kind: ChangeGone, Of: KindImage}, true
	}
	if planned.RemovesPlatform() {
		return inv.platformChanged(image, planned)
	}
	for _, ref := range planned.Refs {
		other, there := inv.ByRef(ref)
		switch {
		case there && other.ID != id:
			return Change{Kind: ChangeNameMoved, Names: []string{ref}, Image: other.ID}, true
		case !there && planned.Action == ActionUntag:
			return Change{Kind: ChangeNameGone}, true
		}
	}
	if pin, ok := inv.pinOf(id, planned.Refs); ok {
		return Change{Kind: ChangePinned, Pin: pin}, true
	}
	if planned.Action == ActionUntag {
		return Change{}, false
	}
	if added := without(image.Tags, planned.Refs); len(added) > 0 {
		return Change{Kind: ChangeNamed, Names: added}, true
	}
	if added := foreign(image.Digests, slices.Concat(planned.Refs, planned.Digests)); len(added) > 0 {
		return Change{Kind: ChangePulled, Names: added}, true
	}
	if added := without(image.DigestRefs(), planned.Refs); len(added) > 0 {
		return Change{Kind: ChangePulled, Names: added}, true
	}
	return Change{}, false
}

// pinOf returns the pin that protects one of the references of an image, or the image
// without any.
func (inv *Inventory) pinOf(id ImageID, refs []string) (Pin, bool) {
	for _, ref := range refs {
		if pin, ok := inv.Pin(ImageKey(id, ref)); ok {
			return pin, true
		}
	}
	return inv.Pin(ImageKey(id, ""))
}

// without are the texts that are not among others.
func without(texts, others []string) []string {
	return slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return slices.Contains(others, text) })
}

// foreign are the references of repositories that others have none of.
func foreign(refs, others []string) []string {
	known := map[string]bool{}
	for _, ref := range others {
		repo, _ := reference.Split(ref)
		known[repo] = true
	}
	return slices.DeleteFunc(slices.Clone(refs), func(ref string) bool {
		repo, _ := reference.Split(ref)
		return known[repo]
	})
}

func (imageKind) keys(inv *Inventory, planned *Planned) []Key {
	id := planned.Target.Image()
	image, ok := inv.Image(id)
	if !ok {
		return nil
	}
	if planned.RemovesPlatform() {
		return []Key{PlatformKey(id, planned.Platform)}
	}
	if planned.Action == ActionRemove && image.Unnamed() {
		return []Key{ImageKey(id, "")}
	}
	var keys []Key
	for _, ref := range planned.Refs {
		if image.hasRef(ref) {
			keys = append(keys, ImageKey(id, ref))
		}
	}
	return keys
}

func (imageKind) resolve(inv *Inventory, r *Removed) (StepState, []string) {
	id := r.Target.Image()
	var untagged []string
	for _, ref := range r.Refs {
		if owner, there := inv.ByRef(ref); !there || owner.ID != id {
			untagged = append(untagged, ref)
		}
	}
	image, there := inv.Image(id)
	switch {
	case r.RemovesPlatform():
		return platformResolved(image, r.Manifests), nil
	case r.Action == ActionRemove && !there, r.Action == ActionUntag && len(untagged) == len(r.Refs):
		return StepGone, untagged
	case len(untagged) > 0:
		return StepPartly, untagged
	}
	return StepCanceled, nil
}

// saves leaves out what is backed up already, and for BackupOnlyCopies what a registry is
// known to have.
func (imageKind) saves(step *Step, choice BackupChoice) bool {
	switch choice {
	case BackupOnlyCopies:
		return step.Verdict != VerdictBackedUp && step.Verdict != VerdictPull
	case BackupAll:
		return step.Verdict != VerdictBackedUp
	case BackupNone:
	}
	return false
}

// comesBack is true of what has its image still, and of images that can be had again; it is
// unsure where only asking a registry tells.
func (imageKind) comesBack(step *Step, state StepState, saved bool) (comes, unsure bool) {
	if step.Action == ActionUntag || state == StepPartly || step.Verdict == VerdictBackedUp || saved {
		return true, false
	}
	return len(step.Image().Digests) > 0, step.Verdict == VerdictAskRegistry
}

func (imageKind) restore(inv *Inventory, step *RestoreStep, backups Backups) {
	id := step.Target.Image()
	var digests []string // that only a registry gives back
	for _, name := range step.Refs {
		switch owner, there := inv.ByRef(name); {
		case !there && reference.IsDigest(name):
			digests = append(digests, name)
		case !there:
			step.Names = append(step.Names, name)
		case owner.ID != id:
			step.Taken = append(step.Taken, name)
		}
	}
	image, there := inv.Image(id)
	if there && len(image.Lacks(step.Manifests)) == 0 {
		switch {
		case len(step.Names) > 0:
			step.Way = RestoreTag
		case len(digests) > 0:
			step.Way, step.Digests = RestorePull, digests
		}
		return
	}
	step.Backup = backups.restoring(&step.Removed)
	switch {
	case step.Backup != "":
		step.Way = RestoreLoad
	case len(step.Digests) > 0:
		step.Way, step.Unsure = RestorePull, inv.Engine.Store != StoreGraph
	case there && len(step.Names) > 0:
		step.Way = RestoreTag
	default:
		step.Way = RestoreImpossible
	}
}
