package contract_test

import (
	"strings"
	"testing"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/enginetest"
	"jettison/dockerx/execute"
	"jettison/dockerx/inventory"
	"jettison/model"
	"jettison/model/modeltest"
)

// cacheFlavors are the engines that have a build cache. The embedded ones have it in their
// world, the real ones from builds.
func cacheFlavors() []enginetest.Flavor {
	all := []enginetest.Flavor{enginetest.Docker20, enginetest.Docker28, enginetest.Docker28Containerd, enginetest.Docker29, enginetest.Docker29Containerd}
	for _, f := range all {
		all = append(all, f.Sim())
	}
	return all
}

// cacheWorld is an image that was built from two files, the first of them below the second,
// with the records of its build.
func cacheWorld() *modeltest.World {
	w := modeltest.New(5, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	record := func(id, kind, description string, size int64, shared bool, parents ...string) {
		w.Cache = append(w.Cache, &model.CacheRecord{
			ID: id, Type: kind, Description: description, Size: size, Shared: shared, Parents: parents,
			Created: w.Now, LastUsed: w.Now, Uses: 1,
		})
	}
	record("r1", model.CacheRegular, "[1/2] COPY one /", 100_000, true)
	record("r2", model.CacheRegular, "[2/2] COPY two /", 50_000, true, "r1")
	record("r22", model.CacheLocal, "local source for context", 150_000, false)
	record("r3", model.CacheLocal, "local source for dockerfile", 40, false)
	return w
}

// cacheScene is an engine with the records of such a build.
type cacheScene struct {
	*enginetest.Engine
	client *dockerx.Client
	files  map[string][]byte
}

func onCacheScenes(t *testing.T, flavors []enginetest.Flavor, test func(*testing.T, *cacheScene)) {
	t.Helper()
	for _, f := range flavors {
		t.Run(string(f), func(t *testing.T) {
			t.Parallel()
			world := cacheWorld()
			if f.Real() {
				world.Cache = nil
			}
			s := &cacheScene{Engine: engines.Engine(t, f, world), files: map[string][]byte{
				"Dockerfile": []byte("FROM scratch\nCOPY one /\nCOPY two /\n"), "one": noise(100_000), "two": noise(50_000),
			}}
			if f.Real() {
				s.BuildKit(t.Context(), t, repo+"cached:1", s.files)
			}
			c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: s.Dial})
			must(t, err)
			t.Cleanup(func() { _ = c.Close() })
			s.client = c
			test(t, s)
		})
	}
}

// records lists the build cache.
func (s *cacheScene) records(t *testing.T) *model.Inventory {
	t.Helper()
	engine := model.Engine{Store: s.Store}
	inv, err := inventory.CacheRecords(t.Context(), s.client, engine)
	must(t, err)
	return inv
}

// of finds a record. Descriptions differ between the engines, and so does the order.
func of(t *testing.T, inv *model.Inventory, is func(*model.CacheRecord) bool) *model.CacheRecord {
	t.Helper()
	for _, r := range inv.Usage.Cache {
		if is(r) {
			return r
		}
	}
	for _, r := range inv.Usage.Cache {
		t.Logf("there is %+v", r)
	}
	t.Fatal("there is no such record")
	return nil
}

func isTop(inv *model.Inventory) func(*model.CacheRecord) bool {
	return func(r *model.CacheRecord) bool {
		return r.Type == model.CacheRegular && len(inv.CacheChildren(r.ID)) == 0 && len(r.Parents) > 0
	}
}

func isContext(r *model.CacheRecord) bool {
	return r.Type == model.CacheLocal && strings.HasSuffix(r.Description, "context") && r.Size >= 100_000
}

