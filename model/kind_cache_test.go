package model_test

import (
	"slices"
	"testing"
	"time"

	"jettison/model"
	"jettison/model/size"
)

// cacheKeys are the marks of records.
func cacheKeys(ids ...string) []model.Key {
	keys := make([]model.Key, len(ids))
	for i, id := range ids {
		keys[i] = model.Key{Target: model.Target{Kind: model.KindCache, ID: id}}
	}
	return keys
}

// withCache is an inventory with nothing but records of the build cache.
func withCache(store model.Store, records ...*model.CacheRecord) *model.Inventory {
	return model.NewInventory(model.Engine{Store: store}, time.Unix(1, 0), nil, nil, &model.Usage{Cache: records})
}

// chain are base ← deps ← app, of which deps also has the child tests.
func chain() []*model.CacheRecord {
	return []*model.CacheRecord{
		{ID: "base", Type: model.CacheRegular, Size: 1000, Description: "pulled from docker.io/library/node:22"},
		{ID: "deps", Type: model.CacheRegular, Size: 300, Parents: []string{"base"}, Description: "[deps 2/2] RUN npm ci"},
		{ID: "app", Type: model.CacheRegular, Size: 20, Parents: []string{"deps"}, Description: "[build 3/3] RUN npm run build"},
		{ID: "tests", Type: model.CacheRegular, Size: 5, Parents: []string{"deps"}, Description: "mount / from exec /bin/sh -c npm test"},
		{ID: "mount", Type: model.CacheMount, Size: 70},
	}
}

func TestCacheRecordsGoChildrenFirst(t *testing.T) {
	t.Parallel()
	plan := model.NewPlan(withCache(model.StoreGraph, chain()...), cacheKeys("base", "deps", "app", "tests", "mount"), nil)
	place := map[string]int{}
	for i := range plan.Steps {
		place[plan.Steps[i].Thing.Target().ID] = i
	}
	for i := range plan.Steps {
		step := &plan.Steps[i]
		if !step.Ready {
			t.Errorf("%s is blocked", step.Thing.Called())
		}
		record, ok := step.Thing.(*model.CacheRecord)
		if !ok {
			t.Fatalf("%v is no cache record", step.Thing.Target())
		}
		for _, parent := range record.Parents {
			if p := &plan.Steps[place[parent]]; place[parent] < i || !slices.Contains(p.After, i) {
				t.Errorf("%s goes at %d after %v, and its child at %d", parent, place[parent], p.After, i)
			}
		}
	}
	if want := size.Exact(1395); plan.Reclaim != want || plan.ByKind[model.KindCache] != want {
		t.Errorf("it frees %v, %v of the cache", plan.Reclaim, plan.ByKind)
	}
}

func TestCacheRecordIsBlockedByAChild(t *testing.T) {
	t.Parallel()
	inv := withCache(model.StoreGraph, chain()...)
	plan := model.NewPlan(inv, cacheKeys("deps", "app"), nil)
	blocked := &plan.Steps[1]
	if plan.Blocked != 1 || !plan.Steps[0].Ready || blocked.Ready || len(blocked.Blockers) != 1 ||
		blocked.Blockers[0].Kind != model.BlockerCacheChild || len(blocked.Blockers[0].Things) != 1 || blocked.Blockers[0].Things[0].Called() != "RUN npm test" {
		t.Fatalf("got %+v", plan.Steps)
	}
	along := model.Choices{blocked.Thing.Target(): model.Remedies(0).With(model.RemedyMarkDescendants)}
	plan = model.NewPlan(inv, cacheKeys("deps"), along)
	if len(plan.Steps) != 3 || plan.Blocked != 0 || plan.Reclaim != size.Exact(325) {
		t.Errorf("with its children: %+v", plan)
	}
}

