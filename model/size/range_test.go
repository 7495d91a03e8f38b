package size_test

import (
	"testing"

	"jettison/model/size"
)

func TestMinus(t *testing.T) {
	for name, tt := range map[string]struct{ whole, part, want size.Range }{
		"exact":                        {size.Exact(7), size.Exact(5), size.Exact(2)},
		"the part is larger":           {size.Exact(3), size.Exact(5), size.Exact(0)},
		"bounds of the part":           {size.Exact(7), size.Range{Min: 1, Max: 5}, size.Range{Min: 2, Max: 6}},
		"bounds of the whole":          {size.Range{Min: 4, Max: 9}, size.Exact(5), size.Range{Min: 0, Max: 4}},
		"the whole may be of any size": {size.Range{Min: 9, Max: size.Unbounded}, size.Exact(5), size.Range{Min: 4, Max: size.Unbounded}},
		"the part may be of any size":  {size.Exact(7), size.Unknown(), size.Range{Min: 0, Max: 7}},
	} {
		if got := tt.whole.Minus(tt.part); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

func TestNarrow(t *testing.T) {
	for name, tt := range map[string]struct {
		known, told, want size.Range
		changed           bool
	}{
		"nothing known": {size.Unknown(), size.Exact(5), size.Exact(5), true},
		"nothing told":  {size.Exact(5), size.Unknown(), size.Exact(5), false},
		"overlap":       {size.Range{Min: 2, Max: 6}, size.Range{Min: 4, Max: 9}, size.Range{Min: 4, Max: 6}, true},
		"wider":         {size.Range{Min: 4, Max: 6}, size.Range{Min: 2, Max: 9}, size.Range{Min: 4, Max: 6}, false},
		"contradiction": {size.Range{Min: 4, Max: 6}, size.Exact(9), size.Range{Min: 4, Max: 6}, false},
	} {
		if got, changed := tt.known.Narrow(tt.told); got != tt.want || changed != tt.changed {
			t.Errorf("%s: %v and %t, want %v and %t", name, got, changed, tt.want, tt.changed)
		}
	}
}

func TestAddOfTheUnbounded(t *testing.T) {
	sum := size.Exact(2)
	for range 20 {
		sum = sum.Add(size.Unknown())
	}
	if sum.Bounded() || sum != (size.Range{Min: 2, Max: size.Unbounded}) {
		t.Errorf("%v, want at least 2", sum)
	}
}

func TestAddKeepsAbout(t *testing.T) {
	about := size.Range{Min: 1, Max: 1, About: true}
	if sum := size.Exact(2).Add(about); sum.Exact() || sum != (size.Range{Min: 3, Max: 3, About: true}) {
		t.Errorf("%v, want about 3", sum)
	}
}
