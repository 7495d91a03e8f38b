package model_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"jettison/model"
	"jettison/model/size"
)

const (
	amd = "sha256:a0"
	arm = "sha256:b0"
)

// twoPlatforms is an image of which the store has two platforms, by the digests of their
// manifests.
func twoPlatforms(id model.ImageID, tag, amd, arm string) *model.Image {
	return &model.Image{ID: id, Tags: []string{tag}, Size: 70, SharedSize: model.Unknown, Manifests: []model.Manifest{
		{Digest: amd, Kind: model.ManifestPlatform, Platform: "linux/amd64", Available: true, Content: 10, Unpacked: 20},
		{Digest: arm, Kind: model.ManifestPlatform, Platform: "linux/arm64/v8", Available: true, Content: 15, Unpacked: 25},
		{Digest: "sha256:0a", Kind: model.ManifestAttestation, Available: true, Content: 1},
	}}
}

func platformsOn(version string, layers model.ManifestLayers, containers []*model.Container, images ...*model.Image) *model.Inventory {
	engine := model.Engine{Store: model.StoreContainerd, Version: version}
	return model.NewInventory(engine, platformsAt(), images, containers, nil).WithManifestLayers(layers)
}

// A platform goes where nothing else needs its content: no other platform of the image, no
// other image, no container, and where another platform stays.
func TestPlatformIsRemovedWhereNothingNeedsIt(t *testing.T) {
	t.Parallel()
	own := model.ManifestLayers{amd: {"x", "y"}, arm: {"z"}}
	with := func(digest string, layers ...string) model.ManifestLayers {
		more := model.ManifestLayers{digest: layers}
		maps.Copy(more, own)
		return more
	}
	single := &model.Image{ID: "sha256:2", Tags: []string{"other:1"}, SharedSize: model.Unknown, Manifests: []model.Manifest{
		{Digest: "sha256:c0", Kind: model.ManifestPlatform, Platform: "linux/arm64", Available: true, Content: 9},
	}}
	part := &model.Image{ID: "sha256:2", Tags: []string{"other:1"}, SharedSize: model.Unknown, Manifests: []model.Manifest{
		{Digest: "sha256:c0", Kind: model.ManifestPlatform, Platform: "linux/arm64", Content: 9},
	}}
	missing := &model.Image{ID: "sha256:2", Tags: []string{"other:1"}, SharedSize: model.Unknown, Manifests: []model.Manifest{
		{Digest: "sha256:c0", Kind: model.ManifestPlatform, Platform: "linux/arm64"},
	}}
	user := func(manifest string) *model.Container {
		return &model.Container{ID: "c", Name: "web", Image: "sha256:1", Manifest: manifest, State: model.StateExited}
	}
	tests := []struct {
		name       string
		layers     model.ManifestLayers
		others     []*model.Image
		containers []*model.Container
		marks      []string
		want       []model.BlockerKind
	}{
		{name: "nothing else", layers: own, marks: []string{arm}},
		{name: "another image without its layers", layers: with("sha256:c0", "q"), others: []*model.Image{single}, marks: []string{arm}},
		{name: "another image on the same base", layers: with("sha256:c0", "z", "q"), others: []*model.Image{single}, marks: []string{arm}, want: []model.BlockerKind{model.BlockerSharedContent}},
		{name: "another image with the layer on another base", layers: with("sha256:c0", "q", "z"), others: []*model.Image{single}, marks: []string{arm}, want: []model.BlockerKind{model.BlockerSharedContent}},
		{name: "another index of the same manifest", layers: own, others: []*model.Image{twoPlatforms("sha256:2", "same:1", "sha256:a1", arm)}, marks: []string{arm}, want: []model.BlockerKind{model.BlockerSharedContent}},
		{name: "the other platform has a layer of it", layers: model.ManifestLayers{amd: {"x", "z"}, arm: {"z"}}, marks: []string{arm}, want: []model.BlockerKind{model.BlockerSharedContent}},
		{name: "another image of which nothing is known", layers: own, others: []*model.Image{single}, marks: []string{arm}, want: []model.BlockerKind{model.BlockerUnknownContent}},
		{name: "another image that is there in part", layers: own, others: []*model.Image{part}, marks: []string{arm}, want: []model.BlockerKind{model.BlockerUnknownContent}},
		{name: "another image that is not there", layers: own, others: []*model.Image{missing}, marks: []string{arm}},
		{name: "another image without manifests", layers: own, others: []*model.Image{{ID: "sha256:2"}}, marks: []string{arm}, want: []model.BlockerKind{model.BlockerUnknownContent}},
		{name: "nothing was asked", marks: []string{arm}, want: []model.BlockerKind{model.BlockerUnknownContent}},
		{name: "no layers", layers: model.ManifestLayers{amd: {"x"}, arm: {}}, marks: []string{arm}, want: []model.BlockerKind{model.BlockerUnknownContent}},
		{name: "all platforms", layers: own, marks: []string{amd, arm}, want: []model.BlockerKind{model.BlockerLastPlatform}},
		{name: "a container of it", layers: own, containers: []*model.Container{user(arm)}, marks: []string{arm}, want: []model.BlockerKind{model.BlockerStopped}},
		{name: "a container of the other", layers: own, containers: []*model.Container{user(amd)}, marks: []string{arm}},
		{name: "a container of nobody knows which", layers: own, containers: []*model.Container{user("")}, marks: []string{arm}, want: []model.BlockerKind{model.BlockerStopped}},
		{name: "a container that mounts it", layers: own, containers: []*model.Container{{ID: "c", Name: "web", Mounts: []string{"app:1"}, State: model.StateExited}}, marks: []string{arm}, want: []model.BlockerKind{model.BlockerMount}},
	}
	for _, test := range tests {
		inv := platformsOn("29.8.1", test.layers, test.containers, append([]*model.Image{twoPlatforms("sha256:1", "app:1", amd, arm)}, test.others...)...)
		var keys []model.Key
		for _, digest := range test.marks {
			keys = append(keys, model.PlatformKey("sha256:1", digest))
		}
		plan := model.NewPlan(inv, keys, nil)
		if len(plan.Steps) != len(test.marks) {
			t.Errorf("%s: %d steps", test.name, len(plan.Steps))
			continue
		}
		for i := range plan.Steps {
			step := &plan.Steps[i]
			var got []model.BlockerKind
			for _, b := range step.Blockers {
				got = append(got, b.Kind)
			}
			if !slices.Equal(got, test.want) || step.Ready != (len(test.want) == 0) {
				t.Errorf("%s: ready %t, blocked by %v, want %v", test.name, step.Ready, got, test.want)
			}
			if step.Removes(model.KindImage) || step.Action != model.ActionRemovePlatform || step.Subject() != "app:1 "+step.Platform.Platform {
				t.Errorf("%s: %+v", test.name, step)
			}
		}
	}
}

