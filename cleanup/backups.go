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

// Backups are where images are saved before they are removed.
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
// returns an event for each of those steps.
func (b Backups) save(ctx context.Context, from backup.Saver, r *record, things []model.Thing, tell func(model.BackupProgress)) (leftOut []model.StepEvent, err error) {
	if b.Folder == "" {
		return nil, errNoBackups
	}
	whole := r.plan
	lost := b.lost(whole)
	leftOut = whole.LeftOut(lost, &model.Refusal{Kind: model.RefusalBackupGone}, b.Now())
	r.plan = whole.Without(lost)
	images, others := model.ThingsOf[*model.Image](things), otherThan(archive.Kind, things)
	leftOut = append(leftOut, r.plan.LeftOut(others, &model.Refusal{Kind: model.RefusalNoArchive}, b.Now())...)
	r.plan = r.plan.Without(others)
	if len(images) == 0 {
		return leftOut, nil
	}
	made, err := backup.Run(ctx, from, backup.Backup{
		Folder: b.Folder, Name: r.id, Engine: r.plan.Engine, Images: images,
		Layers: size.Range{Max: r.plan.Touched}, Free: b.Free, Now: b.Now, Tell: tell,
	})
	if err != nil {
		return nil, err
	}
	r.backup = made.Manifest
	unsaved := model.AsThings(made.LeftOut)
	leftOut = append(leftOut, whole.LeftOut(unsaved, made.Why, b.Now())...)
	r.plan = r.plan.Without(unsaved)
	return leftOut, nil
}

// otherThan returns the things that are not of a kind.
func otherThan(kind model.Kind, things []model.Thing) []model.Thing {
	return slices.DeleteFunc(slices.Clone(things), func(thing model.Thing) bool { return thing.Target().Kind == kind })
}

// lost returns the things that a plan believes to be backed up, and whose backup is gone
// or incomplete.
func (b Backups) lost(plan *model.Plan) []model.Thing {
	var lost []model.Thing
	for name, things := range plan.BackedUp() {
		m, err := archive.Read(b.Folder, name)
		if err == nil {
			err = archive.Check(b.Folder, m)
		}
		for _, thing := range things {
			if err != nil || !m.Has(thing.Target()) {
				lost = append(lost, thing)
			}
		}
	}
	return lost
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

// Known names the newest backup of each thing that has one. It calls bad as List does.
func (b Backups) Known(bad func(error)) (model.Backups, error) {
	all, err := b.List(bad)
	if err != nil {
		return nil, err
	}
	known := model.Backups{}
	for _, m := range all {
		for i := range m.Images {
			if target := m.Images[i].ID.Target(); known[target] == "" {
				known[target] = m.Name
			}
		}
	}
	return known, nil
}
