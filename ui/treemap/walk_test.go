package treemap_test

import (
	"testing"

	"pgregory.net/rapid"

	"jettison/ui/treemap"
)

// Walking to a tile and back ends where it started. Walking reaches nearly every tile,
// and going through them by size the others.
func TestWalk(t *testing.T) {
	back := map[treemap.Direction]treemap.Direction{
		treemap.Up: treemap.Down, treemap.Down: treemap.Up, treemap.Left: treemap.Right, treemap.Right: treemap.Left,
	}
	rapid.Check(t, func(t *rapid.T) {
		weights := descending(rapid.SliceOfN(rapid.Int64Range(1, 1000), 1, 60).Draw(t, "weights"))
		m := treemap.New(weights, 150, 45, treemap.Least{Width: 11, Height: 3})
		from := rapid.IntRange(0, len(m.Tiles)-1).Draw(t, "from")
		walker := treemap.At(m.Tiles[from])
		for range 20 {
			to := rapid.SampledFrom([]treemap.Direction{treemap.Up, treemap.Down, treemap.Left, treemap.Right}).Draw(t, "to")
			next, ok := walker.Step(m.Tiles, from, to)
			if !ok {
				if next != from {
					t.Fatalf("walked out of %d to %d", from, next)
				}
				continue
			}
			returned := walker
			if again, ok := returned.Step(m.Tiles, next, back[to]); !ok || again != from {
				t.Fatalf("from %+v %d to %+v and back to %+v", m.Tiles[from], to, m.Tiles[next], m.Tiles[again])
			}
			from = next
		}
		reached := map[int]bool{0: true}
		for queue := []int{0}; len(queue) > 0; queue = queue[1:] {
			for to := range back {
				w := treemap.At(m.Tiles[queue[0]])
				if next, ok := w.Step(m.Tiles, queue[0], to); ok && !reached[next] {
					reached[next] = true
					queue = append(queue, next)
				}
			}
		}
		if len(reached) < len(m.Tiles)*3/4 {
			t.Fatalf("walking reaches %d of %d", len(reached), len(m.Tiles))
		}
	})
}
