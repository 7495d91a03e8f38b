package model_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jettison/model"
	"jettison/model/layers"
	"jettison/model/size"
)

// packedStore keeps images as the containerd store does: an archive and the
// files of each layer, a record of each image, and the content of other platforms, which
// images may share. An image that was loaded
// keeps the files of its layers only when the uppermost was not there yet.
type packedStore struct {
	tree    *layers.Tree
	files   map[*layers.Layer]int64
	archive map[*layers.Layer]int64
	images  []*packedImage
	foreign []int64 // bytes of the content of other platforms
}

type packedImage struct {
	image  *model.Image
	record int64
	keeps  bool // the files of its layers
	// foreign are the contents of other platforms that the image has, by their number.
	foreign []int
}

func randomPackedStore(t *rapid.T) *packedStore {
	s := &packedStore{tree: layers.NewTree(), files: map[*layers.Layer]int64{}, archive: map[*layers.Layer]int64{}}
	chains := [][]layers.ChainID{}
	for i := range rapid.IntRange(1, 12).Draw(t, "layers") {
		var below []layers.ChainID
		if i > 0 {
			below = rapid.SampledFrom(chains).Draw(t, "below")
		}
		chain := append(slices.Clone(below), layers.ChainID(fmt.Sprintf("l%d", i)))
		chains = append(chains, chain)
		layer := s.tree.Top(chain)
		s.files[layer] = 4096 * rapid.Int64Range(1, 50).Draw(t, "files")
		s.archive[layer] = 100 + s.files[layer]*rapid.Int64Range(1, 100).Draw(t, "ratio")/100
	}
	s.foreign = rapid.SliceOfN(rapid.Int64Range(500, 500_000), 1, 3).Draw(t, "foreign")
	for i := range rapid.IntRange(1, 12).Draw(t, "images") {
		image := img(fmt.Sprintf("i%d", i), "", fmt.Sprintf("i%d:1", i))
		image.Top = s.tree.Top(rapid.SampledFrom(chains).Draw(t, "chain"))
		image.LastTagged = time.Unix(int64(i), 0)
		unpacked := rapid.Bool().Draw(t, "pulled") || !s.present()[image.Top]
		foreign := rapid.SliceOfNDistinct(rapid.IntRange(0, len(s.foreign)-1), 0, len(s.foreign), rapid.ID[int]).Draw(t, "platforms")
		s.images = append(s.images, &packedImage{image, rapid.Int64Range(300, 3000).Draw(t, "record"), unpacked, foreign})
	}
	return s
}

// present are the layers whose files are on the disk.
func (s *packedStore) present() map[*layers.Layer]bool {
	found := map[*layers.Layer]bool{}
	for _, i := range s.images {
		for layer := i.image.Top; i.keeps && layer != nil; layer = layer.Below {
			found[layer] = true
		}
	}
	return found
}

func (s *packedStore) bytes() (sum int64) {
	archives, foreign := map[*layers.Layer]bool{}, map[int]bool{}
	for _, i := range s.images {
		sum += i.record
		for _, platform := range i.foreign {
			foreign[platform] = true
		}
		for layer := i.image.Top; layer != nil; layer = layer.Below {
			archives[layer] = true
		}
	}
	for platform := range foreign {
		sum += s.foreign[platform]
	}
	for layer := range archives {
		sum += s.archive[layer]
	}
	for layer := range s.present() {
		sum += s.files[layer]
	}
	return sum
}

func (s *packedStore) remove(gone map[model.ImageID]bool) {
	s.images = slices.DeleteFunc(s.images, func(i *packedImage) bool { return gone[i.image.ID] })
}

// keepLosses remembers what images may lose of those that are gone.
func (s *packedStore) keepLosses(before *model.Inventory) {
	var left []*model.Image
	for _, i := range s.images {
		image, _ := before.Image(i.image.ID)
		left = append(left, image)
	}
	for n, image := range before.KeepLosses(left, nil) {
		s.images[n].image.MayLoseLayerFiles = image.MayLoseLayerFiles
	}
}

