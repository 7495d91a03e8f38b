package model_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"jettison/model"
	"jettison/model/layers"
	"jettison/model/modeltest"
	"jettison/model/size"
)

// layered is an inventory whose images stand on a random forest of layers,
// with the bytes of each layer.
type layered struct {
	inv   *model.Inventory
	bytes map[*layers.Layer]int64
}

func randomLayers(t *rapid.T) layered {
	tree := layers.NewTree()
	l := layered{bytes: map[*layers.Layer]int64{}}
	chains := [][]layers.ChainID{nil}
	for i := range rapid.IntRange(0, 25).Draw(t, "layers") {
		below := rapid.SampledFrom(chains).Draw(t, "below")
		chain := append(slices.Clone(below), layers.ChainID(fmt.Sprintf("l%d", i)))
		chains = append(chains, chain)
		l.bytes[tree.Top(chain)] = rapid.SampledFrom([]int64{0, 0, 1, 7, 100, 4096}).Draw(t, "bytes")
	}
	var images []*model.Image
	var containers []*model.Container
	for i := range rapid.IntRange(0, 25).Draw(t, "images") {
		name := fmt.Sprintf("i%d", i)
		image := img(name, "")
		chain := rapid.SampledFrom(chains).Draw(t, "chain")
		image.Top, image.Layered, image.Size = tree.Top(chain), true, 0
		for layer := image.Top; layer != nil; layer = layer.Below {
			image.Size += l.bytes[layer]
		}
		if rapid.IntRange(0, 2).Draw(t, "tagged") > 0 {
			image.Tags = []string{name + ":1"}
		}
		// The parent that an engine names has a part of the layers.
		for _, other := range images {
			if image.Top.On(other.Top) && rapid.IntRange(0, 3).Draw(t, "parent") == 0 {
				image.Parent = other.ID
			}
		}
		if rapid.IntRange(0, 5).Draw(t, "used") == 0 {
			c := container("c", name, model.StateExited)
			c.ID = model.ContainerID(fmt.Sprintf("%064d", i))
			containers = append(containers, c)
		}
		images = append(images, image)
	}
	sizes := (*layers.Sizes)(nil).With(l.known(images))
	l.inv = inventory(model.StoreGraph, images, containers...).WithLayerSizes(sizes)
	return l
}

func (l layered) known(images []*model.Image) []layers.ImageSizes {
	var known []layers.ImageSizes
	for _, image := range images {
		var sizes []size.Range
		for layer := image.Top; layer != nil; layer = layer.Below {
			sizes = append(sizes, size.Exact(l.bytes[layer]))
		}
		slices.Reverse(sizes)
		known = append(known, layers.ImageSizes{Top: image.Top, Sizes: sizes, Total: size.Exact(image.Size)})
	}
	return known
}

// counted reports whether an image is one that holds its layers: not a hidden
// step of a build that goes with what was built on it.
func (l layered) counted(image *model.Image) bool {
	return !l.inv.Hidden(image) || len(l.inv.Users(image.ID)) > 0
}

// freed is the bytes of layers that only images of the set hold, and touched
// those of all that they hold.
func (l layered) freed(set map[model.ImageID]bool) (freed, touched int64) {
	stay, gone := map[*layers.Layer]bool{}, map[*layers.Layer]bool{}
	for _, image := range l.inv.Images() {
		if !l.counted(image) {
			continue
		}
		for layer := image.Top; layer != nil; layer = layer.Below {
			if set[image.ID] {
				gone[layer] = true
			} else {
				stay[layer] = true
			}
		}
	}
	for layer := range gone {
		touched += l.bytes[layer]
		if !stay[layer] {
			freed += l.bytes[layer]
		}
	}
	return freed, touched
}

func TestLedgerAgreesWithCountingAnew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := randomLayers(t)
		if len(l.inv.Images()) == 0 {
			return
		}
		ledger := model.NewLedger(l.inv)
		set := map[model.ImageID]bool{}
		for range rapid.IntRange(1, 60).Draw(t, "turns") {
			image := rapid.SampledFrom(l.inv.Images()).Draw(t, "image")
			if rapid.Bool().Draw(t, "goes") {
				ledger.Take(image)
				set[image.ID] = true
			} else {
				ledger.Put(image)
				delete(set, image.ID)
			}
			freed, touched := l.freed(set)
			if got := ledger.Freed(); got != size.Exact(freed) {
				t.Fatalf("frees %v of %v, want %d", got, set, freed)
			}
			if got := ledger.Touched(); got != touched {
				t.Fatalf("touches %d, want %d", got, touched)
			}
			var kept int64
			for _, run := range ledger.Kept() {
				kept += run.Bytes.Min
				if len(run.By) == 0 {
					t.Fatal("kept by nobody")
				}
				for _, image := range run.By {
					if set[image.ID] {
						t.Fatalf("%s keeps layers although it goes", image.ID.Short())
					}
				}
			}
			if kept != touched-freed {
				t.Fatalf("%d bytes kept, want %d", kept, touched-freed)
			}
			other := rapid.SampledFrom(l.inv.Images()).Draw(t, "other")
			if !set[other.ID] && l.counted(other) {
				set[other.ID] = true
				more, _ := l.freed(set)
				delete(set, other.ID)
				if got, ok := ledger.Exclusive(other); !ok || got != size.Exact(more-freed) {
					t.Fatalf("one more frees %v (%v), want %d", got, ok, more-freed)
				}
			}
		}
	})
}

