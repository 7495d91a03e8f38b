package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"jettison/cli/backup"
	"jettison/cli/config"
	"jettison/model"
	"jettison/store/archive"
)

// backups are where images are saved before they are removed.
type backups struct {
	folder string // empty where there is none
	// free measures how many bytes can be written to a folder, or answers
	// model.Unknown.
	free func(folder string) int64
	now  func() time.Time
}

// backupsOf is the folder that is configured, or that of the state.
func backupsOf(f *flags, env config.Env, now func() time.Time) backups {
	b := backups{f.backupFolder, freeBelow, now}
	if state, err := stateFolder(env); err == nil && b.folder == "" {
		b.folder = filepath.Join(state, "backups")
	}
	return b
}

// demoBackups are those of a demo, whose images are a few bytes whatever their size.
func demoBackups(folder string, now func() time.Time) backups {
	return backups{folder, func(string) int64 { return model.Unknown }, now}
}

// passingBackups are those of a command on a demo, in a folder that end deletes.
func passingBackups(now func() time.Time) (b backups, end func(), err error) {
	folder, err := os.MkdirTemp("", "jettison-demo-")
	if err != nil {
		return backups{}, nil, err
	}
	return demoBackups(folder, now), func() { _ = os.RemoveAll(folder) }, nil
}

// errNoBackups says that there is no folder.
var errNoBackups = errors.New("there is no folder for backups: set backup_folder in the configuration")

// save saves images for a removal, whose journal then tells of the backup. What can't
// be saved is left out of the removal, and the events tell so.
func (b backups) save(ctx context.Context, from backup.Saver, r *record, images []*model.Image, tell func(model.BackupProgress)) (leftOut []model.StepEvent, err error) {
	if b.folder == "" {
		return nil, errNoBackups
	}
	whole := r.plan
	lost := b.lost(whole)
	leftOut = whole.LeftOut(lost, lostBackup(), b.now())
	r.plan = whole.Without(lost)
	if len(images) == 0 {
		return leftOut, nil
	}
	made, err := backup.Run(ctx, from, backup.Backup{
		Folder: b.folder, Name: r.id, Engine: r.plan.Engine, Images: images,
		Layers: model.Bytes{Max: r.plan.Touched}, Free: b.free, Now: b.now, Tell: tell,
	})
	if err != nil {
		return nil, err
	}
	r.backup = made.Manifest
	leftOut = append(leftOut, whole.LeftOut(made.LeftOut, made.Why, b.now())...)
	r.plan = r.plan.Without(made.LeftOut)
	return leftOut, nil
}

// lost are the images of a plan that it says are backed up, whose backup is not there
// any more or was cut off.
func (b backups) lost(plan *model.Plan) []*model.Image {
	var lost []*model.Image
	for name, images := range plan.BackedUp() {
		m, err := archive.Read(b.folder, name)
		if err == nil {
			err = archive.Check(b.folder, m)
		}
		for _, image := range images {
			if err != nil || !m.Has(image.ID) {
				lost = append(lost, image)
			}
		}
	}
	return lost
}

// lostBackup is why an image is not removed that was backed up when the plan was made.
func lostBackup() *model.Refusal {
	return &model.Refusal{
		Kind: model.RefusalChanged, Text: "It was not removed: its backup is not there any more, or was cut off, since the plan was made.",
		Advice: "Plan it again, to back it up anew or to remove it all the same.",
	}
}

// backedUp knows what is backed up as long as the folder stays the same.
type backedUp struct {
	at       time.Time // when the folder changed
	known    model.Backups
	from, to *model.Inventory // the last that was asked for, and the answer
}

// in is an inventory with the backups of its images.
func (k *backedUp) in(inv *model.Inventory, b backups) *model.Inventory {
	at := time.Time{}
	if info, err := os.Stat(b.folder); err == nil {
		at = info.ModTime()
	}
	if !at.Equal(k.at) {
		known, err := b.known(func(error) {}) // whoever restores is told
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

// freeBelow is how many bytes can be written to a folder that need not be there yet.
func freeBelow(folder string) int64 {
	for {
		_, err := os.Stat(folder)
		if above := filepath.Dir(folder); errors.Is(err, fs.ErrNotExist) && above != folder {
			folder = above
			continue
		}
		free, err := freeBytes(folder)
		if err != nil {
			return model.Unknown
		}
		return free
	}
}

// list is what is backed up, the newest first. What can't be read is handed to bad.
func (b backups) list(bad func(error)) ([]*archive.Manifest, error) {
	if b.folder == "" {
		return nil, nil
	}
	return archive.List(b.folder, bad)
}

// known names the newest backup of each image that has one.
func (b backups) known(bad func(error)) (model.Backups, error) {
	all, err := b.list(bad)
	if err != nil {
		return nil, err
	}
	known := model.Backups{}
	for _, m := range all {
		for i := range m.Images {
			if id := m.Images[i].ID; known[id] == "" {
				known[id] = m.Name
			}
		}
	}
	return known, nil
}
