package contract_test

import (
	"context"
	"errors"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/mount"
	"github.com/moby/moby/client"

	"jettison/cleanup"
	"jettison/dockerx"
	"jettison/dockerx/enginetest"
	"jettison/dockerx/inventory"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/store"
	"jettison/store/wire"
)

// volumeFlavors are the engines that give archives of volumes.
func volumeFlavors() []enginetest.Flavor {
	return []enginetest.Flavor{
		enginetest.SimDocker20, enginetest.SimDocker28, enginetest.SimDocker28Containerd, enginetest.SimDocker29, enginetest.SimDocker29Containerd,
		enginetest.Docker20, enginetest.Docker28, enginetest.Docker28Containerd, enginetest.Docker29, enginetest.Docker29Containerd,
	}
}

// volumeWorld has an image for containers.
func volumeWorld() *modeltest.World {
	w := modeltest.New(11, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	w.Build(modeltest.Recipe{Tags: []string{repo + "keeper:1"}, Add: []modeltest.Instruction{modeltest.Run("COPY app / # buildkit", 4000)}})
	return w
}

// keeper removes volumes of an engine and brings them back.
type keeper struct {
	t       *testing.T
	engine  *enginetest.Engine
	api     *client.Client
	client  *dockerx.Client
	service *cleanup.Service
}

func newKeeper(t *testing.T, e *enginetest.Engine) *keeper {
	t.Helper()
	c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: e.Dial})
	must(t, err)
	t.Cleanup(func() { _ = c.Close() })
	folder := t.TempDir()
	return &keeper{t, e, e.Client(), c, &cleanup.Service{
		Engine: cleanup.Docker(c, nil, time.Now), Journal: store.OpenJournal(filepath.Join(folder, "journal")), User: "ann", Now: time.Now,
		Backups: cleanup.Backups{Folder: filepath.Join(folder, "backups"), Free: func(string) int64 { return model.Unknown }, Now: time.Now},
	}}
}

func (k *keeper) inventory() *model.Inventory {
	k.t.Helper()
	info, err := k.client.Info(k.t.Context())
	must(k.t, err)
	inv, err := inventory.List(k.t.Context(), k.client, info.Engine)
	must(k.t, err)
	return inv
}

func (k *keeper) create(name string, labels map[string]string) {
	k.t.Helper()
	_, err := k.api.VolumeCreate(k.t.Context(), client.VolumeCreateOptions{Name: name, Labels: labels})
	must(k.t, err)
}

// mount creates a container that mounts a volume at /v.
func (k *keeper) mount(name, volume string) string {
	k.t.Helper()
	return k.container(name, repo+"keeper:1", volume, nil)
}

// helper creates a helper that mounts a volume.
func (k *keeper) helper(name, image, volume, host string) {
	k.t.Helper()
	k.container(name, image, volume, map[string]string{"io.jettison.helper": host})
}

func (k *keeper) container(name, image, volume string, labels map[string]string) string {
	k.t.Helper()
	made, err := k.api.ContainerCreate(k.t.Context(), client.ContainerCreateOptions{
		Name: name, Config: &container.Config{Image: image, Cmd: []string{"/bin/app"}, Labels: labels},
		HostConfig: &container.HostConfig{NetworkMode: "none", Mounts: []mount.Mount{{Type: mount.TypeVolume, Source: volume, Target: "/v"}}},
	})
	must(k.t, err)
	return made.ID
}

// remove carries out a plan and returns how it went.
func (k *keeper) remove(plan *model.Plan) (*model.Progress, *cleanup.Run) {
	k.t.Helper()
	run, progress := k.service.Remove(k.t.Context(), plan, cleanup.Options{}), model.NewProgress(plan, time.Now())
	for {
		update, err := run.Next(k.t.Context())
		if errors.Is(err, io.EOF) {
			return progress, run
		}
		must(k.t, err)
		progress.Apply(update, time.Now())
	}
}

// restore takes the newest removal back.
func (k *keeper) restore() *model.Restoration {
	k.t.Helper()
	past, err := k.service.Removals(k.t.Context())
	must(k.t, err)
	if len(past.Removals) == 0 {
		k.t.Fatal("the journal has no removal")
	}
	newest := past.Removals[0]
	plan := newest.Plan(k.inventory(), past.Backups)
	restoration := model.NewRestoration(newest.ID, plan, time.Now())
	job := k.service.Restore(k.t.Context(), newest.ID, plan)
	for {
		update, err := job.Next(k.t.Context())
		if errors.Is(err, io.EOF) {
			return restoration
		}
		must(k.t, err)
		restoration.Apply(update, time.Now())
	}
}

// noHelpers expects that nothing is left of what reaches volumes, and that nobody saw it.
func (k *keeper) noHelpers() {
	k.t.Helper()
	ctx := context.Background()
	containers, err := k.api.ContainerList(ctx, client.ContainerListOptions{All: true, Filters: make(client.Filters).Add("label", "io.jettison.helper")})
	must(k.t, err)
	images, err := k.api.ImageList(ctx, client.ImageListOptions{All: true, Filters: make(client.Filters).Add("label", "io.jettison.helper")})
	must(k.t, err)
	if len(containers.Items)+len(images.Items) > 0 {
		k.t.Errorf("left are %d containers and %d images", len(containers.Items), len(images.Items))
	}
}

func volumeKey(name string) model.Key { return model.Key{Target: model.VolumeTarget(name)} }

