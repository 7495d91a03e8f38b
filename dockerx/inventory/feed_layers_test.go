package inventory_test

import (
	"context"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/inventory"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// fakeMemory remembers layers for as long as a test runs.
type fakeMemory struct{ facts []model.LayerFacts }

func (s *fakeMemory) Load(each func(model.LayerFacts)) error {
	for _, facts := range s.facts {
		each(facts)
	}
	return nil
}

func (s *fakeMemory) Save(all iter.Seq[model.LayerFacts]) error {
	s.facts = slices.Collect(all)
	return nil
}

// read follows an engine until all that is to be loaded is known, and counts the requests
// about single images.
func (s *fakeMemory) read(t *testing.T, e *sim.Engine, without ...model.Fact) (*model.Inventory, int) {
	t.Helper()
	before := len(e.Requests())
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	c, err := dockerx.Connect(ctx, dockerx.Options{Dial: e.Dial})
	if err != nil {
		t.Fatal(err)
	}
	feed := inventory.Follow(ctx, c, inventory.FollowOptions{Without: without, Layers: func(engine model.Engine) inventory.LayerCache {
		if engine.Driver != "overlay2" {
			t.Errorf("driver %q", engine.Driver)
		}
		return s
	}})
	var now model.Snapshot
	last := model.FactTagTimes
	if len(without) > 0 {
		last = model.FactLayers
	}
	for now.Facts[last].Status != model.StatusReady {
		now, err = feed.Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	for err == nil { // the feed remembers before it ends
		_, err = feed.Next(context.Background())
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, r := range e.Requests()[before:] {
		if strings.Contains(r.Path, "/images/sha256:") {
			asked++
		}
	}
	return now.Inventory, asked
}

func TestKnownImagesAreNotAskedAboutAgain(t *testing.T) {
	t.Parallel()
	world := modeltest.Developer(3, time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC))
	e := sim.New(world, sim.Options{})
	t.Cleanup(e.Close)
	s := &fakeMemory{}
	first, asked := s.read(t, e)
	if want := 2 * len(first.Images()); asked != want {
		t.Errorf("%d requests about images at the first start, want %d", asked, want)
	}
	second, asked := s.read(t, e, model.FactTagTimes)
	if asked != 0 {
		t.Errorf("%d requests about images at the second start, want none", asked)
	}
	for i, image := range second.Images() {
		was := first.Images()[i]
		if image.ID != was.ID || image.SharedSize != was.SharedSize || image.Top.ID != was.Top.ID {
			t.Fatalf("%s is remembered as %+v, was %+v", image.Name(), image, was)
		}
		if bytes := second.LayerSizes().Of(image.Top); !bytes.Exact() {
			t.Fatalf("%s: the uppermost layer is %v", image.Name(), bytes)
		}
		if image.TagTimeRead || !image.LastTagged.IsZero() {
			t.Fatalf("%s: the tag time comes from the cache", image.Name())
		}
	}
	// What can't be right is asked for again.
	s.facts[0].Files = nil
	if _, asked = s.read(t, e, model.FactTagTimes); asked != 2 {
		t.Errorf("%d requests about an image, want 2", asked)
	}
}

// Tag times are read from the engine at each start, by one request an image, since tags
// come and go while nobody looks.
func TestTagTimesAreNeverRemembered(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	now := start
	e := sim.New(modeltest.Developer(3, start), sim.Options{Clock: func() time.Time { return now }})
	t.Cleanup(e.Close)
	s := &fakeMemory{}
	first, _ := s.read(t, e)
	row := first.Rows()[slices.IndexFunc(first.Rows(), func(row model.Row) bool { return row.Ref != "" })]
	now = start.Add(time.Hour)
	if err := e.Tag(row.Ref, row.Ref); err != nil {
		t.Fatal(err)
	}
	second, asked := s.read(t, e)
	if want := len(second.Images()); asked != want {
		t.Errorf("%d requests about images, want %d", asked, want)
	}
	for _, image := range second.Images() {
		was, _ := first.Image(image.ID)
		switch {
		case !image.TagTimeRead:
			t.Errorf("the tag time of %s was not read", image.Name())
		case image.ID == row.Image.ID:
			if !image.LastTagged.Equal(now) {
				t.Errorf("%s was tagged at %v, read %v", image.Name(), now, image.LastTagged)
			}
		case !image.LastTagged.Equal(was.LastTagged):
			t.Errorf("%s was tagged at %v, read %v", image.Name(), was.LastTagged, image.LastTagged)
		}
	}
}

func never(model.Store) bool { return false }

// A command asks once for everything that lists tell, and for single images only
// where it wants to.
func TestFollowAtOnce(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		options sim.Options
		follow  inventory.FollowOptions
		lists   []string // queries of the image lists
		layers  bool     // single images are asked about
		shared  bool     // is known
	}{
		{"docker 28", sim.Options{}, inventory.FollowOptions{}, []string{"all=1&manifests=1&shared-size=1"}, true, true},
		{"nothing that is not remembered", sim.Options{}, inventory.FollowOptions{AskLayers: never}, []string{"all=1&manifests=1&shared-size=1"}, false, true},
		{
			"without shared sizes",
			sim.Options{},
			inventory.FollowOptions{Without: []model.Fact{model.FactShared, model.FactUsage, model.FactLayers}},
			[]string{"all=1&manifests=1"},
			false, false,
		},
		{"docker 20.10", sim.Options{Version: "20.10.24"}, inventory.FollowOptions{AskLayers: never}, []string{"all=1&manifests=1"}, false, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := sim.New(modeltest.Developer(3, time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)), tt.options)
			t.Cleanup(e.Close)
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			c, err := dockerx.Connect(ctx, dockerx.Options{Dial: e.Dial})
			if err != nil {
				t.Fatal(err)
			}
			tt.follow.AtOnce, tt.follow.TagTimes = true, inventory.TagTimesForBytes
			feed := inventory.Follow(ctx, c, tt.follow)
			var now model.Snapshot
			for !slices.Equal(waiting(now), tt.follow.Without) {
				now, err = feed.Next(ctx)
				if err != nil {
					t.Fatal(err)
				}
			}
			var lists []string
			single := false
			for _, r := range e.Requests() {
				if r.Path == "/images/json" {
					lists = append(lists, r.Query)
				}
				single = single || strings.Contains(r.Path, "/images/sha256:")
			}
			if !slices.Equal(lists, tt.lists) {
				t.Errorf("image lists asked for: %q, want %q", lists, tt.lists)
			}
			if single != tt.layers {
				t.Errorf("single images asked about: %t, want %t", single, tt.layers)
			}
			for _, image := range now.Inventory.Images() {
				if known := image.SharedSize >= 0; known != tt.shared && !image.Unnamed() {
					t.Fatalf("%s: shared bytes known: %t, want %t", image.Name(), known, tt.shared)
				}
			}
			for _, container := range now.Inventory.Containers() {
				if container.Since.IsZero() {
					t.Errorf("it is not known since when %s is %s", container.Name, container.State)
				}
			}
		})
	}
}

// waiting are the facts that are not there.
func waiting(s model.Snapshot) []model.Fact {
	var facts []model.Fact
	for fact, state := range s.Facts {
		if state.Status != model.StatusReady {
			facts = append(facts, model.Fact(fact))
		}
	}
	return facts
}