// inventory returns jettison's view of the store.
func (s *packedStore) inventory(t *rapid.T) *model.Inventory {
	var images []*model.Image
	var known []layers.ImageSizes
	present := s.present()
	for _, i := range s.images {
		image := *i.image
		image.Layered, image.Size, image.Content = true, i.record, i.record
		if rapid.IntRange(0, 5).Draw(t, "tag time not read") == 0 {
			image.LastTagged = time.Time{}
		}
		image.Record = size.Range{Min: i.record - 200, Max: i.record + 400}
		for _, platform := range i.foreign {
			image.OtherPlatforms += s.foreign[platform]
			image.Size += s.foreign[platform]
		}
		var files []size.Range
		unpacked := int64(0)
		for layer := image.Top; layer != nil; layer = layer.Below {
			files = append(files, size.Exact(s.files[layer]))
			image.Size += s.archive[layer]
			image.Content += s.archive[layer]
			unpacked += s.files[layer]
			if present[layer] {
				image.Size += s.files[layer]
			}
		}
		slices.Reverse(files)
		images = append(images, &image)
		known = append(known, layers.ImageSizes{
			Top: image.Top, Files: files, Sizes: layers.WithArchives(files),
			Total: size.Range{Min: unpacked + image.Content - image.Record.Max, Max: unpacked + image.Content - image.Record.Min},
		})
	}
	return inventory(model.StoreContainerd, images).WithLayerSizes((*layers.Sizes)(nil).With(known))
}

// What the containerd store gives back lies within the range, also when files
// go with another image than the one that they belong to, or went before.
func TestLedgerBoundsWhatAPackedStoreGivesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := randomPackedStore(t)
		for range 3 {
			if len(s.images) == 0 {
				return
			}
			inv := s.inventory(t).WithCountedLayers()
			for _, i := range s.images { // which jettison remembers
				image, _ := inv.Image(i.image.ID)
				i.image.MayLoseLayerFiles = image.MayLoseLayerFiles
			}
			ledger, gone := model.NewLedger(inv), map[model.ImageID]bool{}
			for range rapid.IntRange(1, 4).Draw(t, "set") {
				image := rapid.SampledFrom(inv.Images()).Draw(t, "image")
				ledger.Take(image)
				gone[image.ID] = true
			}
			before := s.bytes()
			s.remove(gone)
			s.keepLosses(inv)
			back := before - s.bytes()
			freed := ledger.Freed()
			if back < freed.Min || back > freed.Max || !freed.About {
				t.Fatalf("%d bytes came back, the ledger says %d to %d", back, freed.Min, freed.Max)
			}
			for _, image := range inv.Images() {
				ledger.Put(image)
			}
			if freed := ledger.Freed(); freed != (size.Range{}) {
				t.Fatalf("nothing gives back %v", freed)
			}
		}
	})
}

// What follows from tag times that were not read yet is not kept: once they are there, the
// images that were tagged first keep their files again.
func TestUnknownTagTimesLeaveNoTrace(t *testing.T) {
	tree := layers.NewTree()
	base, built := img("base", "", "base:1"), img("built", "", "built:1")
	base.Top, built.Top = tree.Top([]layers.ChainID{"a"}), tree.Top([]layers.ChainID{"a", "b"})
	for _, image := range []*model.Image{base, built} {
		image.Layered, image.Size = true, 1000
	}
	known := func(image *model.Image) layers.ImageSizes {
		files := make([]size.Range, image.Top.Depth)
		for i := range files {
			files[i] = size.Exact(500)
		}
		return layers.ImageSizes{Top: image.Top, Files: files, Sizes: files, Total: size.Exact(int64(500 * image.Top.Depth))}
	}
	sizes := (*layers.Sizes)(nil).With([]layers.ImageSizes{known(base), known(built)})
	before := inventory(model.StoreContainerd, []*model.Image{base, built}).WithLayerSizes(sizes).WithCountedLayers()
	for _, image := range before.Images() {
		if image.MayLoseLayerFiles {
			t.Errorf("%s is kept as one that may lose files", image.Name())
		}
	}
	if most := freedBy(before, built).Max; most < 1000 {
		t.Errorf("%d bytes at most, although the files of the base may be those of %s", most, built.Name())
	}
	var timed []*model.Image
	for i, image := range []*model.Image{base, built} {
		next, _ := before.Image(image.ID)
		again := *next
		again.LastTagged, again.TagTimeRead = time.Unix(int64(i+1), 0), true
		timed = append(timed, &again)
	}
	after := before.WithImages(before.Taken, timed).WithCountedLayers()
	if most := freedBy(after, built).Max; most >= 1000 {
		t.Errorf("%d bytes at most, although the base was tagged first", most)
	}
}

func freedBy(inv *model.Inventory, image *model.Image) size.Range {
	ledger := model.NewLedger(inv)
	now, _ := inv.Image(image.ID)
	ledger.Take(now)
	return ledger.Freed()
}