// What comes back of a platform is its content at once and its files when the engine collects
// its garbage. The image is not counted as deleted.
func TestPlatformReclaim(t *testing.T) {
	t.Parallel()
	inv := platformsOn("29.8.1", model.ManifestLayers{amd: {"x"}, arm: {"z"}}, nil, twoPlatforms("sha256:1", "app:1", amd, arm))
	plan := model.NewPlan(inv, []model.Key{model.PlatformKey("sha256:1", arm)}, nil)
	if want := (size.Range{Min: 15, Max: 40, About: true}); plan.Reclaim != want || plan.Steps[0].Reclaim != want {
		t.Errorf("frees %+v", plan.Reclaim)
	}
	if again := plan.WithVerdicts(inv); again.OnlyCopies != 1 || again.OnlyPlatforms != 1 {
		t.Errorf("judged again, the plan has %d only copies, %d of them platforms", again.OnlyCopies, again.OnlyPlatforms)
	}
	if plan.Images != 0 || plan.Untags != 0 || plan.Platforms != 1 || plan.OnlyCopies != 1 || plan.OnlyPlatforms != 1 {
		t.Errorf("plan has %d images, %d names, %d platforms, %d only copies, %d of them platforms", plan.Images, plan.Untags, plan.Platforms, plan.OnlyCopies, plan.OnlyPlatforms)
	}
	progress := model.NewProgress(plan, platformsAt())
	progress.Apply(model.JobUpdate{State: model.JobEnded, Events: []model.StepEvent{{State: model.StepDone}}}, platformsAt())
	if progress.Platforms != 1 || progress.Removed[model.KindImage] != 0 || progress.Lists() || progress.Freed != plan.Reclaim {
		t.Errorf("progress is %+v", progress)
	}
	// Two layers with one digest are one blob, which the engine counts twice.
	twice := model.NewPlan(inv.WithManifestLayers(model.ManifestLayers{amd: {"x"}, arm: {"z", "z"}}), []model.Key{model.PlatformKey("sha256:1", arm)}, nil)
	if twice.Reclaim.Min != 0 {
		t.Errorf("frees %+v", twice.Reclaim)
	}
}

// A platform of an image of which a name is pinned stays, and one of an image that goes is no
// step of its own.
func TestPlatformOfAPinnedOrGoingImage(t *testing.T) {
	t.Parallel()
	image := twoPlatforms("sha256:1", "app:1", amd, arm)
	image.Tags = append(image.Tags, "app:2")
	inv := platformsOn("29.8.1", model.ManifestLayers{amd: {"x"}, arm: {"z"}}, nil, image)
	key := model.PlatformKey("sha256:1", arm)
	pinned := inv.WithPins(model.Pins{model.ImageKey("sha256:1", "app:2"): {Query: "tag:2"}})
	if plan := model.NewPlan(pinned, []model.Key{key}, nil); len(plan.Steps) != 0 || len(plan.Pinned) != 1 {
		t.Errorf("plan has %+v, pinned %+v", plan.Steps, plan.Pinned)
	}
	plan := model.NewPlan(inv, append(image.Keys(), key), nil)
	if len(plan.Steps) != 1 || !plan.Steps[0].Removes(model.KindImage) || !plan.Steps[0].Ready {
		t.Errorf("steps are %+v", plan.Steps)
	}
	var marks []model.Key
	m := model.NewMarks(inv)
	for _, k := range append(marks, key) {
		m.Set(k, true)
	}
	if m.Whole() != 0 {
		t.Error("a marked platform counts as its image")
	}
}