// TestVolumesComeBack removes a volume with the container that blocks it, and another one, and
// brings both back as they were.
func TestVolumesComeBack(t *testing.T) {
	t.Parallel()
	engines.On(t, volumeFlavors(), volumeWorld(), func(t *testing.T, e *enginetest.Engine) {
		k := newKeeper(t, e)
		labels := map[string]string{"com.docker.compose.project": "shop", "owner": "ann"}
		k.create("shop-data", labels)
		k.create("shop-empty", nil)
		filled := fillVolume(t, k, "shop-data")
		k.mount("shop-db", "shop-data")

		inv := k.inventory()
		marks := []model.Key{volumeKey("shop-data"), volumeKey("shop-empty")}
		plan := model.NewPlan(inv, marks, nil)
		if plan.Blocked != 1 || plan.Steps[0].Blockers[0].Kind != model.BlockerStopped || !plan.Steps[1].Ready {
			t.Fatalf("the plan is %+v", plan.Steps)
		}
		plan = model.NewPlan(inv, marks, model.Choices{model.VolumeTarget("shop-data"): model.Remedies(0).With(model.RemedyRemoveStopped)})
		progress, run := k.remove(plan)
		if run.Err() != nil || progress.Done != 3 || progress.Removed[model.KindVolume] != 2 || run.Saved() == nil || len(run.Saved().Volumes) != 2 {
			t.Fatalf("%v: %+v", run.Err(), progress)
		}
		k.noHelpers()
		if now := k.inventory(); len(now.Containers()) > 0 || len(now.Volumes()) > 0 {
			t.Fatalf("left are %d containers and %d volumes", len(now.Containers()), len(now.Volumes()))
		}

		if back := k.restore(); back.Done != 2 || back.Problems() != 0 {
			t.Fatalf("%+v", back)
		}
		k.noHelpers()
		now := k.inventory()
		if v, ok := now.Volume("shop-data"); !ok || !maps.Equal(v.Labels, labels) || v.Driver != "local" {
			t.Errorf("what came back is %+v", v)
		}
		if _, ok := now.Volume("shop-empty"); !ok {
			t.Error("the empty volume did not come back")
		}
		filled(t)
	})
}

// TestVolumesThatChanged makes plans that no longer fit, and removes nothing.
func TestVolumesThatChanged(t *testing.T) {
	t.Parallel()
	engines.On(t, volumeFlavors(), volumeWorld(), func(t *testing.T, e *enginetest.Engine) {
		k := newKeeper(t, e)
		for _, name := range []string{"replaced", "mounted", "gone"} {
			k.create(name, nil)
		}
		plan := model.NewPlan(k.inventory(), []model.Key{volumeKey("replaced"), volumeKey("mounted"), volumeKey("gone")}, nil)
		for _, name := range []string{"replaced", "gone"} {
			_, err := k.api.VolumeRemove(t.Context(), name, client.VolumeRemoveOptions{})
			must(t, err)
		}
		k.create("replaced", map[string]string{"new": "yes"})
		k.mount("late", "mounted")
		progress, _ := k.remove(plan)
		k.noHelpers()
		now := k.inventory()
		for _, name := range []string{"replaced", "mounted"} {
			if _, there := now.Volume(name); !there {
				t.Errorf("%s is gone", name)
			}
		}
		if _, there := now.Volume("gone"); there {
			t.Error("a volume was made that was gone")
		}
		var kinds []model.RefusalKind
		for i := range plan.Steps {
			if refusal := progress.Step(i).Refusal; refusal != nil {
				kinds = append(kinds, refusal.Kind)
			}
		}
		slices.Sort(kinds)
		if want := []model.RefusalKind{model.RefusalOtherVolume, model.RefusalMounted, model.RefusalNotSaved}; !slices.Equal(kinds, want) || progress.Done != 0 {
			t.Errorf("refused for %v, want %v: %s", kinds, want, states(progress, len(plan.Steps)))
		}
	})
}

func states(progress *model.Progress, steps int) (text string) {
	for i := range steps {
		text += wire.States().Of(progress.Step(i).State) + " "
	}
	return text
}

// TestHelpersAreSwept finds what a killed program left, and shows it to nobody.
func TestHelpersAreSwept(t *testing.T) {
	t.Parallel()
	engines.On(t, volumeFlavors(), volumeWorld(), func(t *testing.T, e *enginetest.Engine) {
		k := newKeeper(t, e)
		k.create("data", nil)
		before := len(k.inventory().Images())
		killed, kill := context.WithCancel(t.Context())
		saver := cleanup.Docker(k.client, nil, time.Now)
		err := saver.WithVolumes(killed, func(save func(string, func(io.Reader) error) error) error {
			return save("data", func(io.Reader) error {
				inv := k.inventory()
				if len(inv.Containers()) > 0 || len(inv.Images()) != before || len(inv.VolumeUsers("data")) > 0 {
					t.Errorf("%d containers and %d images are shown", len(inv.Containers()), len(inv.Images()))
				}
				kill()
				return killed.Err()
			})
		})
		if err == nil {
			t.Error("it was not cut off")
		}
		k.noHelpers() // they go although the request was given up
		leaveHelpers(t, k)
		must(t, k.service.Engine.SweepHelpers(t.Context(), func() (func(), bool) { return func() {}, true }))
		k.noHelpers()
		if _, there := k.inventory().Volume("data"); !there {
			t.Error("the volume was swept, too")
		}
	})
}
