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

// withLists runs a test on a feed that keeps the list of its engine, whose own takes long.
func withLists(t *testing.T, lists map[string]*fakeList, test func(*rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{t: t, world: developer(time.Now())}
		r.engine = sim.New(r.world, sim.Options{})
		defer r.engine.Close()
		slow := r.engine.Inject(sim.Fault{Match: sim.Match{Path: "/images/json"}, Kind: sim.FaultHang})
		time.AfterFunc(18*time.Second, slow.Release)
		r.ctx, r.cancel = context.WithCancel(t.Context())
		defer r.cancel()
		client, err := dockerx.Connect(r.ctx, dockerx.Options{Dial: r.engine.Dial, Env: noEnv})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = client.Close() }()
		r.feed = Follow(r.ctx, client, FollowOptions{Lists: func(engine model.Engine) ListCache {
			if lists[engine.ID] == nil {
				lists[engine.ID] = &fakeList{}
			}
			return lists[engine.ID]
		}})
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
	lists := map[string]*fakeList{}
	var began time.Time
	withLists(t, lists, func(r *rig) {
		began = time.Now()
		first := r.until("there is something", func(s model.Snapshot) bool { return s.Last != nil || !s.Inventory.Taken.IsZero() })
		if first.Last != nil {
			t.Error("there is a list before the first")
		}
		r.loaded()
	})
	kept := lists["embedded"]
	if kept == nil || kept.list.Took < 18*time.Second || kept.list.At.Before(began.Truncate(time.Second)) {
		t.Fatalf("kept %+v", kept)
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
	lists := map[string]*fakeList{"another": {list: &model.LastList{At: time.Now(), Images: []*model.Image{{ID: "sha256:a"}}}}}
	withLists(t, lists, func(r *rig) {
		first := r.until("there is something", func(s model.Snapshot) bool { return s.Last != nil || !s.Inventory.Taken.IsZero() })
		if first.Last != nil {
			t.Errorf("shown are %v", first.Last.Images)
		}
		r.loaded()
	})
}

// A list that can't be read is told, and replaced.
func TestUnreadableLastList(t *testing.T) {
	t.Parallel()
	damaged := &fakeList{err: errors.New("damaged")}
	withLists(t, map[string]*fakeList{"embedded": damaged}, func(r *rig) {
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
	withLists(t, map[string]*fakeList{"embedded": tooMany}, func(r *rig) {
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

// The first list waits for the engine to say who it is, and no longer than it is told to: an
// engine that lists says so late, and the last list with it.
func TestTheListWaitsForTheEngine(t *testing.T) {
	t.Parallel()
	const patience = 40 * time.Millisecond
	for name, c := range map[string]struct{ answers, asked time.Duration }{
		"quick": {10 * time.Millisecond, 10 * time.Millisecond},
		"slow":  {time.Hour, patience},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				engine := sim.New(developer(time.Now()), sim.Options{})
				defer engine.Close()
				ctx, cancel := context.WithCancel(t.Context())
				client, err := dockerx.Connect(ctx, dockerx.Options{Dial: engine.Dial, Env: noEnv})
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = client.Close() }()
				info := engine.Inject(sim.Fault{Match: sim.Match{Path: "/info"}, Kind: sim.FaultHang})
				list := engine.Inject(sim.Fault{Match: sim.Match{Path: "/images/json"}, Kind: sim.FaultHang})
				time.AfterFunc(c.answers, info.Release)
				feed := Follow(ctx, client, FollowOptions{EngineFirst: patience, Lists: func(model.Engine) ListCache { return &fakeList{} }})
				time.Sleep(c.asked - time.Millisecond)
				synctest.Wait()
				if list.Hits() > 0 {
					t.Errorf("asked for the list before %v", c.asked)
				}
				time.Sleep(2 * time.Millisecond)
				synctest.Wait()
				if list.Hits() == 0 {
					t.Errorf("not asked for the list after %v", c.asked)
				}
				cancel()
				info.Release()
				list.Release()
				<-feed.done
			})
		})
	}
}