func TestCacheRecordInUseIsBlocked(t *testing.T) {
	t.Parallel()
	records := chain()
	records[2].InUse, records[1].InUse = true, true // a build uses what it stands on, too
	inv := withCache(model.StoreGraph, records...)
	plan := model.NewPlan(inv, cacheKeys("app", "deps"), model.Choices{
		records[1].Target(): model.Remedies(0).With(model.RemedyMarkDescendants),
	})
	for i := range plan.Steps {
		if step := &plan.Steps[i]; step.Ready != (step.Thing.Target().ID == "tests") {
			t.Errorf("%s: ready is %t", step.Thing.Called(), step.Ready)
		}
	}
}

// Only what is written is what comes back: the layer of a shared record belongs to an image,
// and what the engine did not measure is not known.
func TestWhatCacheRecordsFree(t *testing.T) {
	t.Parallel()
	shared := model.CacheRecord{ID: "r", Type: model.CacheRegular, Size: 100, Shared: true}
	own := model.CacheRecord{ID: "r", Type: model.CacheRegular, Size: 100}
	mount := model.CacheRecord{ID: "r", Type: model.CacheMount, Size: 100}
	changing := model.CacheRecord{ID: "r", Type: model.CacheMount, Size: model.Unknown}
	for name, tt := range map[string]struct {
		store  model.Store
		record model.CacheRecord
		want   size.Range
	}{
		"graphdriver, own":       {model.StoreGraph, own, size.Exact(100)},
		"graphdriver, shared":    {model.StoreGraph, shared, size.Exact(0)},
		"graphdriver, mount":     {model.StoreGraph, mount, size.Exact(100)},
		"graphdriver, unknown":   {model.StoreGraph, changing, size.Unknown()},
		"containerd, own":        {model.StoreContainerd, own, size.Range{Max: 100, About: true}},
		"containerd, shared":     {model.StoreContainerd, shared, size.Range{Max: 100, About: true}},
		"containerd, mount":      {model.StoreContainerd, mount, size.Exact(100)},
		"containerd, not known":  {model.StoreContainerd, changing, size.Unknown()},
		"another store, nothing": {model.StoreUnknown, mount, size.Range{Max: 100, About: true}},
	} {
		inv := withCache(tt.store, &tt.record)
		if got := model.NewPlan(inv, cacheKeys("r"), nil).Steps[0].Reclaim; got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
		marks := model.NewMarks(inv)
		marks.Set(cacheKeys("r")[0], true)
		if got := marks.Reclaim(); got.Min != tt.want.Min || got.Max != tt.want.Max {
			t.Errorf("%s: marks of %v, want %v", name, got, tt.want)
		}
	}
}

// A container of an image that is gone may hold the layer of a record that is not shared.
func TestLostLayersOfCacheRecords(t *testing.T) {
	t.Parallel()
	inv := withCache(model.StoreGraph, chain()...).WithContainers([]*model.Container{{ID: "c", Image: "sha256:gone"}})
	plan := model.NewPlan(inv, cacheKeys("app", "mount"), nil)
	if plan.Reclaim != (size.Range{Min: 70, Max: 90}) {
		t.Errorf("it frees %v", plan.Reclaim)
	}
}

func TestMarkedRecordsThatStay(t *testing.T) {
	t.Parallel()
	marks := model.NewMarks(withCache(model.StoreGraph, chain()...))
	for _, key := range cacheKeys("base", "deps", "app") {
		marks.Set(key, true)
	}
	if marks.Blocked() != 2 || marks.Reclaim() != size.Exact(20) {
		t.Errorf("%d blocked, %v", marks.Blocked(), marks.Reclaim())
	}
	marks.Set(cacheKeys("tests")[0], true)
	if marks.Blocked() != 0 || marks.Reclaim() != size.Exact(1325) {
		t.Errorf("%d blocked, %v", marks.Blocked(), marks.Reclaim())
	}
	marks.Set(cacheKeys("app")[0], false)
	if marks.Blocked() != 2 || marks.Reclaim() != size.Exact(5) {
		t.Errorf("%d blocked, %v", marks.Blocked(), marks.Reclaim())
	}
}

