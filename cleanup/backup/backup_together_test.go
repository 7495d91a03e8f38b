package backup_test

import (
	"archive/tar"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"jettison/cleanup/backup"
	"jettison/model"
)

// batchEngine is an engine that saves several images in a request, unless one of them is bad,
// and all of them as if they were one.
type batchEngine struct {
	fakeEngine

	together int
	bad      model.ImageID
	requests [][]model.ImageID
}

func (c *batchEngine) BatchSize(model.Engine) int { return c.together }

func (c *batchEngine) Save(ctx context.Context, ids []model.ImageID, read func(io.Reader) error) error {
	c.mu.Lock()
	c.requests = append(c.requests, ids)
	c.mu.Unlock()
	if len(ids) > 1 && slices.Contains(ids, c.bad) {
		return errFull
	}
	return c.fakeEngine.Save(ctx, ids, read)
}

// Where images can't be saved together, or not be told apart afterwards, each is asked for
// alone.
func TestImagesAreRequestedTogether(t *testing.T) {
	t.Parallel()
	all := images(7)
	for name, bad := range map[string]model.ImageID{"one can't be": all[6].ID, "mixed": ""} {
		from := &batchEngine{together: 3, bad: bad}
		saved, err := backup.Run(t.Context(), from, request(t, all))
		if err != nil || len(saved.Manifest.Images) != 7 {
			t.Errorf("%s: %+v, %v", name, saved, err)
			continue
		}
		if most := slices.MaxFunc(from.requests, func(a, b []model.ImageID) int { return cmp.Compare(len(a), len(b)) }); len(most) != 3 {
			t.Errorf("%s: asked for %v", name, from.requests)
		}
		for _, image := range all {
			if !slices.ContainsFunc(from.requests, func(ids []model.ImageID) bool { return len(ids) == 1 && ids[0] == image.ID }) {
				t.Errorf("%s: %s was not asked for alone", name, image.Name())
			}
		}
	}
}

// store is an engine that saves several images in a request, as an OCI layout.
type store struct {
	fakeEngine

	blobs    map[model.ImageID][]string
	spoiled  bool                            // the first blob that it sends is not what its name says
	refuse   func(ids []model.ImageID) error // instead of an answer; nil for none
	body     func(context.Context) error     // what comes before an answer's first byte; nil for nothing
	requests [][]model.ImageID
}

// newStore has n images, of which each two share a layer.
func newStore(n int) (*store, []*model.Image) {
	s, images := &store{blobs: map[model.ImageID][]string{}}, []*model.Image{}
	for i := range n {
		config, layer := fmt.Sprintf(`{"image":%d}`, i), fmt.Sprintf("layer %d", i/2)
		manifest, _ := json.Marshal(v1.Manifest{ // of strings and numbers
			Config: v1.Descriptor{Digest: digest.FromString(config)}, Layers: []v1.Descriptor{{Digest: digest.FromString(layer)}},
		})
		id := model.ImageID(digest.FromBytes(manifest))
		s.blobs[id] = []string{config, layer, string(manifest)}
		images = append(images, &model.Image{ID: id, Tags: []string{fmt.Sprintf("app:%d", i)}, Size: 1000})
	}
	return s, images
}

func (*store) BatchSize(model.Engine) int { return 3 }

func (s *store) Save(ctx context.Context, ids []model.ImageID, read func(io.Reader) error) error {
	s.mu.Lock()
	s.requests = append(s.requests, ids)
	spoil := s.spoiled && len(s.requests) == 1
	s.mu.Unlock()
	if s.refuse != nil {
		if err := s.refuse(ids); err != nil {
			return err
		}
	}
	answer := s.layout(ids, spoil)
	if s.body == nil {
		return read(bytes.NewReader(answer))
	}
	return read(io.MultiReader(readerFunc(func([]byte) (int, error) { return 0, s.begins(ctx) }), bytes.NewReader(answer)))
}

// begins is the end of nothing, or why an answer does not begin.
func (s *store) begins(ctx context.Context) error {
	if err := s.body(ctx); err != nil {
		return err
	}
	return io.EOF
}

func (s *store) layout(ids []model.ImageID, spoil bool) []byte {
	var buffer bytes.Buffer
	to := tar.NewWriter(&buffer)
	file := func(name, content string) {
		_ = to.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(content))})
		_, _ = io.WriteString(to, content) // a buffer takes everything
	}
	index, written := v1.Index{}, map[string]bool{}
	for _, id := range ids {
		for _, content := range s.blobs[id] {
			name := "blobs/sha256/" + digest.FromString(content).Encoded()
			if spoil {
				content, spoil = "spoiled", false
			}
			if !written[name] {
				file(name, content)
			}
			written[name] = true
		}
		index.Manifests = append(index.Manifests, v1.Descriptor{Digest: digest.Digest(id)})
	}
	text, _ := json.Marshal(index) // of strings and numbers
	file("index.json", string(text))
	_ = to.Close()
	return buffer.Bytes()
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// has expects a backup to have images, each once and in the order that they are saved in.
func has(t *testing.T, saved *backup.Saved, all []*model.Image) {
	t.Helper()
	var want, got []model.ImageID
	for _, image := range append(all[len(all)-1:], all[:len(all)-1]...) {
		want = append(want, image.ID)
	}
	for i := range saved.Manifest.Images {
		got = append(got, saved.Manifest.Images[i].ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("saved are %v, want %v", got, want)
	}
}

func TestImagesAreSavedTogether(t *testing.T) {
	t.Parallel()
	from, all := newStore(7)
	b := request(t, all)
	var last model.BackupProgress
	b.Tell = func(p model.BackupProgress) { last = p }
	saved, err := backup.Run(t.Context(), from, b)
	if err != nil {
		t.Fatal(err)
	}
	has(t, saved, all)
	if len(from.requests) != 3 || last.Images != 7 || last.Done != 7000 {
		t.Errorf("%d requests, the last news are %+v", len(from.requests), last)
	}
}

// What is in the archive is not asked for again when a later request is refused, also
// when it is still read then.
func TestSavedImagesStaySaved(t *testing.T) {
	t.Parallel()
	from, all := newStore(7)
	refused := make(chan struct{})
	var once sync.Once
	from.refuse = func(ids []model.ImageID) error {
		if len(ids) == 1 || ids[0] != all[2].ID { // the second request: the last image is the first
			return nil
		}
		once.Do(func() { close(refused) })
		return errFull
	}
	from.body = func(ctx context.Context) error {
		<-refused
		select { // it is not ended by that
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
			return nil
		}
	}
	saved, err := backup.Run(t.Context(), from, request(t, all))
	if err != nil {
		t.Fatal(err)
	}
	has(t, saved, all)
	for _, image := range []*model.Image{all[6], all[0], all[1]} {
		if slices.ContainsFunc(from.requests, func(ids []model.ImageID) bool { return len(ids) == 1 && ids[0] == image.ID }) {
			t.Errorf("%s was asked for again", image.Name())
		}
	}
}

// An archive that got a wrong blob is of no use, whatever comes later.
func TestACorruptBlobEndsTheBackup(t *testing.T) {
	t.Parallel()
	from, all := newStore(7)
	from.spoiled = true
	b := request(t, all)
	_, err := backup.Run(t.Context(), from, b)
	if got := left(t, b.Folder); err == nil || !strings.Contains(err.Error(), "its store is damaged") || len(got) > 0 {
		t.Errorf("%v, left are %v", err, got)
	}
}