// The figure of the marks is that of the plan of the same marks.
func TestMarksReclaimIsThePlans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := randomLayers(t)
		keys := randomKeys(t, l.inv)
		marks := model.NewMarks(l.inv)
		for _, key := range keys {
			marks.Set(key, true)
		}
		plan := model.NewPlan(l.inv, keys, nil)
		if marks.Reclaim() != plan.Reclaim {
			t.Fatalf("marks free %v, their plan %v", marks.Reclaim(), plan.Reclaim)
		}
		set := map[model.ImageID]bool{}
		for _, step := range plan.Steps {
			if step.Ready && step.Removes(model.KindImage) {
				set[step.Image().ID] = true
			}
		}
		if freed, _ := l.freed(set); plan.Reclaim != size.Exact(freed) {
			t.Fatalf("the plan frees %v, want %d", plan.Reclaim, freed)
		}
	})
}

// Every image's own bytes and those of all unused ones are counted by layers.
func TestCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := randomLayers(t)
		counted := l.inv.WithCountedLayers()
		unused := map[model.ImageID]bool{}
		for _, image := range counted.Images() {
			if len(counted.Users(image.ID)) == 0 {
				unused[image.ID] = true
			}
			own, _ := l.freed(map[model.ImageID]bool{image.ID: true})
			if got := image.Unique(); l.counted(image) && got != size.Exact(own) {
				t.Fatalf("%s has %v of its own, want %d", image.ID.Short(), got, own)
			}
		}
		freed, _ := l.freed(unused)
		if got, ok := counted.Unused(); !ok || got != size.Exact(freed) {
			t.Fatalf("unused images come to %v (%v), want %d", got, ok, freed)
		}
		other := counted.WithEngine(model.Engine{Store: model.StoreContainerd}).WithLayerSizes(nil)
		if _, ok := other.WithCountedLayers().Unused(); ok {
			t.Fatal("counted although nothing is known of the layers")
		}
	})
}

// What is not known yet bounds the figure, and the bounds hold what is true.
func TestLedgerBoundsHoldWhileLayersAreRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := randomLayers(t)
		images := slices.Clone(l.inv.Images())
		var known []*model.Image
		for i, image := range images {
			next := *image
			next.SharedSize = rapid.Int64Range(0, image.Size).Draw(t, "shared")
			own, _ := l.freed(map[model.ImageID]bool{image.ID: true})
			next.SharedSize = max(next.SharedSize, image.Size-own) // engines call more shared, never less
			if next.Layered = rapid.Bool().Draw(t, "read"); !next.Layered {
				next.Top = nil
			} else {
				known = append(known, &next)
			}
			images[i] = &next
		}
		sizes := (*layers.Sizes)(nil).With(l.known(known))
		partly := inventory(model.StoreGraph, images, l.inv.Containers()...).WithLayerSizes(sizes)
		ledger := model.NewLedger(partly)
		set := map[model.ImageID]bool{}
		for _, image := range images {
			if rapid.Bool().Draw(t, "goes") {
				ledger.Take(image)
				set[image.ID] = true
			}
		}
		freed, _ := l.freed(set)
		if got := ledger.Freed(); got.Min > freed || got.Max < freed {
			t.Fatalf("%v to %v, but %d comes back", got.Min, got.Max, freed)
		}
	})
}

// deep is an inventory of n images with twenty layers each, in trees: ten of
// the base, six of the service, four of its own.
func deep(n int) *model.Inventory {
	w := modeltest.New(1, now)
	part := func(on *modeltest.Entry, layers int) *modeltest.Entry {
		for i := range layers {
			on = w.Stack(on, now, modeltest.Run("RUN make", int64(1000*i+1)))
		}
		return on
	}
	var base, service *modeltest.Entry
	for i := range n {
		if i%400 == 0 {
			base = part(nil, 10)
		}
		if i%40 == 0 {
			service = part(base, 6)
		}
		w.Build(modeltest.Recipe{On: part(service, 4), Tags: []string{fmt.Sprintf("team/service%d:%d", i/40, i)}})
	}
	return w.Inventory()
}

func BenchmarkLedger(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		inv := deep(n)
		rows := inv.Rows()
		keys := make([]model.Key, len(rows))
		for i := range rows {
			keys[i] = rows[i].Key()
		}
		b.Run(fmt.Sprintf("build/%d", n), func(b *testing.B) {
			for b.Loop() {
				model.NewLedger(inv)
			}
		})
		b.Run(fmt.Sprintf("mark-one/%d", n), func(b *testing.B) {
			marks := model.NewMarks(inv)
			for i := 0; b.Loop(); i++ {
				marks.Set(keys[i%len(keys)], i/len(keys)%2 == 0)
				marks.Reclaim()
			}
		})
		b.Run(fmt.Sprintf("mark-all/%d", n), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				marks := model.NewMarks(inv)
				b.StartTimer()
				for _, key := range keys {
					marks.Set(key, true)
				}
			}
		})
		b.Run(fmt.Sprintf("plan-all/%d", n), func(b *testing.B) {
			for b.Loop() {
				model.NewPlan(inv, keys, nil)
			}
		})
	}
}
