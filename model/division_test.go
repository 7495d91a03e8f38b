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

func every(*model.Row) bool { return true }

// inRepositories are the images of a random forest of layers, tagged in a few
// repositories, some of them in several.
func inRepositories(t *rapid.T) layered {
	l := randomLayers(t)
	var images []*model.Image
	for _, image := range l.inv.Images() {
		tagged := *image
		tagged.Tags = nil
		for tag := range rapid.IntRange(0, 2).Draw(t, "tags") {
			repo := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "repository")
			tagged.Tags = append(tagged.Tags, fmt.Sprintf("%s:%s-%d", repo, image.ID.Short(), tag))
		}
		slices.Sort(tagged.Tags)
		images = append(images, &tagged)
	}
	l.inv = l.inv.WithImages(now, images)
	return l
}

// takers are the images of which all rows are those of a part.
func takers(part *model.RepositoryPart) []*model.Image {
	rows := map[*model.Image]int{}
	var images []*model.Image
	for _, row := range part.Rows {
		if rows[row.Image]++; rows[row.Image] == max(1, len(row.Image.Tags)) {
			images = append(images, row.Image)
		}
	}
	return images
}

func checkAddsUp(t interface{ Fatalf(string, ...any) }, d *model.Division) {
	sum := d.SharedBytes
	for i := range d.Repositories {
		part := &d.Repositories[i]
		sum = sum.Add(part.Own)
		of := part.Inner
		for _, image := range part.Images {
			of = of.Add(image.Own)
		}
		if of != part.Own {
			t.Fatalf("%s: its parts come to %v, it has %v", part.Name, of, part.Own)
		}
	}
	if sum != d.Total {
		t.Fatalf("the parts come to %v of %v", sum, d.Total)
	}
	if d.Basis == model.BasisLayers {
		var shared size.Range
		for _, part := range d.Shared {
			shared = shared.Add(part.Bytes)
			if part.Base == nil || part.Repositories < 1 || part.Images < 1 {
				t.Fatalf("shared by nobody: %+v", part)
			}
		}
		if shared != d.SharedBytes {
			t.Fatalf("the shared parts come to %v of %v", shared, d.SharedBytes)
		}
	}
}

// Each layer is counted once, with whoever takes it along.
func TestDivisionCountsEachLayerOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := inRepositories(t)
		out := map[string]bool{}
		for _, repo := range []string{"a", "b", "c", model.None} {
			out[repo] = rapid.IntRange(0, 4).Draw(t, "left out") == 0
		}
		d := model.NewDivider(l.inv).Divide(func(row *model.Row) bool { return !out[row.Repo] })
		checkAddsUp(t, d)

		shown := map[model.ImageID]bool{}
		ledger := model.NewLedger(l.inv)
		for i := range d.Repositories {
			part := &d.Repositories[i]
			for _, row := range part.Rows {
				shown[row.Image.ID] = true
			}
			alone := takers(part)
			for _, image := range alone {
				ledger.Take(image)
			}
			if freed := ledger.Freed(); freed != part.Own {
				t.Fatalf("%s: %v, but %v comes back", part.Name, part.Own, freed)
			}
			for _, image := range alone {
				ledger.Put(image)
			}
		}
		if _, touched := l.freed(shown); d.Total != size.Exact(touched) {
			t.Fatalf("divides %v of %d", d.Total, touched)
		}
		if d.Images != len(shown) {
			t.Fatalf("divides %d images of %d", d.Images, len(shown))
		}
	})
}

func TestDivisionOfAWorldIsTheWhole(t *testing.T) {
	for seed := range uint64(3) {
		for name, w := range map[string]*modeltest.World{
			"developer": modeltest.Developer(seed, now), "many": modeltest.Many(700, seed, now),
		} {
			inv := w.Inventory()
			d := model.NewDivider(inv).Divide(every)
			checkAddsUp(t, d)
			layers := map[*layers.Layer]bool{}
			whole := int64(0)
			for _, image := range inv.Images() {
				for layer := image.Top; layer != nil && !layers[layer]; layer = layer.Below {
					layers[layer] = true
					whole += inv.LayerSizes().Of(layer).Min
				}
			}
			if d.Basis != model.BasisLayers || d.Total != size.Exact(whole) {
				t.Errorf("%s %d: divides %v of %d", name, seed, d.Total, whole)
			}
		}
	}
}

// Where layers are not counted, nothing claims to be exact, and it adds up all
// the same.
func TestDivisionByTheListIsRough(t *testing.T) {
	told := model.Engine{Store: model.StoreContainerd, Version: "29.1.0"}
	tests := []struct {
		name   string
		engine model.Engine
		change func(*model.Image)
		want   model.Basis
	}{
		{"told", told, func(*model.Image) {}, model.BasisShares},
		{"an older engine", model.Engine{Store: model.StoreContainerd, Version: "28.5.2"}, func(*model.Image) {}, model.BasisSizes},
		{"podman", model.Engine{Store: model.StorePodman, Version: "5.4.2"}, func(i *model.Image) { i.SharedSize = 0 }, model.BasisSizes},
		{"not told yet", told, func(i *model.Image) { i.SharedSize = model.Unknown }, model.BasisSizes},
		{"layers not read yet", model.Engine{Store: model.StoreGraph, Version: "28.5.2"}, func(i *model.Image) { i.Layered = false }, model.BasisShares},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			world := modeltest.Developer(1, now).Inventory()
			var images []*model.Image
			for _, image := range world.Images() {
				changed := *image
				tt.change(&changed)
				images = append(images, &changed)
			}
			for _, usage := range []*model.Usage{nil, world.Usage} {
				inv := world.WithImages(now, images).WithEngine(tt.engine).WithLayerSizes(nil).WithUsage(usage)
				d := model.NewDivider(inv).Divide(every)
				checkAddsUp(t, d)
				if d.Basis != tt.want || d.Total.Exact() {
					t.Errorf("by %v, %v", d.Basis, d.Total)
				}
				for i := range d.Repositories {
					if d.Repositories[i].Own.Exact() {
						t.Errorf("%s has exactly %v", d.Repositories[i].Name, d.Repositories[i].Own)
					}
				}
				if exact := usage != nil && tt.want == model.BasisShares; exact && d.Total.Middle() != usage.Images.Size {
					t.Errorf("divides %v of %d", d.Total, usage.Images.Size)
				}
			}
		})
	}
}

func BenchmarkDivideTenThousandImages(b *testing.B) {
	divider := model.NewDivider(modeltest.Many(10_000, 1, now).Inventory())
	for b.Loop() {
		divider.Divide(every)
	}
}