// Engines that name a circle must not hang anything.
func TestCircleOfCacheRecords(t *testing.T) {
	t.Parallel()
	a := &model.CacheRecord{ID: "a", Parents: []string{"b"}}
	b := &model.CacheRecord{ID: "b", Parents: []string{"a"}}
	inv := withCache(model.StoreGraph, a, b)
	plan := model.NewPlan(inv, cacheKeys("a", "b"), model.Choices{a.Target(): model.Remedies(0).With(model.RemedyMarkDescendants)})
	marks := model.NewMarks(inv)
	marks.Set(cacheKeys("a")[0], true)
	marks.Set(cacheKeys("b")[0], true)
	if plan.Blocked == 0 || marks.Blocked() == 0 || len(inv.CacheChain(a)) != 1 {
		t.Errorf("%d and %d blocked, below a are %d", plan.Blocked, marks.Blocked(), len(inv.CacheChain(a)))
	}
}

func TestReplanOfCacheRecords(t *testing.T) {
	t.Parallel()
	records := chain()
	planned := model.NewPlan(withCache(model.StoreGraph, records...), cacheKeys("app", "tests", "mount"), nil).Record()
	now := slices.Concat(records[:3], []*model.CacheRecord{{ID: "new", Parents: []string{"app"}}, records[4]})
	plan, changed := model.Replan(withCache(model.StoreGraph, now...), planned)
	if len(plan.Steps) != 1 || plan.Steps[0].Thing.Target().ID != "mount" {
		t.Errorf("it removes %v", plan.Steps)
	}
	kinds := map[string]model.ChangeKind{}
	for _, c := range changed {
		kinds[planned[c.Step].Target.ID] = c.Kind
	}
	if len(kinds) != 2 || kinds["app"] != model.ChangeBlocked || kinds["tests"] != model.ChangeGone {
		t.Errorf("changed: %v", kinds)
	}
}

func TestResolveCacheRecords(t *testing.T) {
	t.Parallel()
	inv := withCache(model.StoreGraph, chain()...)
	for id, want := range map[string]model.StepState{"app": model.StepCanceled, "other": model.StepGone} {
		r := model.Removed{Op: model.Op{Action: model.ActionRemove, Target: model.Target{Kind: model.KindCache, ID: id}}}
		if state, _ := inv.Resolve(r); state != want {
			t.Errorf("%s: %v, want %v", id, state, want)
		}
		if state, _ := inv.WithUsage(nil).Resolve(r); state != model.StepUnknown {
			t.Errorf("%s without a list: %v", id, state)
		}
	}
}

func TestWhatACacheRecordIsOf(t *testing.T) {
	t.Parallel()
	for description, want := range map[string]model.CacheSource{
		"":                                      {},
		"mount / from exec /bin/sh -c npm ci":   {Text: "RUN npm ci"},
		"mount /out from exec /bin/sh -c make":  {Text: "mount /out of RUN make"},
		"[deps 3/3] RUN /bin/sh -c npm ci":      {Text: "RUN npm ci", Stage: "deps 3/3"},
		"[stage-0 2/4] COPY one /":              {Text: "COPY one /", Stage: "stage-0 2/4"},
		"fileop target":                         {Text: "COPY or ADD"},
		"local source for context":              {Text: "local source context"},
		"pulled from docker.io/library/a:1":     {Text: "base image docker.io/library/a:1"},
		"from local ":                           {Text: "base image"},
		"git snapshot for https://a.test/b#dev": {Text: "git https://a.test/b#dev"},
		"shared git repo for https://a.test/b":  {Text: "git repository https://a.test/b"},
		"http url https://a.test/b":             {Text: "download https://a.test/b"},
		"cached mount /root/.npm from exec /bin/sh -c npm ci with id \"//root/.npm\"": {Text: "cache mount /root/.npm", Command: "npm ci"},
		"something new": {Text: "something new"},
	} {
		r := model.CacheRecord{ID: "0123456789abcdef", Description: description}
		if got := r.Of(); got != want {
			t.Errorf("%q: %+v, want %+v", description, got, want)
		}
		if called := r.Called(); called != want.Text && (want.Text != "" || called != "0123456789ab") {
			t.Errorf("%q is called %q", description, called)
		}
	}
}
