package contract_test

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
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

// TestRemovedImagesComeBack removes all images of an engine, of every kind, and restores them
// from a backup or from a registry that requires a password: the same references on the same
// IDs. The removal must free as much as without a backup.
func TestRemovedImagesComeBack(t *testing.T) {
	t.Parallel()
	for _, flavor := range []enginetest.Flavor{
		enginetest.Docker20, enginetest.Docker28, enginetest.Docker28Containerd, enginetest.Docker29, enginetest.Docker29Containerd,
		enginetest.Podman, enginetest.Podman5,
	} {
		host, lock := enginetest.PrivateRegistry(t, "sailor", "anchor")
		images := 40
		if flavor.Store() != model.StoreGraph {
			images = 16 // these stores are slow
		}
		engines.On(t, []enginetest.Flavor{flavor}, restoreWorld(host, images), func(t *testing.T, e *enginetest.Engine) {
			lock()
			testComeBack(t, newRestorer(t, e, host))
		})
	}
}

func testComeBack(t *testing.T, r *restorer) {
	t.Helper()
	// Images that can't be saved without harm are removed without a backup and are not
	// restored.
	lost, err := transfer.Saver{Client: r.client}.Unsavable(t.Context(), r.now.Inventory.Engine, r.now.Inventory.Images())
	must(t, err)
	isLost := func(image *model.Image) bool { return slices.Contains(lost, image) }
	if is := len(lost) > 0; is != (r.engine.Store == model.StoreGraph && r.engine.Flavor != enginetest.Docker20) {
		t.Errorf("%d images can't be saved", len(lost))
	}
	before, hidden := r.images(isLost), r.hidden()
	plan := model.NewPlan(r.now.Inventory, r.keys(), nil)
	if plan.Blocked > 0 || plan.Images < 20 {
		t.Fatalf("%d images, %d blocked", plan.Images, plan.Blocked)
	}
	size := r.layersSize()
	saved := r.save(slices.DeleteFunc(model.ThingsOf[*model.Image](plan.BackUp(model.BackupOnlyCopies)), func(image *model.Image) bool {
		return isLost(image) || r.engine.Store != model.StorePodman && r.registered(image) // whose Podman trusts no registry without TLS
	}))
	r.remove(plan)
	if r.engine.Flavor.Store() == model.StoreGraph {
		// The engine's answers need not list everything: BuildKit may release a layer later.
		if fell := size - r.layersSize(); fell != plan.Reclaim.Min || !plan.Reclaim.Exact() {
			t.Errorf("%d bytes were predicted, and after a backup the engine's figure fell by %d", plan.Reclaim.Min, fell)
		}
		const folders = 64 << 10
		if left := r.engine.LayersOnDisk(t); left > folders {
			t.Errorf("%d bytes of layers are on the disk, and no image", left)
		}
	}
	r.restore(plan, saved, isLost)
	if lines := differences(before, r.images(nil), hidden); lines != "" {
		t.Errorf("not the same as before:\n%s", lines)
	}
}

// restoreWorld has related images, and 12 more that are in a registry.
func restoreWorld(host string, images int) *modeltest.World {
	w := treesWorld(images, 9000)
	for i := range 12 {
		w.Build(modeltest.Recipe{
			Tags: []string{fmt.Sprintf("%s/fleet/app%d:v%d", host, i%4, i)}, Pulled: true,
			Add: []modeltest.Instruction{modeltest.Run("ADD rootfs /", int64(5000+i)), modeltest.Run("COPY app /", 300)},
		})
	}
	return w
}

// restorer removes images from an engine and restores them.
type restorer struct {
	*reclaimer
	folder string
	host   string // of the registry
}

// registered reports whether the registry has an image. The containerd store can't tell.
func (r *restorer) registered(image *model.Image) bool {
	return slices.ContainsFunc(image.Digests, r.ofRegistry)
}

func (r *restorer) ofRegistry(ref string) bool { return strings.HasPrefix(ref, r.host) }

func newRestorer(t *testing.T, e *enginetest.Engine, host string) *restorer {
	t.Helper()
	docker := t.TempDir()
	// The credentials that "docker login" writes: sailor:anchor.
	must(t, os.WriteFile(filepath.Join(docker, "config.json"), fmt.Appendf(nil, `{"auths":{%q:{"auth":"c2FpbG9yOmFuY2hvcg=="}}}`, host), 0o600))
	if e.Flavor.Real() && e.Store != model.StorePodman {
		addUndescribed(t, e)
		buildSiblings(t, e)
		if e.Flavor != enginetest.Docker20 {
			buildWithKit(t, e)
		}
	}
	c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: e.Dial, Env: func(name string) string {
		return map[string]string{"DOCKER_CONFIG": docker}[name]
	}})
	must(t, err)
	t.Cleanup(func() { _ = c.Close() })
	r := &restorer{&reclaimer{t: t, client: c, engine: e, feed: inventory.Follow(t.Context(), c, inventory.FollowOptions{})}, t.TempDir(), host}
	r.settle()
	return r
}

func (r *restorer) settle() {
	r.t.Helper()
	r.until("all layers", func(s model.Snapshot) bool {
		return s.Facts[model.FactLayers].Status == model.StatusReady && s.Inventory.Usage != nil
	})
}