// A plan that was made earlier removes a platform only where it is there and nothing came to
// need it, and the journal's removal ends by what is there.
func TestPlatformReplan(t *testing.T) {
	t.Parallel()
	layers := model.ManifestLayers{amd: {"x"}, arm: {"z"}, "sha256:c0": {"z"}}
	image := twoPlatforms("sha256:1", "app:1", amd, arm)
	inv := platformsOn("29.8.1", layers, nil, image)
	planned := model.NewPlan(inv, []model.Key{model.PlatformKey("sha256:1", arm)}, nil).Record()
	gone := twoPlatforms("sha256:1", "app:1", amd, arm)
	gone.Manifests[1].Available, gone.Manifests[1].Content = false, 0
	sharer := &model.Image{ID: "sha256:2", Tags: []string{"new:1"}, Manifests: []model.Manifest{
		{Digest: "sha256:c0", Kind: model.ManifestPlatform, Platform: "linux/arm64", Available: true, Content: 9},
	}}
	tests := []struct {
		name string
		now  *model.Inventory
		want []model.ChangeKind
	}{
		{"as it was", inv, nil},
		{"the platform is gone", platformsOn("29.8.1", layers, nil, gone), []model.ChangeKind{model.ChangePlatformGone}},
		{"the image is gone", platformsOn("29.8.1", layers, nil), []model.ChangeKind{model.ChangeGone}},
		{"another image came", platformsOn("29.8.1", layers, nil, image, sharer), []model.ChangeKind{model.ChangeBlocked}},
		{"it was pinned", inv.WithPins(model.Pins{model.ImageKey("sha256:1", "app:1"): {Query: "app"}}), []model.ChangeKind{model.ChangePinned}},
	}
	for _, test := range tests {
		plan, changed := model.Replan(test.now, planned)
		var got []model.ChangeKind
		for _, c := range changed {
			got = append(got, c.Kind)
		}
		if !slices.Equal(got, test.want) || plan.ReadySteps() != 1-len(test.want) {
			t.Errorf("%s: %d steps, changed %v", test.name, plan.ReadySteps(), got)
		}
	}
	removed := model.Removed{Op: planned[0].Op, Manifests: image.Manifests[1:2]}
	for now, want := range map[*model.Inventory]model.StepState{
		inv: model.StepCanceled, platformsOn("29.8.1", layers, nil, gone): model.StepGone, platformsOn("29.8.1", layers, nil): model.StepGone,
	} {
		if state, _ := now.Resolve(removed); state != want {
			t.Errorf("it ended as %v, want %v", state, want)
		}
	}
}

// A backup of the image without the platform is none of the platform.
func TestPlatformVerdict(t *testing.T) {
	t.Parallel()
	image := twoPlatforms("sha256:1", "app:1", amd, arm)
	inv := platformsOn("29.8.1", model.ManifestLayers{amd: {"x"}, arm: {"z"}}, nil, image)
	key := []model.Key{model.PlatformKey("sha256:1", arm)}
	for _, test := range []struct {
		manifests []string
		want      model.Verdict
		saves     int
	}{{[]string{amd}, model.VerdictOnlyCopy, 1}, {[]string{arm}, model.VerdictBackedUp, 0}} {
		with := inv.WithBackups(model.Backups{image.Target(): {{Name: "b", Manifests: test.manifests}}})
		plan := model.NewPlan(with, key, nil)
		if step := &plan.Steps[0]; step.Verdict != test.want || len(plan.BackUp(model.BackupAll)) != test.saves {
			t.Errorf("with %v: verdict %v, saves %d", test.manifests, step.Verdict, len(plan.BackUp(model.BackupAll)))
		}
	}
	gone := twoPlatforms("sha256:1", "app:1", amd, arm)
	gone.Manifests[1].Available, gone.Manifests[1].Content = false, 0
	now := platformsOn("29.8.1", nil, nil, gone)
	removed := []model.Removed{{Op: model.Op{Action: model.ActionRemovePlatform, Target: image.Target()}, Manifests: image.Manifests[1:2]}}
	if plan := model.PlanRestore(now, removed, model.Backups{image.Target(): {{Name: "b", Manifests: []string{amd, arm}}}}); plan.Steps[0].Way != model.RestoreLoad {
		t.Errorf("it comes back by %v", plan.Steps[0].Way)
	}
	removed[0].Digests = []string{"app@sha256:1"}
	if plan := model.PlanRestore(now, removed, nil); plan.Steps[0].Way != model.RestorePull || !plan.Steps[0].Unsure {
		t.Errorf("it comes back by %v", plan.Steps[0].Way)
	}
}

func platformsAt() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }
