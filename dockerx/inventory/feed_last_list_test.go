package inventory

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/sim"
	"jettison/model"
)

// fakeList keeps a list for as long as a test runs.
type fakeList struct {
	list *model.LastList
	err  error
}

func (l *fakeList) Load() (*model.LastList, error) { return l.list, l.err }
func (l *fakeList) Save(list *model.LastList) error {
	l.list, l.err = list, nil
	return nil
}

// fakeLists keeps lists for as long as a test runs. There is one address.
type fakeLists struct {
	of     map[string]*fakeList
	lastAt string
}

func (l *fakeLists) Of(engine string) ListCache {
	if l.of[engine] == nil {
		l.of[engine] = &fakeList{}
	}
	return l.of[engine]
}

func (l *fakeLists) LastAt(string) string { return l.lastAt }
func (l *fakeLists) SetLastAt(_, engine string) error {
	l.lastAt = engine
	return nil
}

// withLists runs a test on a feed that keeps the list of its engine, whose own takes long.
func withLists(t *testing.T, lists *fakeLists, test func(*rig), held ...sim.Fault) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{t: t, world: developer(time.Now())}
		r.engine = sim.New(r.world, sim.Options{})
		defer r.engine.Close()
		slow := r.engine.Inject(sim.Fault{Match: sim.Match{Path: "/images/json"}, Kind: sim.FaultHang})
		time.AfterFunc(18*time.Second, slow.Release)
		for _, fault := range held {
			time.AfterFunc(time.Second, r.engine.Inject(fault).Release)
		}
		r.ctx, r.cancel = context.WithCancel(t.Context())
		defer r.cancel()
		client, err := dockerx.Connect(r.ctx, dockerx.Options{Dial: r.engine.Dial, Env: noEnv})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = client.Close() }()
		r.feed = Follow(r.ctx, client, FollowOptions{Lists: lists})
		test(r)
		time.Sleep(2 * saveListAfter)
		r.cancel()
		<-r.feed.done
	})
}

func tagsOf(images []*model.Image) (tags []string) {
	for _, image := range images {
		tags = append(tags, image.Tags...)
	}
	slices.Sort(tags)
	return tags
}

// Until the engine has listed its images, there is the list that it had last; it is never
// the inventory.
func TestLastListIsShownMeanwhile(t *testing.T) {
	t.Parallel()
	lists := &fakeLists{of: map[string]*fakeList{}}
	var began time.Time
	withLists(t, lists, func(r *rig) {
		began = time.Now()
		first := r.until("there is something", func(s model.Snapshot) bool { return s.Last != nil || !s.Inventory.Taken.IsZero() })
		if first.Last != nil {
			t.Error("there is a list before the first")
		}
		r.loaded()
	})
	kept := lists.of["embedded"]
	if kept == nil || kept.list.Took < 18*time.Second || kept.list.At.Before(began.Truncate(time.Second)) {
		t.Fatalf("kept %+v", kept)
	}
	if lists.lastAt != "embedded" {
		t.Errorf("the last engine at the address is %q", lists.lastAt)
	}
	want := tagsOf(kept.list.Images)
	withLists(t, lists, func(r *rig) {
		start := time.Now()
		shown := r.until("the last list is shown", func(s model.Snapshot) bool { return s.Last != nil })
		if took := time.Since(start); took > 50*time.Millisecond {
			t.Errorf("it took %v", took)
		}
		if len(shown.Inventory.Rows()) > 0 || !shown.Inventory.Taken.IsZero() {
			t.Error("the inventory has the last list")
		}
		if got := tagsOf(shown.Last.Images); len(got) == 0 || !slices.Equal(got, want) {
			t.Errorf("shown are %q", got)
		}
		fresh := r.until("the engine has listed", func(s model.Snapshot) bool { return !s.Inventory.Taken.IsZero() })
		if fresh.Last != nil {
			t.Error("the last list is still shown")
		}
		r.loaded()
	})
}

// The list of another engine, at whatever address, is not shown.
func TestLastListIsOfThisEngine(t *testing.T) {
	t.Parallel()
	lists := &fakeLists{of: map[string]*fakeList{"another": {list: &model.LastList{At: time.Now(), Images: []*model.Image{{ID: "sha256:a"}}}}}}
	withLists(t, lists, func(r *rig) {
		first := r.until("there is something", func(s model.Snapshot) bool { return s.Last != nil || !s.Inventory.Taken.IsZero() })
		if first.Last != nil {
			t.Errorf("shown are %v", first.Last.Images)
		}
		r.loaded()
	})
}

// Before the engine has said who it is, there is the list of the one that was last at its address,
// and no longer if it is another one.
func TestLastListAtTheAddress(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"embedded", "another"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			kept := &model.LastList{At: time.Now(), Images: []*model.Image{{ID: "sha256:a", Tags: []string{"kept:1"}}}}
			lists := &fakeLists{of: map[string]*fakeList{engine: {list: kept}}, lastAt: engine}
			withLists(t, lists, func(r *rig) {
				shown := r.until("there is a list", func(s model.Snapshot) bool { return s.Last != nil })
				if shown.Inventory.Engine.ID != "" || !slices.Equal(tagsOf(shown.Last.Images), []string{"kept:1"}) {
					t.Errorf("shown is %+v of %+v", shown.Last, shown.Inventory.Engine)
				}
				known := r.until("the engine is known", func(s model.Snapshot) bool { return s.Inventory.Engine.ID != "" })
				if (known.Last != nil) != (engine == "embedded") {
					t.Errorf("once the engine is known, there is %+v", known.Last)
				}
				r.loaded()
			}, sim.Fault{Match: sim.Match{Path: "/info"}, Kind: sim.FaultHang})
			if lists.lastAt != "embedded" {
				t.Errorf("the last engine at the address is %q", lists.lastAt)
			}
		})
	}
}

// A list that can't be read is told, and replaced.
func TestUnreadableLastList(t *testing.T) {
	t.Parallel()
	damaged := &fakeList{err: errors.New("damaged")}
	withLists(t, &fakeLists{of: map[string]*fakeList{"embedded": damaged}}, func(r *rig) {
		r.until("it is told", func(s model.Snapshot) bool { return s.LastError != nil && s.Last == nil })
		if now := r.loaded(); now.LastError != nil {
			t.Error("it is told although the list is there")
		}
	})
	if damaged.err != nil || damaged.list == nil {
		t.Error("it was not replaced")
	}
}

// Until there is a list, the engine's own count of images and the time that listing them took
// last are known.
func TestFirstListIsAnnounced(t *testing.T) {
	t.Parallel()
	tooMany := &fakeList{list: &model.LastList{At: time.Now(), Took: 18 * time.Second}}
	withLists(t, &fakeLists{of: map[string]*fakeList{"embedded": tooMany}}, func(r *rig) {
		early := r.until("the engine has counted", func(s model.Snapshot) bool { return s.Listing != model.Listing{} })
		if early.Last != nil || !early.Inventory.Taken.IsZero() {
			t.Error("there is a list")
		}
		if want := (model.Listing{Counted: int64(len(r.world.Images)), Took: 18 * time.Second}); early.Listing != want {
			t.Errorf("known is %+v, want %+v", early.Listing, want)
		}
		r.until("there is a list", func(s model.Snapshot) bool { return !s.Inventory.Taken.IsZero() && s.Listing == model.Listing{} })
		r.loaded()
	})
}
