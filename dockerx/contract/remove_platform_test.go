package contract_test

import (
	"slices"
	"testing"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/enginetest"
	"jettison/dockerx/inventory"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/words"
	"jettison/store/archive"
)

const armV8 = "linux/arm64/v8"

// sharingWorld has images for two platforms: one alone, two whose engine's own platform stands on
// the same base, and one that a container uses.
func sharingWorld() *modeltest.World {
	w := modeltest.New(12, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	add := func(size int64) []modeltest.Instruction {
		return []modeltest.Instruction{modeltest.Run("ADD rootfs /", size)}
	}
	w.Build(modeltest.Recipe{Tags: []string{"alone:1"}, Add: add(100_000), Platforms: []modeltest.Platform{{Name: armV8, Size: 300_000}}})
	base := w.Build(modeltest.Recipe{Tags: []string{"base:1"}, Add: add(110_000)})
	w.Build(modeltest.Recipe{Tags: []string{"built:1"}, From: base, Add: add(120_000), Platforms: []modeltest.Platform{{Name: armV8, Size: 310_000}}})
	used := w.Build(modeltest.Recipe{Tags: []string{"used:1"}, Add: add(130_000), Platforms: []modeltest.Platform{{Name: armV8, Size: 320_000}}})
	w.Run(modeltest.Start{Image: used, Name: "job", State: model.StateExited, Since: time.Hour})
	return w
}

// TestOnePlatformIsRemoved removes single platforms: what comes back is as predicted, the rest of
// the image and all other images stay as they were, and what others or containers need is not
// offered, although the engine would delete it.
func TestOnePlatformIsRemoved(t *testing.T) {
	t.Parallel()
	flavors := []enginetest.Flavor{
		enginetest.SimDocker28Containerd, enginetest.SimDocker29Containerd, enginetest.Docker28Containerd, enginetest.Docker29Containerd,
	}
	engines.On(t, flavors, sharingWorld(), func(t *testing.T, e *enginetest.Engine) {
		c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: e.Dial})
		must(t, err)
		t.Cleanup(func() { _ = c.Close() })
		p := &platformRemoval{&platformsRun{&restorer{&reclaimer{t: t, client: c, engine: e, feed: inventory.Follow(t.Context(), c, inventory.FollowOptions{})}, t.TempDir(), "registry.invalid"}}}
		p.settle()
		if !p.now.Inventory.Engine.RemovesPlatforms() {
			t.Fatalf("%+v does not remove platforms", p.now.Inventory.Engine)
		}
		p.requireBlocked("built:1", "linux/amd64", model.BlockerSharedContent)
		p.requireBlocked("used:1", "linux/amd64", model.BlockerStopped)
		p.requireBlocked("base:1", "linux/amd64", model.BlockerLastPlatform)
		alone := p.image("alone:1")
		saved := p.save([]*model.Image{alone})
		for _, of := range [][2]string{{"alone:1", armV8}, {"built:1", armV8}, {"used:1", armV8}} {
			p.removePlatform(of[0], of[1])
		}
		p.requireBlocked("alone:1", "linux/amd64", model.BlockerLastPlatform)
		p.requireBack(saved, alone)
	})
}

type platformRemoval struct{ *platformsRun }

// plan plans the removal of a platform of an image as the engine is now.
func (p *platformRemoval) plan(tag, platform string) *model.Plan {
	p.t.Helper()
	inv, err := inventory.List(p.t.Context(), p.client, p.now.Inventory.Engine)
	must(p.t, err)
	layers, err := inventory.ManifestLayers(p.t.Context(), p.client, inv)
	must(p.t, err)
	inv = inv.WithManifestLayers(layers)
	image, _ := inv.ByRef(tag)
	for _, m := range image.Manifests {
		if m.Platform == platform {
			return model.NewPlan(inv, []model.Key{model.PlatformKey(image.ID, m.Digest)}, nil)
		}
	}
	p.t.Fatalf("%s has no %s: %+v", tag, platform, image.Manifests)
	return nil
}

func (p *platformRemoval) requireBlocked(tag, platform string, want model.BlockerKind) {
	p.t.Helper()
	plan := p.plan(tag, platform)
	is := func(b model.Blocker) bool { return b.Kind == want }
	if len(plan.Steps) != 1 || plan.Steps[0].Ready || !slices.ContainsFunc(plan.Steps[0].Blockers, is) {
		p.t.Errorf("%s of %s: %+v, want it blocked by %d", platform, tag, plan.Steps, want)
	}
}

// removePlatform removes a platform, and compares everything with before.
func (p *platformRemoval) removePlatform(tag, platform string) {
	p.t.Helper()
	plan, size := p.plan(tag, platform), p.layersSize()
	before, err := inventory.List(p.t.Context(), p.client, plan.Engine)
	must(p.t, err)
	if step := &plan.Steps[0]; !step.Ready {
		p.t.Fatalf("%s of %s is blocked: %+v", platform, tag, step.Blockers)
	}
	p.remove(plan)
	if fell := size - p.layersSize(); fell < plan.Reclaim.Min || fell > plan.Reclaim.Max {
		p.t.Errorf("%s of %s: %d bytes came back, predicted were %d to %d", platform, tag, fell, plan.Reclaim.Min, plan.Reclaim.Max)
	}
	after, err := inventory.List(p.t.Context(), p.client, plan.Engine)
	must(p.t, err)
	for _, image := range before.Images() {
		now, there := after.Image(image.ID)
		if !there || !slices.Equal(now.Tags, image.Tags) {
			p.t.Errorf("%s is %+v", image.Name(), now)
			continue
		}
		for i, was := range image.Manifests {
			m := now.Manifests[i]
			if gone := image.ID == plan.Steps[0].Image().ID && was.Platform == platform; gone && m.Available || !gone && m != was {
				p.t.Errorf("%s: %+v was %+v", image.Name(), m, was)
			}
		}
	}
}

// requireBack takes the removal of a platform back from a backup.
func (p *platformRemoval) requireBack(saved *archive.Manifest, before *model.Image) {
	p.t.Helper()
	p.feed.Reload(model.FactImages) // the engine sends no event
	p.until("that the platform is gone", func(s model.Snapshot) bool {
		image, there := s.Inventory.Image(before.ID)
		return there && len(image.Lacks(before.Manifests)) > 0
	})
	removed := []model.Removed{{
		Op: model.Op{Action: model.ActionRemovePlatform, Target: before.Target()}, Name: before.Name() + " " + armV8,
		Backup: saved.Name, Manifests: before.Manifests[1:2],
	}}
	plan := model.PlanRestore(p.now.Inventory, removed, saved.Backups())
	if plan.Steps[0].Way != model.RestoreLoad {
		p.t.Fatalf("it comes back by %d", plan.Steps[0].Way)
	}
	for _, differs := range p.bringBack(saved, removed) {
		if text := words.Differences(differs); text != "" {
			p.t.Error(text)
		}
	}
	inv, err := inventory.List(p.t.Context(), p.client, p.now.Inventory.Engine)
	must(p.t, err)
	if image, there := inv.Image(before.ID); !there || len(image.Lacks(before.Manifests)) > 0 || !slices.Equal(image.Tags, before.Tags) {
		p.t.Errorf("it is back as %+v", image)
	}
}
