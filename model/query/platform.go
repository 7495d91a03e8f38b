package query

import (
	"math"
	"slices"
	"strings"

	"jettison/model"
)

// platforms are the platforms that the store has of images, with and without the variant.
// They are unknown where the engine does not tell.
type platforms struct{}

func (platforms) parse(op operator, s string) (text, *problem) { return parseText(op, s) }

func (platforms) judge(_ *compiler, op operator, wanted string) compiled[*model.Row] {
	test, cost := newTextTest(op, wanted)
	return compiled[*model.Row]{func(row *model.Row) truth {
		names, known := platformNames(row.Image)
		if !known {
			return unknown
		}
		return truthOf(slices.ContainsFunc(names, test))
	}, cost}
}

func (platforms) values(inv *model.Inventory, _ string) []existing {
	counts := map[string]int{}
	rows := inv.Rows()
	for i := range rows {
		names, _ := platformNames(rows[i].Image)
		for _, name := range names {
			counts[name]++
		}
	}
	return listed(counts)
}

// platformNames returns the names that the platforms of an image go by.
func platformNames(image *model.Image) (names []string, known bool) {
	present, known := image.Platforms()
	for _, m := range present {
		short := m.Platform
		if parts := strings.SplitN(short, "/", 3); len(parts) > 2 {
			short = parts[0] + "/" + parts[1]
		}
		for _, name := range []string{m.Platform, short} {
			if name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names, known
}

func platformCount(image *model.Image) bounds {
	present, known := image.Platforms()
	if !known {
		return bounds{0, math.MaxInt64}
	}
	return exactly(int64(len(present)))
}