// TestCacheRecordsGoAlone removes records of the build cache: just those of the plan, in its
// order, and a record with a child only after it.
func TestCacheRecordsGoAlone(t *testing.T) {
	t.Parallel()
	onCacheScenes(t, cacheFlavors(), func(t *testing.T, s *cacheScene) {
		before := s.records(t)
		top := of(t, before, isTop(before))
		below, ok := before.CacheRecord(top.Parents[0])
		if !ok || len(before.CacheChildren(below.ID)) != 1 {
			t.Fatalf("%q stands on %v", top.Description, top.Parents)
		}
		files := of(t, before, isContext)
		alone := model.NewPlan(before, []model.Key{{Target: below.Target()}}, nil)
		if alone.Blocked != 1 || alone.Steps[0].Blockers[0].Things[0].Target() != top.Target() {
			t.Errorf("a record with a child is not blocked by it: %+v", alone.Steps)
		}
		plan := model.NewPlan(before, []model.Key{{Target: below.Target()}, {Target: top.Target()}, {Target: files.Target()}}, nil)
		if plan.ReadySteps() != 3 {
			t.Fatalf("planned: %+v", plan.Steps)
		}
		disk := int64(0)
		if s.Flavor.Real() {
			disk = s.LayersAtRest(t)
		}
		progress := executeAll(t, s.client, plan)
		after := s.records(t)
		for _, r := range before.Usage.Cache {
			_, there := after.CacheRecord(r.ID)
			if goes := r == top || r == below || r == files; goes == there {
				t.Errorf("%q: it was to go: %t, and it is there: %t", r.Description, goes, there)
			}
		}
		if progress.Removed[model.KindCache] != 3 || progress.FreedCache() != plan.Reclaim {
			t.Errorf("removed %v, freed %v of %v", progress.Removed, progress.FreedCache(), plan.Reclaim)
		}
		if !s.Flavor.Real() {
			return
		}
		// Folders and whole blocks are no bytes of files.
		const overhead = 64 << 10
		if gave := disk - s.LayersAtRest(t); gave < plan.Reclaim.Min || gave > plan.Reclaim.Max+overhead {
			t.Errorf("the disk gave back %d bytes of %v", gave, plan.Reclaim)
		}
	})
}

// TestCacheRecordsChangeMeanwhile removes what is not as the plan knew it: a record that got a
// child since stays, and one that is gone is gone.
func TestCacheRecordsChangeMeanwhile(t *testing.T) {
	t.Parallel()
	flavors := []enginetest.Flavor{enginetest.Docker20, enginetest.Docker28Containerd, enginetest.Docker29}
	onCacheScenes(t, flavors, func(t *testing.T, s *cacheScene) {
		before := s.records(t)
		top, files := of(t, before, isTop(before)), of(t, before, isContext)
		plan := model.NewPlan(before, []model.Key{{Target: top.Target()}, {Target: files.Target()}}, nil)
		gone := model.NewPlan(before, []model.Key{{Target: files.Target()}}, nil)
		executeAll(t, s.client, gone)

		s.files["Dockerfile"] = append(s.files["Dockerfile"], "COPY three /\n"...)
		s.files["three"] = noise(30_000)
		s.BuildKit(t.Context(), t, repo+"cached:2", s.files)
		_, err := s.Client().ImageRemove(t.Context(), repo+"cached:2", forced)
		must(t, err)

		progress := model.NewProgress(plan, time.Now())
		follow(t, execute.Start(t.Context(), s.client, plan, execute.Options{}), func(update model.JobUpdate) {
			progress.Apply(update, time.Now())
		})
		if _, there := s.records(t).CacheRecord(top.ID); !there {
			t.Error("a record is gone that another was built on")
		}
		for i := range plan.Steps {
			event := progress.Step(i)
			switch plan.Steps[i].Thing {
			case files:
				if event.State != model.StepGone {
					t.Errorf("what was gone: %v, %+v", event.State, event.Refusal)
				}
			default:
				if event.State != model.StepSkipped || event.Refusal.Kind != model.RefusalBlocked || event.Refusal.Blockers[0].Kind != model.BlockerCacheChild {
					t.Errorf("what has a child: %v, %+v", event.State, event.Refusal)
				}
			}
		}
	})
}

// TestFilterOfOneRecord has the engines prune by the ID of a record, of which others begin
// with the same letters, and by its beginning.
func TestFilterOfOneRecord(t *testing.T) {
	t.Parallel()
	var flavors []enginetest.Flavor
	for _, f := range cacheFlavors() {
		if !f.Real() {
			flavors = append(flavors, f)
		}
	}
	onCacheScenes(t, flavors, func(t *testing.T, s *cacheScene) {
		before := s.records(t)
		r2, _ := before.CacheRecord("r2")
		executeAll(t, s.client, model.NewPlan(before, []model.Key{{Target: r2.Target()}}, nil))
		after := s.records(t)
		if _, there := after.CacheRecord("r22"); !there || len(after.Usage.Cache) != len(before.Usage.Cache)-1 {
			t.Errorf("%d records are left of %d", len(after.Usage.Cache), len(before.Usage.Cache))
		}
	})
}
