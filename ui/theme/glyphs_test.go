package theme

import (
	"testing"
)

func TestGlyphsAreOneCellWide(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		g := glyphs(ascii)
		single := []string{
			g.Cursor, g.Marked, g.Partly, g.Unmarked, g.SortUp, g.SortDown, g.Folded, g.Unfolded, g.Line, g.Vertical, g.Thumb,
			g.Done, g.Failed, g.Blocked, g.Pin, g.Warning, g.Waiting, g.Live, g.Stale, g.Arrow, g.Dot, g.None, g.About,
			g.Running, g.Paused, g.Exited, g.Created, g.Ellipsis, g.Empty, g.Point, g.Removal,
		}
		single = append(single, g.Box.Top, g.Box.Left, g.Box.TopLeft, g.Box.TopRight, g.Box.BottomLeft, g.Box.BottomRight)
		single = append(single, g.Spinner...)
		single = append(append(single, g.Eighths...), g.Heights...)
		single = append(single, g.Series[:]...)
		single = append(append(single, g.Grid[:]...), g.Heavy[:]...)
		for _, sign := range single {
			if Width(sign) != 1 {
				t.Errorf("%q is %d cells wide", sign, Width(sign))
			}
			if ascii && !printable(sign) {
				t.Errorf("%q is not ASCII", sign)
			}
		}
		for _, sign := range []string{g.Branch, g.Last, g.Trunk} {
			if Width(sign) != 2 {
				t.Errorf("%q is %d cells wide", sign, Width(sign))
			}
		}
	}
}
