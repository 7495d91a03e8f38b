package cleanup

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"testing"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"jettison/model"
	"jettison/store"
)

// ported is an image for two platforms, of which an engine has some.
type ported struct {
	index     []byte
	platforms []string
	content   map[string][][]byte // the manifest first
}

func newPorted(t *testing.T) *ported {
	t.Helper()
	p := &ported{platforms: []string{"linux/amd64", "linux/arm64"}, content: map[string][][]byte{}}
	object := func(content any) []byte {
		text, err := json.Marshal(content)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	var index v1.Index
	for _, platform := range p.platforms {
		config, layer := object(map[string]string{"platform": platform}), []byte("layer for "+platform)
		manifest := object(v1.Manifest{Config: v1.Descriptor{Digest: digest.FromBytes(config)}, Layers: []v1.Descriptor{{Digest: digest.FromBytes(layer)}}})
		p.content[platform] = [][]byte{manifest, config, layer}
		index.Manifests = append(index.Manifests, v1.Descriptor{Digest: digest.FromBytes(manifest)})
	}
	p.index = object(index)
	return p
}

func (p *ported) id() model.ImageID { return model.ImageID(digest.FromBytes(p.index)) }

// on is an engine that has some of the platforms.
func (p *ported) on(present ...string) *fakeEngine {
	var buffer bytes.Buffer
	to, e := tar.NewWriter(&buffer), &fakeEngine{updates: succeeds()}
	file := func(name string, content []byte) {
		_ = to.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(content))})
		_, _ = to.Write(content)
	}
	blob := func(content []byte) { file("blobs/sha256/"+digest.FromBytes(content).Encoded(), content) }
	blob(p.index)
	for _, platform := range p.platforms {
		m := model.Manifest{Digest: digest.FromBytes(p.content[platform][0]).String(), Kind: model.ManifestPlatform, Platform: platform}
		for _, one := range present {
			if one != platform {
				continue
			}
			m.Available = true
			for _, content := range p.content[platform] {
				blob(content)
			}
		}
		e.manifests = append(e.manifests, m)
	}
	layout, _ := json.Marshal(v1.Index{Manifests: []v1.Descriptor{{MediaType: v1.MediaTypeImageIndex, Digest: digest.FromBytes(p.index)}}})
	file("index.json", layout)
	_ = to.Close()
	e.answer = buffer.Bytes()
	return e
}

// A platform that a backup lacks is backed up although the backup has the image's ID, and the
// journal says what was there.
func TestAPlatformThatCameIsBackedUp(t *testing.T) {
	t.Parallel()
	folder, image := t.TempDir(), newPorted(t)
	plan := func(e *fakeEngine, backup string) *model.Plan {
		thing := &model.Image{ID: image.id(), Tags: []string{"app:1"}, Size: 7, Manifests: e.manifests}
		verdict := model.VerdictOnlyCopy
		if backup != "" {
			verdict = model.VerdictBackedUp
		}
		return &model.Plan{Engine: model.Engine{Name: "test", ID: "1", Store: model.StoreContainerd}, Taken: noon(), Images: 1, Steps: []model.Step{{
			Action: model.ActionRemove, Thing: thing, Refs: thing.Tags, Ready: true, Backup: backup, Verdict: verdict,
		}}}
	}
	remove := func(e *fakeEngine, p *model.Plan) *Run {
		run := serviceIn(folder, e).Remove(t.Context(), p, Options{Backup: model.BackupAll})
		finish(t, run)
		if e.plan == nil || !e.plan.Steps[0].Ready {
			t.Fatal("it was not removed")
		}
		return run
	}
	host := image.on("linux/amd64")
	first := remove(host, plan(host, ""))
	if again := remove(host, plan(host, first.Saved().Name)); again.Saved() != nil {
		t.Error("what is backed up is backed up again")
	}
	// The plan was made before the other platform came.
	other := image.on("linux/arm64")
	second := remove(other, plan(host, first.Saved().Name))
	if second.Saved() == nil || !second.Saved().HasAll(image.id().Target(), model.ToKeep(other.manifests)) {
		t.Fatalf("saved is %+v", second.Saved())
	}
	removals, err := serviceIn(folder, other).Journal.Removals(func(store.BadLine) {})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{first.record.id: "linux/amd64", second.record.id: "linux/arm64"}
	backups, err := serviceIn(folder, other).Backups.Known(func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	inv := model.NewInventory(model.Engine{Store: model.StoreContainerd}, noon(), nil, nil, nil)
	for i := range removals {
		platform, asked := want[removals[i].Plan]
		if !asked {
			continue
		}
		removed := Removed(&removals[i])[0]
		if len(removed.Manifests) != 1 || removed.Manifests[0].Platform != platform || removed.Manifests[0].Kind != model.ManifestPlatform || !removed.Manifests[0].Available {
			t.Errorf("the journal has %+v, want %s", removed.Manifests, platform)
		}
		if step := model.PlanRestore(inv, []model.Removed{removed}, backups).Steps[0]; step.Backup != removals[i].Plan {
			t.Errorf("%s comes back from %q", platform, step.Backup)
		}
	}
}