// images returns the IDs of all visible images, except those that but selects, by reference.
func (r *restorer) images(but func(*model.Image) bool) map[string]model.ImageID {
	r.t.Helper()
	fresh := inventory.Follow(r.t.Context(), r.client, inventory.FollowOptions{})
	found := map[string]model.ImageID{}
	for {
		s, err := fresh.Next(r.t.Context())
		must(r.t, err)
		if s.Facts[model.FactImages].Status != model.StatusReady || s.Facts[model.FactEngine].Status != model.StatusReady {
			continue
		}
		for _, row := range s.Inventory.Rows() {
			if old, there := r.now.Inventory.Image(row.Image.ID); there && but != nil && but(old) {
				continue
			}
			found[row.Repo+":"+row.Tag+" "+row.Image.ID.Short()] = row.Image.ID
			for _, digest := range row.Image.Digests {
				if r.engine.Flavor.Store() != model.StorePodman || r.ofRegistry(digest) {
					found[digest] = row.Image.ID // Podman's other digests are of manifests that it never shows
				}
			}
		}
		return found
	}
}

func (r *restorer) keys() []model.Key {
	var keys []model.Key
	for _, row := range r.now.Inventory.Rows() {
		keys = append(keys, row.Key())
	}
	return keys
}

// save backs up images.
func (r *restorer) save(images []*model.Image) *archive.Manifest {
	r.t.Helper()
	var last model.BackupProgress
	from := &saveCounter{Saver: transfer.Saver{Client: r.client}}
	saved, err := backup.Run(r.t.Context(), from, backup.Backup{
		Folder: r.folder, Name: "one", Engine: r.now.Inventory.Engine, Images: images, Now: time.Now,
		Free: func(string) int64 { return model.Unknown }, Tell: func(p model.BackupProgress) { last = p },
	})
	must(r.t, err)
	m := saved.Manifest
	if last.Images != len(images) || !last.Ended || last.Written != m.Size {
		r.t.Errorf("%d images, and the last news are %+v", len(images), last)
	}
	together := from.BatchSize(r.now.Inventory.Engine)
	if want := (len(images) + together - 1) / together; int(from.requests.Load()) != want || together > 1 != (r.engine.Flavor.Store() == model.StoreContainerd) {
		r.t.Errorf("%d requests for %d images, %d together", from.requests.Load(), len(images), together)
	}
	return m
}

// saveCounter counts the save requests to an engine.
type saveCounter struct {
	backup.Saver

	requests atomic.Int64
}

func (a *saveCounter) Save(ctx context.Context, ids []model.ImageID, read func(io.Reader) error) error {
	a.requests.Add(1)
	return a.Saver.Save(ctx, ids, read)
}

// remove executes a plan. The test fails if any step fails.
func (r *restorer) remove(plan *model.Plan) {
	r.t.Helper()
	progress := model.NewProgress(plan, time.Now())
	follow(r.t, execute.Start(r.t.Context(), r.client, plan, execute.Options{Feed: r.feed}), func(update model.JobUpdate) {
		progress.Apply(update, time.Now())
	})
	if progress.Done != progress.Total {
		r.t.Fatal(describePlan(plan, progress))
	}
}

// restore restores what a plan removed.
func (r *restorer) restore(plan *model.Plan, saved *archive.Manifest, lost func(*model.Image) bool) {
	r.t.Helper()
	var removed []model.Removed
	for i := range plan.Steps {
		step := &plan.Steps[i]
		if lost(step.Image()) {
			continue
		}
		removed = append(removed, model.Removed{
			Step: i, Op: step.Op(), Name: step.Subject(), Refs: step.Refs, Digests: step.Image().Digests,
		})
	}
	r.until("that all are gone", func(s model.Snapshot) bool {
		return !slices.ContainsFunc(removed, func(m model.Removed) bool {
			_, there := s.Inventory.Image(m.Image())
			return there
		})
	})
	back := model.PlanRestore(r.now.Inventory, removed, saved.Backups())
	ways := map[model.RestoreWay]int{}
	ended := map[int]model.RestoreEvent{}
	for i := range back.Steps {
		step := &back.Steps[i]
		ways[step.Way]++
		if unsure := step.Way == model.RestorePull && r.engine.Flavor.Store() != model.StoreGraph; step.Unsure != unsure {
			r.t.Errorf("%s: unsure is %t", step.Name, step.Unsure)
		}
	}
	execute.Restore(r.t.Context(), r.client, back, execute.RestoreOptions{
		Write: func(ctx context.Context, _ string, targets []model.Target, to io.Writer, told func(int64, int64)) error {
			ids := make([]model.ImageID, len(targets))
			for i, target := range targets {
				ids[i] = target.Image()
			}
			return archive.WriteImages(ctx, r.folder, saved, ids, to, func(read int64) { told(read, saved.Unpacked()) })
		},
		Tell: func(event model.RestoreEvent) {
			if event.State.Ended() {
				ended[event.Step] = event
			}
		},
	})
	r.t.Logf("%d loaded, %d pulled; the backup has %d bytes of %d", ways[model.RestoreLoad], ways[model.RestorePull], saved.Size, saved.Unpacked())
	for i := range back.Steps {
		if event := ended[i]; event.State != model.StepDone || len(event.Differs) > 0 && r.engine.Flavor.Store() != model.StorePodman {
			r.t.Errorf("%s: %v %s %s", back.Steps[i].Name, words.StepState(event.State), words.RestoreFailure(event.Failure), words.Differences(event.Differs))
		}
	}
}

// hidden returns the untagged parents, which the containerd store keeps.
func (r *restorer) hidden() map[model.ImageID]bool {
	hidden := map[model.ImageID]bool{}
	for _, image := range r.now.Inventory.Images() {
		if r.now.Inventory.Hidden(image) {
			hidden[image.ID] = true
		}
	}
	return hidden
}

func differences(before, after map[string]model.ImageID, hidden map[model.ImageID]bool) string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if after[name] != before[name] {
			lines = append(lines, fmt.Sprintf("%s was %s and is %s", name, before[name].Short(), after[name].Short()))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if _, there := before[name]; !there && !hidden[after[name]] {
			lines = append(lines, name+" is new")
		}
	}
	return strings.Join(lines, "\n")
}
