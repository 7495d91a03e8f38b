package disk_test

import (
	"testing"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/ui/disk"
	"jettison/ui/pane"
	"jettison/ui/theme"
)

// A visible pane sorts anew with every snapshot. Keys sort by another column or add a
// letter to the filter.
func BenchmarkTenThousandImages(b *testing.B) {
	s := snapshot()
	s.Inventory = modeltest.Many(10_000, 1, now).Inventory()
	p := disk.New(theme.New(theme.Options{Dark: true}), keymap.Default(), model.NewMarks(snapshot().Inventory))
	p.SetSize(200, 50)
	p.SetSnapshot(s, now)
	b.Run("snapshot", func(b *testing.B) {
		for b.Loop() {
			s.Inventory = s.Inventory.WithUsage(&model.Usage{})
			p.SetSnapshot(s, now)
		}
	})
	b.Run("sort", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			p.SortBy(i % len(p.Columns()))
		}
	})
	b.Run("filter", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			_ = p.SetFilter([]string{"a", "ap", "app"}[i%3])
		}
	})
	b.Run("frame", func(b *testing.B) {
		for b.Loop() {
			p.View()
		}
	})
}

// A snapshot or a letter of a filter divides the treemap anew; other keys and frames don't
// count layers.
func BenchmarkTreemapOfTenThousandImages(b *testing.B) {
	s := snapshot()
	s.Inventory = modeltest.Many(10_000, 1, now).Inventory()
	p := disk.New(theme.New(theme.Options{Dark: true}), keymap.Default(), model.NewMarks(s.Inventory))
	p.SetSize(200, 50)
	p.SetSnapshot(s, now)
	pane.Do(p, keymap.ViewMode)
	b.Run("snapshot", func(b *testing.B) {
		for b.Loop() {
			s.Inventory = s.Inventory.WithUsage(&model.Usage{})
			p.SetSnapshot(s, now)
		}
	})
	b.Run("filter", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			_ = p.SetFilter([]string{"a", "ap", "app", ""}[i%4])
		}
	})
	_ = p.SetFilter("")
	b.Run("walk", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			pane.Do(p, []keymap.Action{keymap.Right, keymap.Down, keymap.Left, keymap.Up}[i%4])
		}
	})
	b.Run("zoom", func(b *testing.B) {
		for b.Loop() {
			pane.Do(p, keymap.Top)
			p.ZoomIn()
			p.ZoomOut()
		}
	})
	b.Run("frame", func(b *testing.B) {
		for b.Loop() {
			p.View()
		}
	})
}
