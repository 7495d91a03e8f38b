package contract_test

import (
	"context"
	"io"
	"slices"
	"testing"
	"time"

	"jettison/cleanup/backup"
	"jettison/dockerx"
	"jettison/dockerx/enginetest"
	"jettison/dockerx/execute"
	"jettison/dockerx/inventory"
	"jettison/dockerx/transfer"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/words"
	"jettison/store/archive"
)

// platformsWorld has images for two platforms, of which the store has both, or one of them. One
// is in a registry.
func platformsWorld(registry string) *modeltest.World {
	w := modeltest.New(11, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	build := func(tag string, size int64, ownMissing bool, platforms ...modeltest.Platform) {
		w.Build(modeltest.Recipe{
			Tags: []string{tag}, Add: []modeltest.Instruction{modeltest.Run("ADD rootfs /", size)}, Platforms: platforms, OwnMissing: ownMissing,
		})
	}
	const arm = "linux/arm64/v8"
	build("single:1", 90_000, false)
	build("both:1", 100_000, false, modeltest.Platform{Name: arm, Size: 300_000})
	build("own:1", 110_000, false, modeltest.Platform{Name: arm, Size: 310_000, Missing: true})
	build("other:1", 120_000, true, modeltest.Platform{Name: arm, Size: 320_000})
	w.Build(modeltest.Recipe{
		Tags: []string{registry + "/web:1"}, Pulled: true, Add: []modeltest.Instruction{modeltest.Run("ADD rootfs /", 130_000)},
		Platforms: []modeltest.Platform{{Name: arm, Size: 330_000}},
	})
	return w
}

// TestPlatformsComeBack removes images of which the store has some platforms, with a backup or
// after a pull: the prediction includes all platforms, all that are there are backed up, and
// come back. What the engine does not save stays.
func TestPlatformsComeBack(t *testing.T) {
	t.Parallel()
	flavors := []enginetest.Flavor{
		enginetest.SimDocker28Containerd, enginetest.SimDocker29Containerd, enginetest.Docker28Containerd, enginetest.Docker29Containerd,
	}
	for _, flavor := range flavors {
		registry := enginetest.Registry(t)
		engines.On(t, []enginetest.Flavor{flavor}, platformsWorld(registry), func(t *testing.T, e *enginetest.Engine) {
			c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: e.Dial})
			must(t, err)
			t.Cleanup(func() { _ = c.Close() })
			p := &platformsRun{&restorer{&reclaimer{t: t, client: c, engine: e, feed: inventory.Follow(t.Context(), c, inventory.FollowOptions{})}, t.TempDir(), registry}}
			p.settle()
			p.run()
		})
	}
}

type platformsRun struct{ *restorer }

func (p *platformsRun) run() {
	own := "linux/amd64"
	if image := p.image("single:1"); len(image.Manifests) == 1 {
		own = image.Manifests[0].Platform
	}
	present := map[string][]string{
		"single:1": {own}, "both:1": {own, "linux/arm64/v8"}, "own:1": {own}, "other:1": {"linux/arm64/v8"},
		p.host + "/web:1": {own, "linux/arm64/v8"},
	}
	before := map[string][]model.Manifest{}
	for tag, want := range present {
		before[tag] = p.image(tag).Manifests
		if got := p.present(tag); !slices.Equal(got, want) {
			p.t.Errorf("%s has %v, want %v", tag, got, want)
		}
	}
	saved, removed := p.saveAll()
	for _, r := range removed {
		p.removeAlone(r.Name)
	}
	for tag, differs := range p.bringBack(saved, removed) {
		if text := words.Differences(differs); text != "" {
			p.t.Errorf("%s: %s", tag, text)
		}
		if now := p.image(tag).Manifests; !slices.EqualFunc(now, before[tag], func(a, b model.Manifest) bool {
			return a.Digest == b.Digest && a.Available == b.Available && a.Content == b.Content
		}) {
			p.t.Errorf("%s was %+v, and is %+v", tag, before[tag], now)
		}
	}
	// A backup of one platform is none of another.
	var lacking []model.Removed
	for _, r := range removed {
		if r.Name == "own:1" {
			r.Manifests = before["own:1"]
			lacking = append(lacking, r)
		}
	}
	p.removeAlone("own:1")
	if text := words.Differences(p.bringBack(saved, lacking)["own:1"]); text != "platform linux/arm64/v8 is missing" {
		p.t.Errorf("what differs: %q", text)
	}
}

func (p *platformsRun) image(tag string) *model.Image {
	p.t.Helper()
	image, there := p.now.Inventory.ByRef(tag)
	if !there {
		p.t.Fatalf("no %s", tag)
	}
	return image
}

