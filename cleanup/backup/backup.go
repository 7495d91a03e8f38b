// Package backup saves the images and the volumes of a removal before it begins.
package backup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"jettison/model"
	"jettison/model/size"
	"jettison/model/words"
	"jettison/store/archive"
)

// Saver is an engine that saves images.
type Saver interface {
	// Unsavable are those of some images that the engine can't save without harm.
	Unsavable(ctx context.Context, engine model.Engine, images []*model.Image) ([]*model.Image, error)
	// Manifests are those that some images have now, as far as the engine tells.
	Manifests(ctx context.Context, engine model.Engine, images []*model.Image) (map[model.ImageID][]model.Manifest, error)
	// BatchSize is how many images to save in one request, at least one.
	BatchSize(engine model.Engine) int
	// Save saves images in one request. It calls read, or returns an error. That is a
	// *model.Problem of the kind ProblemAnswer if the engine refused to save them.
	Save(ctx context.Context, ids []model.ImageID, read func(io.Reader) error) error
	// WithVolumes lets do save what is in volumes, one after the other: save hands the tar of one to
	// read, or returns an error as Save does.
	WithVolumes(ctx context.Context, do func(save func(name string, read func(io.Reader) error) error) error) error
}

// Backup is what is to be saved, and where.
type Backup struct {
	Folder string
	Name   string // of the removal that it is made for
	Engine model.Engine
	Images []*model.Image
	// Volumes are saved after the images.
	Volumes []*model.Volume
	// Manifests are those that the images have now, of those for which the engine tells.
	Manifests map[model.ImageID][]model.Manifest
	// Layers is the bytes of the images' layers, each once, where they are known.
	Layers size.Range
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
	return fmt.Sprintf("the backup may need %s, and %s has %s free", words.Size(e.Need), e.Folder, words.Size(e.Free))
}

// Saved is the result of a backup.
type Saved struct {
	// Manifest is that of the backup; nil when there was nothing to save.
	Manifest *archive.Manifest
	// LeftOut are things that were not saved: they must not be removed.
	LeftOut []LeftOut
}

// Run saves the images and the volumes. When it returns, either all that are not left out are on the
// disk, or nothing is.
func Run(ctx context.Context, from Saver, b Backup) (*Saved, error) {
	var left []*model.Image
	if len(b.Images) > 0 {
		var err error
		if left, err = from.Unsavable(ctx, b.Engine, b.Images); err != nil || ctx.Err() != nil {
			return nil, cmp.Or(ctx.Err(), err)
		}
	}
	var err error
	saved := &Saved{}
	saved.leaveOut(&model.Refusal{Kind: model.RefusalUnsavable, Engine: b.Engine}, left...)
	b.Images = slices.DeleteFunc(slices.Clone(b.Images), func(image *model.Image) bool { return slices.Contains(left, image) })
	if len(b.Images)+len(b.Volumes) > 0 {
		err = save(ctx, from, b, saved)
	}
	return saved, err
}

// room is how many bytes the backup may need at most, as far as the sizes are known.
func (b *Backup) room() (need int64) {
	if len(b.Images) > 0 {
		need += archive.Room(b.Images, b.Layers)
	}
	if len(b.Volumes) > 0 {
		need += archive.RoomOfVolumes(b.Volumes)
	}
	return need
}

// save saves things that can be saved without harm.
func save(ctx context.Context, from Saver, b Backup, saved *Saved) error {
	if need, free := b.room(), b.Free(b.Folder); free >= 0 && free < need {
		return &NoRoomError{b.Folder, need, free}
	}
	to, err := archive.Create(b.Folder, b.Name, b.Engine.Host, b.Now())
	if err != nil {
		return err
	}
	if len(b.Images) > 0 {
		b.Images = inOrder(b.Images)
	}
	r := &run{Backup: b, from: from, to: to, saved: saved}
	r.progress = model.BackupProgress{Name: b.Name, Of: len(b.Images) + len(b.Volumes), Volumes: len(b.Volumes), Began: b.Now()}
	r.progress.Total = sum(b.Images, sent) + sumOfVolumes(b.Volumes)
	r.tell() // the first bytes may be long in coming
	if len(b.Images) > 0 {
		err = r.saveAll(ctx)
	}
	if err == nil && len(b.Volumes) > 0 {
		err = r.saveVolumes(ctx)
	}
	if ctx.Err() != nil {
		err = ctx.Err() // whatever the engine made of that
	}
	if err != nil || r.progress.Images == 0 {
		to.Abort()
		return err
	}
	done, err := to.Commit()
	if err != nil {
		return err
	}
	if err := archive.Verify(ctx, b.Folder, done); err != nil {
		return errors.Join(err, archive.Remove(b.Folder, done))
	}
	saved.Manifest = done
	r.leaveOutParts(done)
	r.progress.Ended, r.progress.Written = true, done.Size
	r.tell()
	return nil
}

// sent estimates how many bytes the engine sends of an image.
func sent(image *model.Image) int64 {
	if image.Content > 0 { // the containerd store has the layers as archives, and unpacked
		return image.Content
	}
	return sizeOf(image)
}

// sizeOf is the size of an image in bytes, as the engine tells it.
func sizeOf(image *model.Image) int64 { return max(0, image.Size) }

func sum(images []*model.Image, of func(*model.Image) int64) (all int64) {
	for _, image := range images {
		all += of(image)
	}
	return all
}

