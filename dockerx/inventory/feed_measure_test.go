package inventory

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/sim"
	"jettison/model"
)

// usageFault is a fault of the measuring of the disk.
func usageFault(kind sim.FaultKind) sim.Fault {
	return sim.Fault{Match: sim.Match{Path: "/system/df"}, Kind: kind, Status: http.StatusInternalServerError}
}

// measurings counts how often the engine was asked to measure its disk.
func (r *rig) measurings() int { return count(r.asked(), "/system/df") }

// What was measured before counts as long as nothing changes.
func TestMeasuredIsWhatIsThere(t *testing.T) {
	t.Parallel()
	withFeed(t, developer, sim.Options{}, nil, func(r *rig) {
		r.loaded()
		before := r.measurings()
		if inv := r.feed.Measure(r.ctx, Measuring{}); inv == nil || inv.Usage == nil {
			t.Fatal("there is no measurement")
		}
		if n := r.measurings() - before; n != 0 {
			t.Errorf("it was measured %d times more", n)
		}
		size := r.feed.Inventory().Usage.Images.Size
		goes(r)
		if inv := r.feed.Measure(r.ctx, Measuring{}); inv != nil {
			t.Error("what was measured before something went counts")
		}
		if inv := r.feed.Measure(r.ctx, Measuring{Patience: time.Second}); inv == nil || inv.Usage.Images.Size >= size {
			t.Errorf("before %d bytes, then no less: %t", size, inv != nil)
		}
	})
}

// goes has another client remove an image.
func goes(r *rig) {
	r.t.Helper()
	for _, image := range r.feed.Inventory().Images() {
		if len(image.Tags) == 1 && len(r.feed.Inventory().Users(image.ID))+len(r.feed.Inventory().Children(image.ID)) == 0 && image.SharedSize < image.Size {
			if err := r.engine.RemoveImage(image.Tags[0], false); err != nil {
				r.t.Fatal(err)
			}
			r.until("it is gone", func(s model.Snapshot) bool { _, there := s.Inventory.Image(image.ID); return !there })
			return
		}
	}
	r.t.Fatal("no image can go")
}

// What is to be measured anew is asked for after the call, even while something is measured.
func TestMeasuringAnew(t *testing.T) {
	t.Parallel()
	var hang *sim.Injected
	hold := func(e *sim.Engine) {
		f := usageFault(sim.FaultHang)
		f.Times = 1
		hang = e.Inject(f)
	}
	withFeed(t, developer, sim.Options{}, hold, func(r *rig) {
		synctest.Wait()
		measured := make(chan *model.Inventory, 1)
		go func() { measured <- r.feed.Measure(r.ctx, Measuring{Anew: true, Patience: time.Hour}) }()
		synctest.Wait()
		hang.Release()
		if inv := <-measured; inv == nil || inv.Usage == nil || r.measurings() != 2 {
			t.Errorf("measured %d times, answered: %t", r.measurings(), inv != nil)
		}
	})
}

// Who waits is let go when it takes too long or fails.
func TestMeasuringFails(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]sim.FaultKind{"hangs": sim.FaultHang, "fails": sim.FaultStatus} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			withFeed(t, developer, sim.Options{}, func(e *sim.Engine) { e.Inject(usageFault(kind)) }, func(r *rig) {
				began := time.Now()
				if inv := r.feed.Measure(r.ctx, Measuring{Patience: 2 * time.Second}); inv != nil {
					t.Error("it was measured")
				}
				if took := time.Since(began); took > 2*time.Second || kind == sim.FaultStatus && took == 2*time.Second {
					t.Errorf("it took %s", took)
				}
				synctest.Wait()
				if n := len(r.feed.measurements); n > 0 {
					t.Errorf("%d are waited for still", n)
				}
			})
		})
	}
}

// A measurement that takes longer than anybody waits is not begun.
func TestMeasuringThatTakesTooLong(t *testing.T) {
	t.Parallel()
	slow := []sim.Latency{{Match: sim.Match{Path: "/system/df"}, Base: 30 * time.Second}}
	withFeed(t, developer, sim.Options{Latency: slow}, nil, func(r *rig) {
		r.until("it is measured", func(s model.Snapshot) bool { return s.Facts[model.FactUsage].Status == model.StatusReady })
		before := r.measurings()
		goes(r)
		if inv := r.feed.Measure(r.ctx, Measuring{Patience: 2 * time.Second}); inv != nil || r.measurings() != before {
			t.Errorf("measured %d times, answered: %t", r.measurings()-before, inv != nil)
		}
	})
}

// A feed that loads the build cache only has the images measured beside it.
func TestMeasuringBesideTheCache(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		engine := sim.New(developer(time.Now()), sim.Options{})
		defer engine.Close()
		client, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: engine.Dial, Env: noEnv})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = client.Close() }()
		feed := Follow(t.Context(), client, FollowOptions{CacheOnly: true, AtOnce: true})
		for feed.Inventory().Usage == nil {
			if _, err := feed.Next(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if u := feed.Inventory().Usage; u.Images.Size != model.Unknown || u.Containers.Size != model.Unknown || u.BuildCache.Size <= 0 {
			t.Errorf("what is not measured is no 0: %+v", u)
		}
		inv := feed.Measure(t.Context(), Measuring{Patience: time.Second})
		if inv == nil || inv.Usage.Images.Size <= 0 || inv.Usage.BuildCache.Size != feed.Inventory().Usage.BuildCache.Size {
			t.Errorf("the images are measured: %t", inv != nil)
		}
		engine.Inject(usageFault(sim.FaultStatus))
		if inv := feed.Measure(t.Context(), Measuring{Patience: time.Second}); inv != nil {
			t.Error("a failure counts as measured")
		}
	})
}
