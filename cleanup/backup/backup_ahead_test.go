package backup_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"runtime"
	"slices"
	"sync"
	"testing"

	"jettison/cleanup/backup"
	"jettison/model"
)

// ahead is how many images are asked for at a time.
const ahead = 4

// narrow is an engine that can gather only so many images at a time.
type narrow struct {
	room int
	bad  model.ImageID // that can't be saved at all
	// refused are images that the engine refuses to save.
	refused map[model.ImageID]error

	mu     sync.Mutex
	asked  int // images that it is asked for now
	most   int // … at a time
	silent int // those of them that it does not answer yet
	saves  int // all that it was asked for
	late   int // silent at a time, from the third image on
}

var errFull = errors.New("no space left on the engine's disk")

func (*narrow) WithVolumes(context.Context, func(func(string, func(io.Reader) error) error) error) error {
	return errors.New("it has no volumes")
}

func (*narrow) Unsavable(context.Context, model.Engine, []*model.Image) ([]*model.Image, error) {
	return nil, nil
}

func (*narrow) Manifests(context.Context, model.Engine, []*model.Image) (map[model.ImageID][]model.Manifest, error) {
	return nil, nil
}

func (*narrow) BatchSize(model.Engine) int { return 1 }

func (n *narrow) Save(ctx context.Context, ids []model.ImageID, read func(io.Reader) error) error {
	id := ids[0]
	if refused := n.refused[id]; refused != nil {
		return refused
	}
	if full := n.begin(id); full {
		return errFull
	}
	defer n.count(&n.asked, -1)
	runtime.Gosched() // gathers
	n.count(&n.silent, -1)
	if err := ctx.Err(); err != nil {
		return err
	}
	return read(bytes.NewReader(savedAs(string(id))))
}

func (n *narrow) begin(id model.ImageID) (full bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.asked >= n.room || id == n.bad {
		return true
	}
	n.asked, n.silent, n.saves = n.asked+1, n.silent+1, n.saves+1
	n.most = max(n.most, n.asked)
	if n.saves > 2 {
		n.late = max(n.late, n.silent)
	}
	return false
}

func (n *narrow) count(what *int, by int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	*what += by
}

// Several images are asked for at a time, the smallest first and then the largest, and
// kept in that order; where the engine has no room for that, one after the other.
func TestImagesAreRequestedAhead(t *testing.T) {
	t.Parallel()
	for room := 1; room <= ahead+1; room++ {
		from := &narrow{room: room}
		all := images(10)
		for i, image := range all {
			image.Size = int64(1000 * (1 + (3+i)%10)) // the eighth is the smallest
		}
		saved, err := backup.Run(t.Context(), from, request(t, all))
		if err != nil {
			t.Errorf("room for %d: %v", room, err)
			continue
		}
		var want, got []model.ImageID
		for i, at := range []int{7, 6, 5, 4, 3, 2, 1, 0, 9, 8} {
			want, got = append(want, all[at].ID), append(got, saved.Manifest.Images[i].ID)
		}
		if !slices.Equal(got, want) || from.most > ahead || from.late > 2 {
			t.Errorf("room for %d: %d at a time, %d of them unanswered, saved are %v", room, from.most, from.late, got)
		}
	}
}

// Of large images fewer are asked for: what is gathered is on the engine's disk.
func TestLargeImagesAreRequestedInPairs(t *testing.T) {
	t.Parallel()
	from, all := &narrow{room: 10}, images(10)
	for i, image := range all {
		image.Size = int64(900+i) << 20
	}
	if _, err := backup.Run(t.Context(), from, request(t, all)); err != nil || from.most > 2 {
		t.Errorf("%d at a time: %v", from.most, err)
	}
}

// An image that the engine refuses to save is left out, with the engine's own words.
func TestARefusedImageIsLeftOut(t *testing.T) {
	t.Parallel()
	refusal := &model.Problem{Kind: model.ProblemAnswer, Raw: "content digest sha256:9d: not found"}
	for _, bad := range [][]int{{0}, {5}, {9}, {3, 4}} {
		b := request(t, images(10))
		from := &narrow{room: ahead, refused: map[model.ImageID]error{}}
		for _, n := range bad {
			from.refused[b.Images[n].ID] = refusal
		}
		var last model.BackupProgress
		b.Tell = func(p model.BackupProgress) { last = p }
		saved, err := backup.Run(t.Context(), from, b)
		if err != nil || len(saved.Manifest.Images) != 10-len(bad) || len(saved.LeftOut) != len(bad) || last.Of != last.Images || last.Done != last.Total {
			t.Errorf("%v: %+v, %v; the last news are %+v", bad, saved, err, last)
			continue
		}
		for _, left := range saved.LeftOut {
			if len(left.Things) != 1 || from.refused[left.Things[0].Target().Image()] == nil || left.Why.Kind != model.RefusalNotSaved || left.Why.Raw != refusal.Raw {
				t.Errorf("%v: left out are %+v", bad, left)
			}
		}
	}
	b := request(t, images(1))
	saved, err := backup.Run(t.Context(), &narrow{room: ahead, refused: map[model.ImageID]error{b.Images[0].ID: refusal}}, b)
	if got := left(t, b.Folder); err != nil || saved.Manifest != nil || len(saved.LeftOut) != 1 || len(got) > 0 {
		t.Errorf("the only image: %+v, %v, left are %v", saved, err, got)
	}
}

// An image of which the engine saves a part is left out.
func TestAPartlySavedImageIsLeftOut(t *testing.T) {
	t.Parallel()
	from, all := newStore(3)
	b := request(t, all)
	other := model.Manifest{Digest: "sha256:other", Kind: model.ManifestPlatform, Available: true}
	own := func(image *model.Image) model.Manifest {
		return model.Manifest{Digest: string(image.ID), Available: true}
	}
	b.Manifests = map[model.ImageID][]model.Manifest{
		all[0].ID: {own(all[0]), {Digest: "sha256:gone"}},
		all[1].ID: {own(all[1]), other},
		all[2].ID: {own(all[2])},
	}
	saved, err := backup.Run(t.Context(), from, b)
	if err != nil || len(saved.LeftOut) != 1 || !slices.Equal(saved.LeftOut[0].Things, model.AsThings(all[1:2])) || saved.LeftOut[0].Why.Kind != model.RefusalPartlySaved {
		t.Errorf("%+v, %v", saved, err)
	}
}

// An error that is no refusal ends it, with the engine's own words and nothing left.
func TestAnImageThatCantBeSaved(t *testing.T) {
	t.Parallel()
	for _, bad := range []int{0, 5, 9} {
		b := request(t, images(10))
		_, err := backup.Run(t.Context(), &narrow{room: ahead, bad: b.Images[bad].ID}, b)
		if got := left(t, b.Folder); !errors.Is(err, errFull) || len(got) > 0 {
			t.Errorf("image %d: %v, left are %v", bad, err, got)
		}
	}
}