func (p *platformsRun) present(tag string) []string {
	manifests, known := p.image(tag).Platforms()
	if !known {
		p.t.Errorf("the platforms of %s are not known", tag)
	}
	var names []string
	for _, m := range manifests {
		names = append(names, m.Platform)
	}
	return names
}

// saveAll backs all images up, and returns what may be removed then.
func (p *platformsRun) saveAll() (*archive.Manifest, []model.Removed) {
	p.t.Helper()
	engine, images := p.now.Inventory.Engine, p.now.Inventory.Images()
	from := transfer.Saver{Client: p.client}
	manifests, err := from.Manifests(p.t.Context(), engine, images)
	must(p.t, err)
	saved, err := backup.Run(p.t.Context(), from, backup.Backup{
		Folder: p.folder, Name: "one", Engine: engine, Images: images, Manifests: manifests, Now: time.Now,
		Free: func(string) int64 { return model.Unknown }, Tell: func(model.BackupProgress) {},
	})
	must(p.t, err)
	stays := map[model.ImageID]bool{}
	for _, left := range saved.LeftOut {
		if left.Why.Kind != model.RefusalNotSaved || left.Why.Problem.Reason != model.ReasonPlatformMissing || left.Why.Raw == "" {
			p.t.Errorf("left out for %+v", left.Why)
		}
		for _, image := range model.ThingsOf[*model.Image](left.Things) {
			stays[image.ID] = true
		}
	}
	// Docker 28 saves no image without the platform that it prefers.
	if is := stays[p.image("other:1").ID]; is != (engine.MajorVersion() < 29) || len(stays) > 1 {
		p.t.Errorf("left out are %+v", saved.LeftOut)
	}
	var removed []model.Removed
	for _, image := range images {
		if !stays[image.ID] {
			removed = append(removed, model.Removed{
				Step: len(removed), Op: model.Op{Action: model.ActionRemove, Target: image.Target()}, Name: image.Tags[0], Refs: image.Tags,
				Digests: image.Digests, Backup: saved.Manifest.Name, Manifests: model.ToKeep(manifests[image.ID]),
			})
		}
	}
	return saved.Manifest, removed
}

// removeAlone removes an image, and compares what that frees with the prediction.
func (p *platformsRun) removeAlone(tag string) {
	p.t.Helper()
	plan, size := model.NewPlan(p.now.Inventory, p.image(tag).Keys(), nil), p.layersSize()
	p.remove(plan)
	if fell := size - p.layersSize(); fell < plan.Reclaim.Min || fell > plan.Reclaim.Max {
		p.t.Errorf("%s: %d bytes came back, predicted were %d to %d", tag, fell, plan.Reclaim.Min, plan.Reclaim.Max)
	}
	p.until("that "+tag+" is gone", func(s model.Snapshot) bool { _, there := s.Inventory.ByRef(tag); return !there })
}

// bringBack restores what was removed, and returns what differs, by name.
func (p *platformsRun) bringBack(saved *archive.Manifest, removed []model.Removed) map[string][]model.Difference {
	p.t.Helper()
	backups := saved.Backups()
	for _, r := range removed {
		if p.ofRegistry(r.Name) {
			delete(backups, r.Target)
		}
	}
	plan := model.PlanRestore(p.now.Inventory, removed, backups)
	differs := map[string][]model.Difference{}
	execute.Restore(p.t.Context(), p.client, plan, execute.RestoreOptions{
		Write: func(ctx context.Context, _ string, targets []model.Target, to io.Writer, told func(int64, int64)) error {
			ids := make([]model.ImageID, len(targets))
			for i, target := range targets {
				ids[i] = target.Image()
			}
			return archive.WriteImages(ctx, p.folder, saved, ids, to, func(read int64) { told(read, saved.Unpacked()) })
		},
		Tell: func(event model.RestoreEvent) {
			if !event.State.Ended() {
				return
			}
			name := plan.Steps[event.Step].Name
			if differs[name] = event.Differs; event.State != model.StepDone {
				p.t.Errorf("%s: %s", name, words.RestoreFailure(event.Failure))
			}
		},
		Now: time.Now,
	})
	p.until("that all are back", func(s model.Snapshot) bool {
		for _, r := range removed {
			if image, there := s.Inventory.Image(r.Image()); !there || !image.Layered {
				return false
			}
			for _, ref := range r.Refs {
				if _, there := s.Inventory.ByRef(ref); !there {
					return false
				}
			}
		}
		return true
	})
	return differs
}
