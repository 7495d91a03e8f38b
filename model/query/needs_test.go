package query_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"jettison/model"
	"jettison/model/query"
)

// without returns the inventory as it is before a fact has been loaded.
func without(inv *model.Inventory, fact model.Fact) *model.Inventory {
	images := make([]*model.Image, len(inv.Images()))
	for i, image := range inv.Images() {
		bare := *image
		switch fact {
		case model.FactShared:
			bare.SharedSize = model.Unknown
		case model.FactLayers:
			bare.Top, bare.Layered = nil, false
		case model.FactTagTimes:
			bare.LastTagged, bare.TagTimeRead = time.Time{}, false
		default: // is no fact about images
		}
		images[i] = &bare
	}
	if fact == model.FactContainers {
		inv = inv.WithContainers(nil)
	}
	return inv.WithImages(inv.Taken, images)
}

// A query matches the same rows whether or not a fact has been loaded that it
// does not need.
func TestNeedsAreEnough(t *testing.T) {
	t.Parallel()
	inv := world().WithPins(pinned(world(), imageID("ba5e")))
	marked := func(key model.Key) bool { return key.Ref == api110 }
	for _, missing := range []model.Fact{model.FactContainers, model.FactShared, model.FactLayers, model.FactTagTimes} {
		env := query.Env{
			Now: now(), Inventory: without(inv, missing), Marked: marked,
			Known: func(fact model.Fact) bool { return fact != missing },
		}
		for _, group := range allCases() {
			for _, text := range slices.Sorted(maps.Keys(group)) {
				q := parse(t, text)
				if slices.Contains(q.Needs(), missing) {
					continue
				}
				got := matched(q, env)
				want := group[text]
				slices.Sort(got)
				slices.Sort(want)
				if !slices.Equal(got, want) {
					t.Errorf("%s does not need %d, and matches\n%q without it, want\n%q", text, missing, got, want)
				}
			}
		}
	}
}

func TestNeeds(t *testing.T) {
	for text, want := range map[string][]model.Fact{
		"":                           nil,
		"api size>1GB rank>3":        nil,
		"unused":                     {model.FactContainers},
		"tagged>3d":                  {model.FactTagTimes},
		"used>3d or -(running leaf)": {model.FactContainers, model.FactLayers},
		"layers>3 exclusive>1GB -shared>0 ancestor:x": {model.FactShared, model.FactLayers},
	} {
		if got := parse(t, text).Needs(); !slices.Equal(got, want) {
			t.Errorf("%q needs %v, want %v", text, got, want)
		}
	}
}
