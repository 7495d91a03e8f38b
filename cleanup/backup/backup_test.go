package backup_test

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"jettison/cleanup/backup"
	"jettison/model"
)

// fakeEngine is an engine with images of one layer each.
type fakeEngine struct {
	bad    []*model.Image // that can't be saved without harm
	wrong  error          // with which the second image fails
	onSave func(n int)

	mu    sync.Mutex
	saved int
}

func (*fakeEngine) WithVolumes(context.Context, func(func(string, func(io.Reader) error) error) error) error {
	return errors.New("it has no volumes")
}

func (s *fakeEngine) Unsavable(context.Context, model.Engine, []*model.Image) ([]*model.Image, error) {
	return s.bad, nil
}

func (*fakeEngine) Manifests(context.Context, model.Engine, []*model.Image) (map[model.ImageID][]model.Manifest, error) {
	return nil, nil
}

func (*fakeEngine) BatchSize(model.Engine) int { return 1 }

func (s *fakeEngine) Save(ctx context.Context, ids []model.ImageID, read func(io.Reader) error) error {
	id := ids[0]
	s.mu.Lock()
	s.saved++
	if s.onSave != nil {
		s.onSave(s.saved)
	}
	s.mu.Unlock()
	if id == images(2)[1].ID && s.wrong != nil {
		return s.wrong
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return read(bytes.NewReader(savedAs(string(id))))
}

// savedAs is what docker save writes of an image.
func savedAs(content string) []byte {
	var buffer bytes.Buffer
	to := tar.NewWriter(&buffer)
	manifest, _ := json.Marshal([]map[string]any{{"Config": "c.json", "Layers": []string{"l/layer.tar"}}})
	for name, text := range map[string][]byte{"c.json": []byte(content), "l/layer.tar": []byte("layer of " + content), "manifest.json": manifest} {
		_ = to.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(text))})
		_, _ = to.Write(text)
	}
	_ = to.Close()
	return buffer.Bytes()
}

func images(n int) []*model.Image {
	var all []*model.Image
	for i := range n {
		all = append(all, &model.Image{ID: model.ImageID(fmt.Sprintf("sha256:%064d", i)), Tags: []string{fmt.Sprintf("app:%d", i)}, Size: 1000})
	}
	return all
}

func request(t *testing.T, all []*model.Image) backup.Backup {
	t.Helper()
	return backup.Backup{
		Folder: filepath.Join(t.TempDir(), "backups"), Name: "one", Engine: model.Engine{Product: "Docker", Version: "28.5.2"}, Images: all,
		Free: func(string) int64 { return 1e12 }, Now: time.Now, Tell: func(model.BackupProgress) {},
	}
}

func left(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func TestUnsavableImagesAreLeftOut(t *testing.T) {
	all := images(3)
	b := request(t, all)
	var news []model.BackupProgress
	b.Tell = func(p model.BackupProgress) { news = append(news, p) }
	saved, err := backup.Run(t.Context(), &fakeEngine{bad: all[1:2]}, b)
	if err != nil {
		t.Fatal(err)
	}
	m := saved.Manifest
	if !m.Has(all[0].Target()) || m.Has(all[1].Target()) || !m.Has(all[2].Target()) || len(saved.LeftOut) != 1 ||
		!slices.Equal(saved.LeftOut[0].Things, model.AsThings(all[1:2])) || saved.LeftOut[0].Why == nil {
		t.Errorf("%+v", saved)
	}
	if first := news[0]; first.Of != 2 || first.Done > 0 {
		t.Errorf("the first news are %+v", first)
	}
	last := news[len(news)-1]
	if !last.Ended || last.Images != 2 || last.Of != 2 || last.Done != 2000 || last.Written != m.Size {
		t.Errorf("the last news are %+v", last)
	}
	if got := left(t, b.Folder); !slices.Equal(got, []string{"one.json", "one.tar.zst"}) {
		t.Errorf("the folder has %v", got)
	}

	none, err := backup.Run(t.Context(), &fakeEngine{bad: all}, request(t, all))
	if err != nil || none.Manifest != nil || len(none.LeftOut) != 1 || len(none.LeftOut[0].Things) != 3 {
		t.Errorf("%+v, %v", none, err)
	}
}

func TestAFailedBackupLeavesNothing(t *testing.T) {
	wrong := errors.New("the engine is gone")
	for name, c := range map[string]struct {
		engine *fakeEngine
		free   int64
		want   func(error) bool
	}{
		"engine":  {&fakeEngine{wrong: wrong}, 1e12, func(err error) bool { return errors.Is(err, wrong) }},
		"no room": {&fakeEngine{}, 10_000, func(err error) bool { return errors.As(err, new(*backup.NoRoomError)) }},
	} {
		t.Run(name, func(t *testing.T) {
			b := request(t, images(3))
			b.Free = func(string) int64 { return c.free }
			saved, err := backup.Run(t.Context(), c.engine, b)
			if !c.want(err) || saved != nil && saved.Manifest != nil {
				t.Errorf("%+v, %v", saved, err)
			}
			if got := left(t, b.Folder); len(got) > 0 {
				t.Errorf("left is %v", got)
			}
		})
	}
}

func TestCancelLeavesNothing(t *testing.T) {
	for _, at := range []int{1, 2, 3} {
		ctx, cancel := context.WithCancel(t.Context())
		b := request(t, images(3))
		_, err := backup.Run(ctx, &fakeEngine{onSave: func(n int) {
			if n == at {
				cancel()
			}
		}}, b)
		if !errors.Is(err, context.Canceled) || len(left(t, b.Folder)) > 0 {
			t.Errorf("cancelled at %d: %v, left %v", at, err, left(t, b.Folder))
		}
	}
}