// inOrder puts the smallest image first, so that there is soon something to compress,
// and then the largest ones, so that little is left to compress alone in the end.
func inOrder(images []*model.Image) []*model.Image {
	sorted := slices.Clone(images)
	slices.SortStableFunc(sorted, func(a, b *model.Image) int { return cmp.Compare(b.Size, a.Size) })
	last := len(sorted) - 1
	return slices.Concat(sorted[last:], sorted[:last])
}

// run is a backup under way.
type run struct {
	Backup
	from     Saver
	to       *archive.Writer
	saved    *Saved
	next     int // how many images are saved or left out
	progress model.BackupProgress
	before   int64 // about what was sent of the images that are saved
	broken   bool  // an image came that could not be taken in: the archive has a part of it
}

const (
	// ahead is how many requests are under way at a time: an engine may gather all of an
	// image before it sends the first byte, and does so with the next ones while one is
	// read.
	ahead = 4
	// roomAhead bounds the sizes of what is asked for, in bytes: what is gathered takes room
	// on the engine's disk. It is more when two of the largest are.
	roomAhead = 1 << 30
)

// saveAll saves the images in order. It asks for them one by one when those of a request
// can't be told apart, and one after the other when the engine refuses several requests or
// lacks the room for them. What it then refuses to save is left out.
func (r *run) saveAll(ctx context.Context) error {
	left := func() []*model.Image { return r.Images[r.next:] }
	together := r.from.BatchSize(r.Engine)
	err := r.save(ctx, left(), together, ahead)
	if errors.Is(err, archive.ErrMixed) {
		err = r.save(ctx, left(), 1, ahead)
	}
	if len(r.Images) > 1 && r.goesOn(ctx, err) {
		err = r.save(ctx, left(), 1, 1)
	}
	for r.goesOn(ctx, err) {
		refused, ok := errors.AsType[*model.Problem](err)
		if !ok || refused.Kind != model.ProblemAnswer {
			break
		}
		r.skip(refused)
		err = r.save(ctx, left(), 1, 1)
	}
	return err
}

// goesOn reports whether more can be saved after an error.
func (r *run) goesOn(ctx context.Context, err error) bool {
	return err != nil && ctx.Err() == nil && !r.broken
}

// queue decides when the engine may be asked for the next images.
type queue struct {
	room *semaphore.Weighted // bytes
	// gathering is one request without an answer: two would share the processors and the
	// engine's disk with the one that is read.
	gathering *semaphore.Weighted
}

func newQueue(requests [][]*model.Image) *queue {
	room := int64(roomAhead)
	for _, request := range requests {
		room = max(room, 2*sum(request, sizeOf))
	}
	return &queue{semaphore.NewWeighted(room), semaphore.NewWeighted(1)}
}

// enter waits until the engine may be asked for images. The caller calls answered when the
// engine answers, and leave when the images are read.
func (q *queue) enter(ctx context.Context, images []*model.Image, first bool) (answered, leave func(), err error) {
	bytes, one := sum(images, sizeOf), int64(1)
	if first { // it is gathered beside the second one, as nothing is there to be read
		one = 0
	}
	if err := q.room.Acquire(ctx, bytes); err != nil {
		return nil, nil, err
	}
	if err := q.gathering.Acquire(ctx, one); err != nil {
		q.room.Release(bytes)
		return nil, nil, err
	}
	answered = sync.OnceFunc(func() { q.gathering.Release(one) })
	return answered, func() { answered(); q.room.Release(bytes) }, nil
}

// save saves images in order, some in a request, with several requests at a time.
func (r *run) save(ctx context.Context, images []*model.Image, together, several int) error {
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(several)
	requests := slices.Collect(slices.Chunk(images, together))
	queue := newQueue(requests)
	turn := make(chan struct{}) // closed when what was asked for before is in the archive
	close(turn)
	for i, request := range requests {
		answered, leave, err := queue.enter(within, request, i == 0)
		if err != nil {
			break // the end of ctx, or of one of those before, which is what is told
		}
		mine, next := turn, make(chan struct{})
		turn = next
		group.Go(func() error {
			defer leave()
			err := r.from.Save(within, ids(request), func(body io.Reader) error {
				answered()
				if err := await(within, mine); err != nil {
					return err
				}
				return r.add(request, body)
			})
			if err == nil {
				close(next)
				return nil
			}
			_ = await(within, mine) // an error ends the others, and the one before is still read
			return fmt.Errorf("save %s: %w", names(request), err)
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

func ids(images []*model.Image) []model.ImageID {
	all := make([]model.ImageID, len(images))
	for i, image := range images {
		all[i] = image.ID
	}
	return all
}

// names tells images in an error.
func names(images []*model.Image) string {
	name := images[0].Name()
	if more := len(images) - 1; more > 0 {
		name += " and " + words.Plural(more, "more image")
	}
	return name
}

// await waits for a turn, or for the end of ctx.
func await(ctx context.Context, turn <-chan struct{}) error {
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// add reads images from the engine into the archive.
func (r *run) add(images []*model.Image, body io.Reader) error {
	about := make([]archive.Image, len(images))
	for i, image := range images {
		about[i] = archive.Image{ID: image.ID, References: image.Tags, Digests: image.Digests, Size: sizeOf(image)}
	}
	if err := r.to.Add(about, &counted{body, r}); err != nil {
		r.broken = !errors.Is(err, archive.ErrMixed)
		r.progress.Done = r.before
		return err
	}
	r.progress.Images += len(images)
	r.next += len(images)
	r.before += sum(images, sent)
	r.progress.Done = r.before
	r.tell()
	return nil
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
