package policy_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/policy"
	"jettison/model/query"
	"jettison/model/words"
)

const (
	day = 24 * time.Hour
	mb  = int64(1e6)
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func ago(days float64) time.Time { return now.Add(-time.Duration(days * float64(day))) }

func env(inv *model.Inventory) policy.Env {
	return policy.Env{Env: query.Env{Now: now, Inventory: inv}, Free: model.Unknown}
}

func queries(tb testing.TB, texts ...string) []*query.Query {
	tb.Helper()
	var parsed []*query.Query
	for _, text := range texts {
		q, err := query.Parse(text)
		if err != nil {
			tb.Fatalf("%s: %v", text, err)
		}
		parsed = append(parsed, q)
	}
	return parsed
}

// names returns keys as people read them: references, and short IDs.
func names(keys []model.Key) []string {
	var out []string
	for _, key := range keys {
		if key.Ref == "" {
			out = append(out, key.Short())
			continue
		}
		out = append(out, key.Ref)
	}
	return out
}

// build makes an image with a layer of its own, built and tagged some days ago.
func build(w *modeltest.World, from *modeltest.Image, days float64, size int64, tags ...string) *modeltest.Image {
	return w.Build(modeltest.Recipe{
		From: from, Add: []modeltest.Instruction{modeltest.Run(fmt.Sprint("RUN ", tags, days), size)},
		Tags: tags, Created: ago(days),
	})
}

// randomWorld draws images on shared bases, some of the classic builder, some
// untagged, some with several tags, and containers for a few of them.
func randomWorld(t *rapid.T) *modeltest.World {
	w := modeltest.New(rapid.Uint64Range(1, 9).Draw(t, "seed"), now)
	n := rapid.IntRange(1, 16).Draw(t, "images")
	for i := range n {
		var from *modeltest.Image
		if len(w.Images) > 0 && rapid.IntRange(0, 3).Draw(t, "on another") > 0 {
			from = w.Images[rapid.IntRange(0, len(w.Images)-1).Draw(t, "base")]
		}
		var tags []string
		for tag := range rapid.IntRange(0, 2).Draw(t, "tags") {
			tags = append(tags, fmt.Sprintf("app%d:%d.%d", i%3, i, tag))
		}
		var steps []modeltest.Instruction
		for step := range rapid.IntRange(1, 2).Draw(t, "steps") {
			steps = append(steps, modeltest.Run(fmt.Sprint("RUN ", i, step), rapid.Int64Range(1, 50).Draw(t, "size")*mb))
		}
		image := w.Build(modeltest.Recipe{
			From: from, Add: steps, Tags: tags, Created: ago(float64(rapid.IntRange(0, 60).Draw(t, "age"))),
			Classic: from != nil && rapid.Bool().Draw(t, "classic"),
		})
		if rapid.IntRange(0, 3).Draw(t, "used") == 0 {
			w.Run(modeltest.Start{
				Image: image, Name: fmt.Sprint("c", i), Since: time.Duration(rapid.IntRange(0, 30).Draw(t, "since")) * day,
				State: rapid.SampledFrom([]model.ContainerState{model.StateRunning, model.StateExited, model.StateCreated}).Draw(t, "state"),
			})
		}
	}
	return w
}

// partly returns an inventory in which the layers of some images, or of all, are
// not known yet.
func partly(t *rapid.T, inv *model.Inventory) *model.Inventory {
	known := rapid.IntRange(0, 2).Draw(t, "layers known")
	if known == 2 {
		return inv
	}
	var images []*model.Image
	for i, image := range inv.Images() {
		other := *image
		if known == 0 || rapid.Bool().Draw(t, fmt.Sprint("without layers ", i)) {
			other.Top, other.Layered = nil, false
		}
		images = append(images, &other)
	}
	return inv.WithImages(inv.Taken, images)
}

func randomPolicy(t *rapid.T) *policy.Policy {
	draw := func(label string, from ...string) (chosen []*query.Query) {
		for _, text := range from {
			q, err := query.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			if rapid.IntRange(0, 2).Draw(t, label+" "+text) == 0 {
				chosen = append(chosen, q)
			}
		}
		return chosen
	}
	return &policy.Policy{
		Remove:           draw("remove", "dangling", "age>7d", "vrank>1", "unused", "repo:app0"),
		Keep:             draw("keep", "repo:app1", "tag:*.1", "vrank<=1", "running", "age<3d"),
		StoppedOlderThan: time.Duration(rapid.IntRange(0, 20).Draw(t, "stopped")) * day,
		Batch:            rapid.IntRange(0, 4).Draw(t, "batch"),
	}
}

// without returns keys except those of one image.
func without(keys []model.Key, id model.ImageID) []model.Key {
	return slices.DeleteFunc(slices.Clone(keys), func(key model.Key) bool { return key.Image() == id })
}

func reasons(kept []policy.Kept) string {
	var lines []string
	for _, k := range kept {
		lines = append(lines, names([]model.Key{k.Key})[0]+": "+words.KeptByPolicy(&k))
	}
	return strings.Join(lines, "\n")
}
