package treemap_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"jettison/ui/treemap"
)

func descending(weights []int64) []int64 {
	slices.Sort(weights)
	slices.Reverse(weights)
	return weights
}

// covers fails unless each cell of the rectangle is in exactly one tile.
func covers(t interface{ Fatalf(string, ...any) }, tiles []treemap.Rect, width, height int) {
	cells := make([]int, width*height)
	for _, r := range tiles {
		if r.Width < 1 || r.Height < 1 || r.X < 0 || r.Y < 0 || r.X+r.Width > width || r.Y+r.Height > height {
			t.Fatalf("%+v does not lie in %dx%d", r, width, height)
		}
		for y := r.Y; y < r.Y+r.Height; y++ {
			for x := r.X; x < r.X+r.Width; x++ {
				cells[y*width+x]++
			}
		}
	}
	for i, n := range cells {
		if n != 1 {
			t.Fatalf("%d tiles at %d,%d of %dx%d: %+v", n, i%width, i/width, width, height, tiles)
		}
	}
}

func TestTilesCoverTheRectangle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width, height := rapid.IntRange(1, 220).Draw(t, "width"), rapid.IntRange(1, 60).Draw(t, "height")
		least := treemap.Least{Width: rapid.IntRange(1, 14).Draw(t, "least width"), Height: rapid.IntRange(1, 4).Draw(t, "least height")}
		weight := rapid.OneOf(rapid.Int64Range(0, 100), rapid.Int64Range(0, 1<<50))
		weights := descending(rapid.SliceOfN(weight, 1, 200).Draw(t, "weights"))
		m := treemap.New(weights, width, height, least)
		covers(t, m.Tiles, width, height)
		want := m.Shown
		if m.Shown < len(weights) {
			want++
		}
		if m.Shown < 0 || len(m.Tiles) != want {
			t.Fatalf("%d tiles, %d of %d weights shown", len(m.Tiles), m.Shown, len(weights))
		}
		if len(m.Tiles) < 2 {
			return
		}
		for _, r := range m.Tiles {
			if r.Width < least.Width || r.Height < least.Height {
				t.Fatalf("%+v is smaller than %+v", r, least)
			}
		}
	})
}

func TestTooSmallOrEmpty(t *testing.T) {
	least := treemap.Least{Width: 11, Height: 3}
	for _, size := range [][2]int{{0, 0}, {0, 5}, {5, 0}, {-3, 4}} {
		if m := treemap.New([]int64{3, 2}, size[0], size[1], least); len(m.Tiles) != 0 {
			t.Errorf("%v: %+v", size, m)
		}
	}
	if m := treemap.New(nil, 80, 24, least); len(m.Tiles) != 0 {
		t.Errorf("nothing has tiles: %+v", m)
	}
	if m := treemap.New([]int64{3, 2}, 1, 1, least); len(m.Tiles) != 1 || m.Shown != 0 {
		t.Errorf("one cell: %+v", m)
	}
}

func TestAreasAreTheWeights(t *testing.T) {
	weights := []int64{600, 600, 400, 300, 200, 200, 100} // the example of the paper
	m := treemap.New(weights, 120, 40, treemap.Least{Width: 8, Height: 3})
	if m.Shown != len(weights) {
		t.Fatalf("%d of %d shown", m.Shown, len(weights))
	}
	for i, r := range m.Tiles {
		want := float64(weights[i]) / 2400 * 120 * 40
		if got := float64(r.Width * r.Height); got < 0.85*want || got > 1.15*want {
			t.Errorf("%d has %v cells, want %v", weights[i], got, want)
		}
		if aspect := float64(r.Width) / float64(2*r.Height); aspect < 0.3 || aspect > 3 {
			t.Errorf("%d is %dx%d", weights[i], r.Width, r.Height)
		}
	}
}

// The last tile gets its proportional area, although its neighbor needs more than its own.
func TestNoTileIsMuchTooSmall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := descending(rapid.SliceOfN(rapid.Int64Range(1, 1000), 20, 100).Draw(t, "weights"))
		m := treemap.New(weights, 119, 21, treemap.Least{Width: 11, Height: 3})
		sum, rest := int64(0), int64(0)
		for i, w := range weights {
			sum += w
			if i >= m.Shown {
				rest += w
			}
		}
		if m.Shown <= 8 || m.Shown == len(weights) {
			return
		}
		last := m.Tiles[m.Shown]
		if got, want := float64(last.Width*last.Height), float64(rest)/float64(sum)*119*21; got < want/2 {
			t.Fatalf("%d more have %v cells, want %v", len(weights)-m.Shown, got, want)
		}
	})
}

// Of ten thousand small weights the first have tiles, and the last tile stands for the
// others.
func TestSmallWeightsShareATile(t *testing.T) {
	weights := slices.Repeat([]int64{7}, 10_000)
	m := treemap.New(weights, 79, 15, treemap.Least{Width: 11, Height: 3})
	if m.Shown < 6 || m.Shown > 20 || len(m.Tiles) != m.Shown+1 {
		t.Errorf("%d shown in %d tiles", m.Shown, len(m.Tiles))
	}
	m = treemap.New([]int64{1000, 1, 0, 0}, 79, 15, treemap.Least{Width: 11, Height: 3})
	if m.Shown != 2 {
		t.Errorf("%d shown; what has nothing needs no tile", m.Shown)
	}
	m = treemap.New([]int64{0, 0, 0}, 79, 15, treemap.Least{Width: 11, Height: 3})
	if m.Shown != 3 {
		t.Errorf("%d shown of three that have nothing", m.Shown)
	}
}
