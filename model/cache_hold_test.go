package model_test

import (
	"testing"

	"jettison/model"
	"jettison/model/layers"
	"jettison/model/size"
)

// cachedWorld is a base image, an image built on it and one that has nothing to
// do with them, whose layers take 100, 20 and 7 bytes, with a build cache.
func cachedWorld(records ...*model.CacheRecord) *model.Inventory {
	tree := layers.NewTree()
	base, app, other := img("base", "", "base:1"), img("app", "", "app:1"), img("other", "", "other:1")
	base.Top = tree.Top([]layers.ChainID{"b"})
	app.Top = tree.Top([]layers.ChainID{"b", "a"})
	other.Top = tree.Top([]layers.ChainID{"o"})
	var known []layers.ImageSizes
	for _, i := range []struct {
		image *model.Image
		sizes []int64
	}{{base, []int64{100}}, {app, []int64{100, 20}}, {other, []int64{7}}} {
		i.image.Layered, i.image.Size = true, 0
		sizes := layers.ImageSizes{Top: i.image.Top}
		for _, bytes := range i.sizes {
			i.image.Size += bytes
			sizes.Sizes = append(sizes.Sizes, size.Exact(bytes))
		}
		sizes.Total = size.Exact(i.image.Size)
		known = append(known, sizes)
	}
	return inventory(model.StoreGraph, []*model.Image{base, app, other}).
		WithLayerSizes((*layers.Sizes)(nil).With(known)).
		WithUsage(&model.Usage{Cache: records})
}

// Bytes that the build cache keeps are not promised.
func TestBuildCacheIsNotPromised(t *testing.T) {
	step := &model.CacheRecord{Description: "[2/2] COPY a /a", Shared: true, Size: 20}
	base := &model.CacheRecord{Description: "from local ", Shared: true}
	unshared := &model.CacheRecord{Description: "[2/2] COPY a /a", Size: 20}
	for _, test := range []struct {
		name    string
		inv     *model.Inventory
		gone    []string
		freed   size.Range
		cached  int64
		unknown bool
	}{
		{name: "no cache", inv: cachedWorld(), gone: []string{"base", "app"}, freed: size.Exact(120)},
		{name: "nothing shared", inv: cachedWorld(unshared), gone: []string{"base", "app"}, freed: size.Exact(120)},
		{name: "the step of an image", inv: cachedWorld(step), gone: []string{"app"}, freed: size.Range{Max: 20}, cached: 20},
		{
			name: "what the step stands on", inv: cachedWorld(step), gone: []string{"base", "app"},
			freed: size.Range{Max: 120}, cached: 120,
		},
		{name: "another image", inv: cachedWorld(step, base), gone: []string{"other"}, freed: size.Exact(7)},
		{
			name: "a base image whose children are gone", inv: cachedWorld(base), gone: []string{"other"},
			freed: size.Range{Max: 7}, cached: 7,
		},
		{
			name: "not measured yet", inv: cachedWorld().WithUsage(nil), gone: []string{"other"},
			freed: size.Range{Min: 7, Max: 7, About: true}, unknown: true,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var keys []model.Key
			for _, name := range test.gone {
				keys = append(keys, key(name, name+":1"))
			}
			plan := model.NewPlan(test.inv, keys, nil)
			if plan.Reclaim != test.freed || plan.Cached != test.cached || plan.CacheUnknown != test.unknown {
				t.Errorf("frees %+v of which the cache keeps %d (unknown %t), want %+v, %d, %t",
					plan.Reclaim, plan.Cached, plan.CacheUnknown, test.freed, test.cached, test.unknown)
			}
		})
	}
}

// The bytes that a record shares with an image come back once, with whatever goes last.
func TestCacheRecordsAndTheirImages(t *testing.T) {
	t.Parallel()
	base := &model.CacheRecord{ID: "base", Description: "from local ", Shared: true}
	step := &model.CacheRecord{ID: "step", Description: "[2/2] COPY a /a", Shared: true, Size: 20, Parents: []string{"base"}}
	inv := cachedWorld(base, step)
	image := func(name string) model.Key {
		image, _ := inv.ByRef(name + ":1")
		return model.ImageKey(image.ID, name+":1")
	}
	for name, tt := range map[string]struct {
		keys   []model.Key
		freed  size.Range
		cached int64
	}{
		"the record alone":                      {cacheKeys("step"), size.Exact(0), 0},
		"the image alone":                       {[]model.Key{image("app")}, size.Range{Max: 20}, 20},
		"both":                                  {append(cacheKeys("step"), image("app")), size.Exact(20), 0},
		"all":                                   {append(cacheKeys("step", "base"), image("app"), image("base")), size.Exact(120), 0},
		"a record that another keeps, and both": {append(cacheKeys("base"), image("app"), image("base")), size.Range{Max: 120}, 120},
	} {
		plan := model.NewPlan(inv, tt.keys, nil)
		if plan.Reclaim != tt.freed || plan.Cached != tt.cached {
			t.Errorf("%s: the plan frees %v, of which the cache keeps %d; want %v and %d", name, plan.Reclaim, plan.Cached, tt.freed, tt.cached)
		}
		marks, back := model.NewMarks(inv), model.NewMarks(inv)
		for i := range tt.keys {
			marks.Set(tt.keys[i], true)
			_ = marks.Reclaim()
			back.Set(tt.keys[len(tt.keys)-1-i], true)
		}
		if marks.Reclaim() != tt.freed || back.Reclaim() != tt.freed {
			t.Errorf("%s: the marks free %v and %v, want %v", name, marks.Reclaim(), back.Reclaim(), tt.freed)
		}
	}
}
