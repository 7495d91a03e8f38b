package pin_test

import (
	"strings"
	"testing"
	"time"

	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/pin"
	"jettison/model/query"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func rules(t *testing.T, texts ...string) []pin.Rule {
	t.Helper()
	var all []pin.Rule
	for _, text := range texts {
		q, err := pin.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, pin.Rule{Query: q})
	}
	return all
}

func inventory() *model.Inventory {
	return model.NewInventory(model.Engine{}, now, []*model.Image{
		{ID: "sha256:aa", Tags: []string{"app:1", "app:la*est"}, Created: now.Add(-time.Hour)},
		{ID: "sha256:bb", Digests: []string{"app@sha256:" + strings.Repeat("1", 64)}},
		{ID: "sha256:cc"},
	}, nil, nil)
}

// The pin of a row protects that row, and later whatever has its reference or
// digest.
func TestForOneRow(t *testing.T) {
	t.Parallel()
	inv := inventory()
	rows := inv.Rows()
	for i := range rows {
		row := &rows[i]
		pins := pin.Resolve(rules(t, pin.For(row)), query.Env{Now: now, Inventory: inv})
		if len(pins) != 1 {
			t.Errorf("%s protects %v", pin.For(row), pins)
		}
		if _, ok := pins[row.Key()]; !ok {
			t.Errorf("%s does not protect %v", pin.For(row), row.Key())
		}
	}
	later := model.NewInventory(model.Engine{}, now, []*model.Image{
		{ID: "sha256:dd", Tags: []string{"app:1"}}, {ID: "sha256:ee", Tags: []string{"other:1"}, Digests: inventory().Images()[1].Digests},
	}, nil, nil)
	ofDigest := &model.Row{Image: inv.Images()[1], Ref: inv.Images()[1].Digests[0]}
	pins := pin.Resolve(rules(t, "ref:app:1", pin.For(ofDigest)), query.Env{Now: now, Inventory: later})
	if len(pins) != 3 {
		t.Errorf("of images built anew %v are protected", pins)
	}
}

// The first rule that matches is named. What can't be decided is protected.
func TestResolve(t *testing.T) {
	t.Parallel()
	inv := inventory()
	all := rules(t, "layers>3 ref:app:1", "ref:app:1", "age<1d")
	all[2].Configured = true
	pins := pin.Resolve(all, query.Env{Now: now, Inventory: inv, Known: func(fact model.Fact) bool { return fact != model.FactLayers }})
	if got := pins[model.ImageKey("sha256:aa", "app:1")]; got != (model.Pin{Query: "ref:app:1"}) {
		t.Errorf("app:1 is pinned by %+v", got)
	}
	if got := pins[model.ImageKey("sha256:aa", "app:la*est")]; got != (model.Pin{Query: "age<1d", Configured: true}) {
		t.Errorf("app:la*est is pinned by %+v", got)
	}
	pins = pin.Resolve(all[:1], query.Env{Now: now, Inventory: inv, Known: func(fact model.Fact) bool { return fact != model.FactLayers }})
	if got := pins[model.ImageKey("sha256:aa", "app:1")]; !got.Undecided || len(pins) != 1 {
		t.Errorf("protected: %v", pins)
	}
	if needs := pin.Needs(all); len(needs) != 1 || needs[0] != model.FactLayers {
		t.Errorf("needs %v", needs)
	}
	if pins := pin.Resolve(nil, query.Env{}); pins != nil {
		t.Errorf("without rules %v", pins)
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":             "an empty query",
		" ":            "an empty query",
		"a or -pinned": "mean nothing in a pin",
		"marked":       "mean nothing in a pin",
		"sise>1":       "did you mean",
	} {
		if _, err := pin.Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// Queries of pins protect containers when they say so; others protect images alone.
func TestPinsOfContainers(t *testing.T) {
	t.Parallel()
	w := modeltest.New(1, now)
	image := w.Build(modeltest.Recipe{Tags: []string{"db:1"}, Add: []modeltest.Instruction{modeltest.Run("a", 1000)}})
	db := w.Run(modeltest.Start{Image: image, Name: "db", State: model.StateExited, SizeRw: 5})
	w.Run(modeltest.Start{Image: image, Name: "job", State: model.StateExited})
	inv := w.Inventory()
	for text, want := range map[string][]model.Key{
		"db":                     {model.ImageKey(image.ID, "db:1")},
		"kind:container name:db": {{Target: db.ID.Target()}},
		"kind:image db or kind:container name:db": {model.ImageKey(image.ID, "db:1"), {Target: db.ID.Target()}},
		"kind:container size>1GB":                 nil,
		"kind:volume name:db":                     nil,
	} {
		q, err := pin.Parse(text)
		if err != nil {
			t.Error(err)
			continue
		}
		pins := pin.Resolve([]pin.Rule{{Query: q}}, query.Env{Now: now, Inventory: inv})
		if len(pins) != len(want) {
			t.Errorf("%s protects %v, want %v", text, pins, want)
		}
		for _, key := range want {
			if _, ok := pins[key]; !ok {
				t.Errorf("%s does not protect %v", text, key)
			}
		}
	}
	// What was not measured may be large.
	q, _ := pin.Parse("kind:container size>1GB")
	unmeasured := *inv.Containers()[0]
	unmeasured.Size = model.Unknown
	inv = inv.WithContainers([]*model.Container{&unmeasured})
	if got := pin.Resolve([]pin.Rule{{Query: q}}, query.Env{Now: now, Inventory: inv}); len(got) != 1 || !got[model.Key{Target: unmeasured.Target()}].Undecided {
		t.Errorf("an unmeasured container: %v", got)
	}
}
