package model

import "slices"

// BackupCopy says which backup has a thing, and what of it.
type BackupCopy struct {
	Name string // of the backup
	// Manifests are the digests of those manifests of an image that the backup has with all
	// that they refer to. They count for images of the containerd store only: an ID does not
	// say there which platforms were present when the image was saved.
	Manifests []string
	// Volume is the volume as it was when it was saved; nil for other kinds.
	Volume *Volume
}

// Has reports whether the backup has every one of some manifests.
func (c *BackupCopy) Has(manifests []Manifest) bool {
	return !slices.ContainsFunc(manifests, func(m Manifest) bool { return !slices.Contains(c.Manifests, m.Digest) })
}

// Backups are the copies of things that backups have, by their targets, the newest first.
type Backups map[Target][]BackupCopy

// Of names the newest backup that has a thing with every one of some manifests; empty for
// none.
func (b Backups) Of(target Target, manifests []Manifest) string {
	for i := range b[target] {
		if c := &b[target][i]; c.Has(manifests) {
			return c.Name
		}
	}
	return ""
}

// restoring names the backup to bring back from what was removed: its own, if that is there
// and complete, or another that is; else one that has a part of it. It is empty for none.
func (b Backups) restoring(r *Removed) string {
	copies := b[r.Target]
	own := slices.IndexFunc(copies, func(c BackupCopy) bool { return c.Name == r.Backup })
	if own >= 0 && copies[own].Has(r.Manifests) {
		return r.Backup
	}
	if whole := b.Of(r.Target, r.Manifests); whole != "" {
		return whole
	}
	switch {
	case own >= 0:
		return r.Backup
	case len(copies) > 0:
		return copies[0].Name
	}
	return ""
}

// WithBackups returns the inventory with its backups replaced.
func (inv *Inventory) WithBackups(backups Backups) *Inventory {
	next := *inv
	next.backups = backups
	return &next
}

// Backups returns what backups have.
func (inv *Inventory) Backups() Backups { return inv.backups }

// Backup returns the name of the newest backup that has all that the engine has of a thing;
// empty when none is known.
func (inv *Inventory) Backup(target Target) string {
	var manifests []Manifest
	if image, ok := inv.byID[target.Image()]; ok {
		manifests = ToKeep(image.Manifests)
	}
	return inv.backups.Of(target, manifests)
}
