package backup_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"testing"

	"jettison/cli/backup"
	"jettison/model"
)

// ahead is how many images are asked for at a time.
const ahead = 3

// narrow is an engine that can gather only so many images at a time.
type narrow struct {
	room int
	bad  model.ImageID // that can't be saved at all

	mu        sync.Mutex
	gathering int
	most      int
}

var errFull = errors.New("no space left on the engine's disk")

func (*narrow) Unsavable(context.Context, model.Engine, []*model.Image) ([]*model.Image, error) {
	return nil, nil
}

func (n *narrow) Save(ctx context.Context, id model.ImageID, read func(io.Reader) error) error {
	n.mu.Lock()
	full := n.gathering >= n.room || id == n.bad
	if !full {
		n.gathering++
		n.most = max(n.most, n.gathering)
	}
	n.mu.Unlock()
	if full {
		return errFull
	}
	defer func() {
		n.mu.Lock()
		n.gathering--
		n.mu.Unlock()
	}()
	if err := ctx.Err(); err != nil {
		return err
	}
	return read(bytes.NewReader(savedAs(string(id))))
}

// Several images are asked for at a time, the smallest first and then the largest, and
// kept in that order; where the engine has no room for that, one after the other.
func TestImagesAreAskedForAhead(t *testing.T) {
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
		if !slices.Equal(got, want) || from.most > ahead {
			t.Errorf("room for %d: %d at a time, saved are %v", room, from.most, got)
		}
	}
}

// An image that can't be saved ends it, with the engine's own words and nothing left.
func TestOneThatCantBeSaved(t *testing.T) {
	t.Parallel()
	for _, bad := range []int{0, 5, 9} {
		b := request(t, images(10))
		_, err := backup.Run(t.Context(), &narrow{room: ahead, bad: b.Images[bad].ID}, b)
		if got := left(t, b.Folder); !errors.Is(err, errFull) || len(got) > 0 {
			t.Errorf("image %d: %v, left are %v", bad, err, got)
		}
	}
}
