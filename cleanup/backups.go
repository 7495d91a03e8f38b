package cleanup

import (
	"context"
	"errors"
	"os"
	"slices"
	"time"

	"jettison/cleanup/backup"
	"jettison/model"
	"jettison/model/size"
	"jettison/store/archive"
)

// Backups are where images and volumes are saved before they are removed.
type Backups struct {
	Folder string // empty where there is none
	// Free measures how many bytes can be written to a folder, or answers
	// model.Unknown.
	Free func(folder string) int64
	Now  func() time.Time
}

// errNoBackups says that there is no folder.
var errNoBackups = errors.New("there is no folder for backups: set backup_folder in the configuration")

// save saves things before they are removed, and sets the record's backup. It takes out
// of the record's plan what can't be saved, or what an earlier backup has lost, and
// returns an event for each of those steps. What an earlier backup has only a part of is
// saved too.
func (b Backups) save(ctx context.Context, from backup.Saver, r *record, things []model.Thing, tell func(model.BackupProgress)) (leftOut []model.StepEvent, err error) {
	if b.Folder == "" {
		return nil, errNoBackups
	}
	whole := r.plan
	leave := func(why *model.Refusal, things []model.Thing) {
		leftOut = append(leftOut, whole.LeftOut(things, why, b.Now())...)
		r.plan = r.plan.Without(things)
	}
	earlier := b.earlier(whole)
	leave(&model.Refusal{Kind: model.RefusalBackupGone}, earlier.lost)
	leave(&model.Refusal{Kind: model.RefusalNoArchive}, notHeld(things))
	images := model.ThingsOf[*model.Image](things)
	if known := slices.Concat(images, earlier.images()); len(known) > 0 {
		r.manifests, err = from.Manifests(ctx, whole.Engine, known)
		if err != nil {
			return nil, err
		}
	}
	images = append(images, earlier.parts(r.manifests)...)
	volumes := model.ThingsOf[*model.Volume](things)
	if len(images)+len(volumes) == 0 {
		return leftOut, nil
	}
	made, err := backup.Run(ctx, from, backup.Backup{
		Folder: b.Folder, Name: r.id, Engine: r.plan.Engine, Images: images, Volumes: volumes, Manifests: r.manifests,
		Layers: size.Range{Max: r.plan.Touched}, Free: b.Free, Now: b.Now, Tell: tell,
	})
	if err != nil {
		return nil, err
	}
	r.backup = made.Manifest
	for _, left := range made.LeftOut {
		leave(left.Why, left.Things)
	}
	return leftOut, nil
}

// notHeld returns the things that no archive holds.
func notHeld(things []model.Thing) []model.Thing {
	return slices.DeleteFunc(slices.Clone(things), func(thing model.Thing) bool {
		switch thing.(type) {
		case *model.Image, *model.Volume:
			return true
		}
		return false
	})
}

// earlierBackups are the backups that a plan counts on.
type earlierBackups struct {
	lost []model.Thing // whose backup is gone or incomplete
	have map[*archive.Manifest][]*model.Image
}

// earlier reads the backups that a plan counts on.
func (b Backups) earlier(plan *model.Plan) earlierBackups {
	found := earlierBackups{have: map[*archive.Manifest][]*model.Image{}}
	for name, things := range plan.BackedUp() {
		m, err := archive.Read(b.Folder, name)
		if err == nil {
			err = archive.Check(b.Folder, m)
		}
		for _, thing := range things {
			image, isImage := thing.(*model.Image)
			if err != nil || !isImage || !m.Has(thing.Target()) {
				found.lost = append(found.lost, thing)
				continue
			}
			found.have[m] = append(found.have[m], image)
		}
	}
	return found
}

// images returns the images that the backups have, or a part of them.
func (e *earlierBackups) images() []*model.Image {
	var all []*model.Image
	for _, images := range e.have {
		all = append(all, images...)
	}
	return all
}

// parts returns the images of which the backups don't have all manifests.
func (e *earlierBackups) parts(manifests map[model.ImageID][]model.Manifest) []*model.Image {
	var parts []*model.Image
	for m, images := range e.have {
		for _, image := range images {
			if !m.HasAll(image.ID.Target(), model.ToKeep(manifests[image.ID])) {
				parts = append(parts, image)
			}
		}
	}
	return parts
}

// backedUp tells inventories what is backed up, and reads the folder only when it
// changes.
type backedUp struct {
	at       time.Time // when the folder changed
	known    model.Backups
	from, to *model.Inventory // the last that was asked for, and the answer
}

// in returns an inventory with the backups of its images.
func (k *backedUp) in(inv *model.Inventory, b Backups) *model.Inventory {
	at := time.Time{}
	if info, err := os.Stat(b.Folder); err == nil {
		at = info.ModTime()
	}
	if !at.Equal(k.at) {
		known, err := b.Known(func(error) {}) // whoever restores is told
		if err == nil {
			k.known = known
		}
		k.at, k.from = at, nil
	}
	switch {
	case len(k.known) == 0 || inv == nil:
		return inv
	case inv != k.from:
		k.from, k.to = inv, inv.WithBackups(k.known)
	}
	return k.to
}

// List returns the manifests of the backups, the newest first. It calls bad with the
// error of each that can't be read.
func (b Backups) List(bad func(error)) ([]*archive.Manifest, error) {
	if b.Folder == "" {
		return nil, nil
	}
	return archive.List(b.Folder, bad)
}

// Known returns what the backups have of each thing. It calls bad as List does.
func (b Backups) Known(bad func(error)) (model.Backups, error) {
	all, err := b.List(bad)
	if err != nil {
		return nil, err
	}
	known := model.Backups{}
	for _, m := range all {
		for target, copies := range m.Backups() {
			known[target] = append(known[target], copies...)
		}
	}
	return known, nil
}
