// Package backup saves the images of a removal before it begins.
package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"jettison/model"
	"jettison/store/archive"
)

// Saver is an engine that saves one image at a time.
type Saver interface {
	// Unsavable are those of some images that the engine can't save without harm.
	Unsavable(ctx context.Context, engine model.Engine, images []*model.Image) ([]*model.Image, error)
	// Save saves one image.
	Save(ctx context.Context, id model.ImageID, read func(io.Reader) error) error
}

// Backup is what is to be saved, and where.
type Backup struct {
	Folder string
	Name   string // of the removal that it is made for
	Engine model.Engine
	Images []*model.Image
	// Layers is the bytes of the images' layers, each once, where they are known.
	Layers model.Bytes
	// Free measures how many bytes can be written to a folder, or answers
	// model.Unknown.
	Free func(folder string) int64
	Now  func() time.Time
	// Tell gets to know how far it is; it is called often.
	Tell func(model.BackupProgress)
}

// NoRoomError says that a backup would not fit on the disk.
type NoRoomError struct {
	Folder     string
	Need, Free int64 // bytes
}

// Error says how much is missing where.
func (e *NoRoomError) Error() string {
	return fmt.Sprintf("the backup may need %s, and %s has %s free", model.Size(e.Need), e.Folder, model.Size(e.Free))
}

// PinnedError says that the engine would keep layers of images for good if it saved
// them.
type PinnedError struct {
	Engine model.Engine
	Images []*model.Image
}

// Error names the images.
func (e *PinnedError) Error() string {
	const few = 3
	var names []string
	for _, image := range e.Images[:min(few, len(e.Images))] {
		names = append(names, image.Name())
	}
	words := strings.Join(names, ", ")
	if more := len(e.Images) - few; more > 0 {
		words += fmt.Sprintf(" and %d more", more)
	}
	return e.Engine.Product + " " + e.Engine.Version + " would keep layers of " + words +
		" on the disk for good if it saved what has the same layer twice"
}

// Run saves the images. Either all of them are on the disk when it returns, or
// nothing is.
func Run(ctx context.Context, from Saver, b Backup) (*archive.Manifest, error) {
	switch bad, err := from.Unsavable(ctx, b.Engine, b.Images); {
	case err != nil:
		return nil, err
	case len(bad) > 0:
		return nil, &PinnedError{b.Engine, bad}
	}
	if need, free := archive.Room(b.Images, b.Layers), b.Free(b.Folder); free >= 0 && free < need {
		return nil, &NoRoomError{b.Folder, need, free}
	}
	to, err := archive.Create(b.Folder, b.Name, b.Engine.Host, b.Now())
	if err != nil {
		return nil, err
	}
	r := &run{Backup: b, from: from, to: to}
	r.progress = model.BackupProgress{Name: b.Name, Of: len(b.Images), Began: b.Now()}
	for _, image := range b.Images {
		r.progress.Total += max(0, image.Size)
	}
	if err := r.saveAll(ctx); err != nil {
		to.Abort()
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		to.Abort()
		return nil, err
	}
	done, err := to.Commit()
	if err != nil {
		return nil, err
	}
	r.progress.Ended, r.progress.Written = true, done.Size
	r.tell()
	return done, nil
}

// run is the course of a backup.
type run struct {
	Backup
	from     Saver
	to       *archive.Writer
	progress model.BackupProgress
	before   int64 // the sizes of the images that are saved
}

// saveAll saves one image after the other.
func (r *run) saveAll(ctx context.Context) error {
	for _, image := range r.Images {
		err := r.from.Save(ctx, image.ID, func(body io.Reader) error { return r.add(image, body) })
		if err != nil {
			return fmt.Errorf("save %s: %w", image.Name(), err)
		}
		r.progress.Images++
		r.before += max(0, image.Size)
		r.progress.Done = r.before
		r.tell()
	}
	return nil
}

// add takes what the engine sends of an image into the archive.
func (r *run) add(image *model.Image, body io.Reader) error {
	about := archive.Image{ID: image.ID, References: image.Tags, Digests: image.Digests, Size: max(0, image.Size)}
	return r.to.Add(about, &counted{body, r})
}

func (r *run) tell() {
	r.progress.Written = max(r.progress.Written, r.to.Written())
	r.Tell(r.progress)
}

// counted counts what comes from the engine.
type counted struct {
	from io.Reader
	run  *run
}

// Read implements io.Reader.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.run.progress.Done += int64(n)
	if n > 0 {
		c.run.tell()
	}
	return n, err
}

// Failed are the words for a backup that failed, as a sentence.
func Failed(err error) string {
	if errors.Is(err, context.Canceled) {
		return "The backup was cancelled, and nothing was removed."
	}
	return "The backup failed, and nothing was removed: " + model.Clean(err.Error()) + "."
}
