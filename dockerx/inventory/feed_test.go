package inventory

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/layers"
	"jettison/model/modeltest"
)

// engines are the engines that are told apart, as the embedded engine plays
// them.
func engines() map[string]sim.Options {
	return map[string]sim.Options{
		"docker 20.10 graph":   {Version: "20.10.24"},
		"docker 28 graph":      {},
		"docker 28 containerd": {Store: model.StoreContainerd},
		"podman":               {Store: model.StorePodman},
	}
}

// rig is a feed on an embedded engine, inside a bubble of fake time: when the
// test ends, every goroutine must have ended too.
type rig struct {
	t      *testing.T
	world  *modeltest.World
	engine *sim.Engine
	feed   *Feed
	ctx    context.Context //nolint:containedctx // it is what the feed runs on
	cancel context.CancelFunc
}

// withFeed runs a test in a bubble. prepare may put faults in place before the
// feed starts.
func withFeed(t *testing.T, world func(now time.Time) *modeltest.World, o sim.Options, prepare func(*sim.Engine), test func(*rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{t: t, world: world(time.Now())}
		r.engine = sim.New(r.world, o)
		defer r.engine.Close()
		if prepare != nil {
			prepare(r.engine)
		}
		r.ctx, r.cancel = context.WithCancel(t.Context())
		defer r.cancel()
		client, err := dockerx.Connect(r.ctx, dockerx.Options{Dial: r.engine.Dial, Env: noEnv})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = client.Close() }()
		r.feed = Follow(r.ctx, client, FollowOptions{})
		test(r)
		r.cancel()
		<-r.feed.done
	})
}

func noEnv(string) string { return "" }

func developer(now time.Time) *modeltest.World { return modeltest.Developer(1, now) }

// until reads snapshots up to the first that fits.
func (r *rig) until(what string, fits func(model.Snapshot) bool) model.Snapshot {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.ctx, time.Minute)
	defer cancel()
	snapshot := r.feed.latest.get()
	for !fits(snapshot) {
		var err error
		if snapshot, err = r.feed.Next(ctx); err != nil {
			r.t.Fatalf("waiting until %s: %v; facts %+v", what, err, r.feed.latest.get().Facts)
		}
	}
	return snapshot
}

// loaded waits until all facts are there.
func (r *rig) loaded() model.Snapshot {
	r.t.Helper()
	snapshot := r.until("all is loaded", allReady)
	synctest.Wait()
	return snapshot
}

func allReady(s model.Snapshot) bool {
	for _, fact := range s.Facts {
		if fact.Status != model.StatusReady {
			return false
		}
	}
	return s.Link == model.LinkLive
}

// settle lets time pass until the feed has nothing left to do, and returns
// what was asked meanwhile, without the requests for single things.
func (r *rig) settle() []string {
	time.Sleep(time.Minute)
	synctest.Wait()
	return r.asked()
}

// asked are the paths of the requests so far.
func (r *rig) asked() []string {
	var paths []string
	for _, request := range r.engine.Requests() {
		path := request.Path
		if strings.Contains(request.Query, "shared-size") {
			path += "?shared-size"
		}
		if strings.Contains(request.Query, "filters") && path != "/events" {
			path += "?filters"
		}
		paths = append(paths, path)
	}
	return paths
}

func count(paths []string, path string) int {
	n := 0
	for _, p := range paths {
		if p == path {
			n++
		}
	}
	return n
}

// checkAgainstFresh compares the inventory with what a new client loads.
func (r *rig) checkAgainstFresh() {
	r.t.Helper()
	got := r.feed.Inventory()
	client, err := dockerx.Connect(r.ctx, dockerx.Options{Dial: r.engine.Dial, Env: noEnv})
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = client.Close() }()
	want, err := List(r.ctx, client, got.Engine)
	if err != nil {
		r.t.Fatal(err)
	}
	compareImages(r.t, got, want)
	var names, wanted []string
	for _, c := range got.Containers() {
		names = append(names, c.Name+" "+string(c.State)+" "+c.Image.Short())
	}
	for _, c := range want.Containers() {
		wanted = append(wanted, c.Name+" "+string(c.State)+" "+c.Image.Short())
	}
	if !slices.Equal(names, wanted) {
		r.t.Errorf("containers\n got %q\nwant %q", names, wanted)
	}
}

func compareImages(t *testing.T, got, want *model.Inventory) {
	t.Helper()
	for _, w := range want.Images() {
		g, ok := got.Image(w.ID)
		switch {
		case !ok:
			t.Errorf("image %s %v is missing", w.ID.Short(), w.Tags)
		case !slices.Equal(g.Tags, w.Tags) || !slices.Equal(g.Digests, w.Digests) || g.Parent != w.Parent ||
			g.Size != w.Size || g.Created.Unix() != w.Created.Unix() || !maps.Equal(g.Labels, w.Labels):
			t.Errorf("image\n got %+v\nwant %+v", *g, *w)
		}
	}
	for _, g := range got.Images() {
		if _, ok := want.Image(g.ID); !ok {
			t.Errorf("image %s %v should be gone", g.ID.Short(), g.Tags)
		}
	}
}

func TestFeedLoadsAll(t *testing.T) {
	for name, options := range engines() {
		t.Run(name, func(t *testing.T) {
			withFeed(t, developer, options, nil, func(r *rig) {
				got := r.loaded().Inventory
				r.checkAgainstFresh()
				want := r.world.Inventory()
				if got.Usage == nil || got.Usage.Images.Count == 0 || len(got.Usage.VolumeList) != len(r.world.Volumes) {
					t.Errorf("usage %+v", got.Usage)
				}
				depths := func(inv *model.Inventory) map[layers.ChainID]int {
					found := map[layers.ChainID]int{}
					for _, image := range inv.Images() {
						for l := image.Top; l != nil; l = l.Below {
							found[l.ID] = l.Depth
						}
					}
					return found
				}
				if !maps.Equal(depths(got), depths(want)) {
					t.Error("the layers differ from the world's")
				}
				for _, image := range got.Images() {
					if !image.Layered || image.SharedSize < 0 && !got.Hidden(image) {
						t.Fatalf("image %+v", *image)
					}
				}
				for _, c := range got.Containers() {
					if c.Since.IsZero() || c.Size < 0 {
						t.Errorf("container %+v", *c)
					}
					is, ok := want.Container(c.ID)
					if !ok || !maps.Equal(c.Labels, is.Labels) || !reflect.DeepEqual(c.ExitCode, is.ExitCode) || c.AutoRemove != is.AutoRemove || !c.Inspected {
						t.Errorf("container %+v, want %+v", *c, *is)
					}
				}
			})
		})
	}
}

func TestSlowDiskUsageHoldsNothingUp(t *testing.T) {
	for name, options := range engines() {
		t.Run(name, func(t *testing.T) {
			options.Latency = []sim.Latency{{Match: sim.Match{Path: "/system/df"}, Base: 10 * time.Minute}}
			withFeed(t, developer, options, nil, func(r *rig) {
				start := time.Now()
				s := r.until("layers are there", func(s model.Snapshot) bool {
					return s.Facts[model.FactLayers].Status == model.StatusReady
				})
				if took := time.Since(start); took > time.Second || s.Facts[model.FactUsage].Status != model.StatusLoading {
					t.Errorf("layers after %v, disk usage %v", took, s.Facts[model.FactUsage].Status)
				}
			})
		})
	}
}

func TestFeedPaintsImagesFirst(t *testing.T) {
	slow := sim.Options{Latency: []sim.Latency{
		{Match: sim.Match{Path: "/system/df"}, Base: 3 * time.Minute},
		{Match: sim.Match{Path: "/containers/json"}, Base: time.Second},
		{Match: sim.Match{Path: "/info"}, Base: time.Second},
	}}
	withFeed(t, developer, slow, nil, func(r *rig) {
		start := time.Now()
		first := r.until("there are rows", func(s model.Snapshot) bool { return len(s.Inventory.Rows()) > 0 })
		if took := time.Since(start); took > 10*time.Millisecond {
			t.Errorf("rows after %v", took)
		}
		if first.Facts[model.FactContainers].Status == model.StatusReady {
			t.Error("containers were waited for")
		}
		r.until("layers are there", func(s model.Snapshot) bool {
			return s.Facts[model.FactLayers].Status == model.StatusReady
		})
		if usage := r.feed.latest.get().Facts[model.FactUsage]; usage.Status != model.StatusLoading {
			t.Errorf("disk usage is %v", usage.Status)
		}
		time.Sleep(3 * time.Minute)
		r.loaded()
		paths := r.asked()
		list := slices.Index(paths, "/images/json")
		for _, later := range []string{"/containers/json", "/system/df", "/images/json?shared-size"} {
			if slices.Index(paths, later) < list {
				t.Errorf("%s was asked before the image list", later)
			}
		}
	})
}

func TestFactFailsAndIsRetried(t *testing.T) {
	for fact, path := range map[model.Fact]string{
		model.FactEngine:     "/info",
		model.FactImages:     "/images/json",
		model.FactContainers: "/containers/json",
		model.FactUsage:      "/system/df",
		model.FactLayers:     "/images/sha256:*/json",
	} {
		t.Run(path, func(t *testing.T) {
			var fault *sim.Injected
			inject := func(e *sim.Engine) {
				fault = e.Inject(sim.Fault{Match: sim.Match{Path: path}, Kind: sim.FaultStatus, Message: "out of order\x1b[31m"})
			}
			withFeed(t, developer, sim.Options{}, inject, func(r *rig) {
				failed := r.until("it has failed", func(s model.Snapshot) bool {
					return s.Facts[fact].Status == model.StatusFailed
				})
				problem := failed.Facts[fact].Problem
				if problem == nil || problem.Kind != model.ProblemAnswer || problem.Text != "out of order[31m" {
					t.Errorf("problem %+v", problem)
				}
				synctest.Wait()
				fault.Release()
				r.feed.Reload(fact)
				switch fact { // others fail with the same fault
				case model.FactImages:
					r.feed.Reload(model.FactShared)
				case model.FactLayers:
					r.feed.Reload(model.FactTagTimes)
				default:
				}
				r.loaded()
			})
		})
	}
}

func TestTruncatedListIsAProblem(t *testing.T) {
	inject := func(e *sim.Engine) {
		e.Inject(sim.Fault{Match: sim.Match{Path: "/images/json"}, Kind: sim.FaultTruncate, Bytes: 2000, Times: 1})
	}
	withFeed(t, developer, sim.Options{}, inject, func(r *rig) {
		s := r.until("the list has failed", func(s model.Snapshot) bool {
			return s.Facts[model.FactImages].Status == model.StatusFailed
		})
		if p := s.Facts[model.FactImages].Problem; p.Kind != model.ProblemAnswer {
			t.Errorf("problem %+v", p)
		}
		r.feed.Reload()
		r.loaded()
		r.checkAgainstFresh()
	})
}

func TestDiskUsageIsNeverAskedTwiceAtOnce(t *testing.T) {
	var fault *sim.Injected
	hang := func(e *sim.Engine) {
		fault = e.Inject(sim.Fault{Match: sim.Match{Path: "/system/df"}, Kind: sim.FaultHang})
	}
	withFeed(t, developer, sim.Options{}, hang, func(r *rig) {
		r.until("layers are there", func(s model.Snapshot) bool {
			return s.Facts[model.FactLayers].Status == model.StatusReady
		})
		for range 5 {
			r.feed.Reload(model.FactUsage)
			time.Sleep(time.Second)
		}
		if n := count(r.asked(), "/system/df"); n != 1 {
			t.Errorf("asked %d times while the first hangs", n)
		}
		fault.Release()
		r.loaded()
		r.settle()
		if n := count(r.asked(), "/system/df"); n != 2 {
			t.Errorf("asked %d times in all, want 2", n)
		}
	})
}

func TestReloadGivesUpAListThatHangs(t *testing.T) {
	hang := func(e *sim.Engine) {
		e.Inject(sim.Fault{Match: sim.Match{Path: "/images/json"}, Kind: sim.FaultHang, Times: 1})
	}
	withFeed(t, developer, sim.Options{}, hang, func(r *rig) {
		time.Sleep(time.Second)
		r.feed.Reload()
		time.Sleep(time.Second)
		if n := count(r.asked(), "/images/json"); n != 1 {
			t.Errorf("asked %d times within a second", n)
		}
		time.Sleep(hangsAfter)
		r.feed.Reload()
		r.loaded()
	})
}

func TestFeedEndsWhileRequestsHang(t *testing.T) {
	hang := func(e *sim.Engine) {
		e.Inject(sim.Fault{Match: sim.Match{Path: "/images/json"}, Kind: sim.FaultHang})
	}
	withFeed(t, developer, sim.Options{}, hang, func(r *rig) {
		time.Sleep(time.Second)
		r.cancel()
		for {
			if _, err := r.feed.Next(context.Background()); err != nil {
				return
			}
		}
	})
}

func TestIdleFeedAsksNothing(t *testing.T) {
	withFeed(t, developer, sim.Options{}, nil, func(r *rig) {
		r.loaded()
		r.settle()
		before, version := len(r.asked()), r.feed.latest.version
		time.Sleep(10 * time.Hour)
		synctest.Wait()
		if after := len(r.asked()); after != before {
			t.Errorf("%d requests while idle: %v", after-before, r.asked()[before:])
		}
		if r.feed.latest.version != version {
			t.Error("something was published while idle")
		}
	})
}

// changes are what others do to an engine. None of them may lead to a full
// list.
func changes(world *modeltest.World) map[string]func(*sim.Engine) error {
	tagged := world.Images[slices.IndexFunc(world.Images, func(i *modeltest.Image) bool { return len(i.Tags) == 1 })]
	other := world.Images[slices.IndexFunc(world.Images, func(i *modeltest.Image) bool {
		return len(i.Tags) == 1 && i.ID != tagged.ID
	})]
	container := world.Containers[slices.IndexFunc(world.Containers, func(c *modeltest.Container) bool {
		return c.State == model.StateRunning
	})]
	recipe := modeltest.Recipe{
		Tags: []string{"new/thing:1"}, Labels: map[string]string{"a": "b"},
		Add: []modeltest.Instruction{modeltest.Run("RUN make", 12345)},
	}
	untagged := recipe
	untagged.Tags = nil
	moving := recipe
	moving.Tags = []string{tagged.Tags[0]}
	return map[string]func(*sim.Engine) error{
		"tag":       func(e *sim.Engine) error { return e.Tag(tagged.Tags[0], "new/tag:2") },
		"move tag":  func(e *sim.Engine) error { return e.Tag(tagged.Tags[0], other.Tags[0]) },
		"untag":     func(e *sim.Engine) error { return e.Untag(tagged.Tags[0]) },
		"build":     func(e *sim.Engine) error { return buildWith(e, tagged.Tags[0], recipe) },
		"load":      func(e *sim.Engine) error { _, err := e.Load(tagged.Tags[0], recipe); return err },
		"move load": func(e *sim.Engine) error { _, err := e.Load(other.Tags[0], moving); return err },
		"dangling":  func(e *sim.Engine) error { return buildWith(e, tagged.Tags[0], untagged) },
		"create":    func(e *sim.Engine) error { _, err := e.CreateContainer(tagged.Tags[0], "made"); return err },
		"stop":      func(e *sim.Engine) error { return e.StopContainer(container.Name) },
		"destroy":   func(e *sim.Engine) error { return e.RemoveContainer(container.Name) },
		"restart": func(e *sim.Engine) error {
			if err := e.StopContainer(container.Name); err != nil {
				return err
			}
			return e.StartContainer(container.Name)
		},
		"delete": func(e *sim.Engine) error {
			if err := buildWith(e, tagged.Tags[0], recipe); err != nil {
				return err
			}
			return e.RemoveImage("new/thing:1", false)
		},
	}
}

func buildWith(e *sim.Engine, from string, recipe modeltest.Recipe) error {
	_, err := e.Build(from, recipe)
	return err
}

func TestEventsUpdateOnlyTheirSubjects(t *testing.T) {
	t.Parallel()
	for name, options := range engines() {
		for change := range changes(developer(time.Unix(1e9, 0))) {
			t.Run(name+"/"+change, func(t *testing.T) {
				t.Parallel()
				withFeed(t, developer, options, nil, func(r *rig) {
					r.loaded()
					r.settle()
					r.engine.ForgetRequests()
					if err := changes(r.world)[change](r.engine); err != nil {
						t.Fatal(err)
					}
					time.Sleep(time.Second)
					synctest.Wait()
					if n := count(r.asked(), "/images/json"); n > 0 {
						t.Errorf("the whole list was asked for: %v", r.asked())
					}
					r.checkAgainstFresh()
					r.settle()
					r.checkAgainstFresh()
					for _, image := range r.feed.Inventory().Images() {
						if !image.Layered || image.SharedSize < 0 && !r.feed.Inventory().Hidden(image) {
							t.Errorf("image %+v", *image)
						}
					}
				})
			})
		}
	}
}

func TestStormIsCoalesced(t *testing.T) {
	withFeed(t, developer, sim.Options{}, nil, func(r *rig) {
		r.loaded()
		r.settle()
		r.engine.ForgetRequests()
		before := r.feed.latest.version
		r.engine.Storm(5000)
		r.settle()
		if n := r.feed.latest.version - before; n > 6 {
			t.Errorf("%d publications", n)
		}
		if n := count(r.asked(), "/images/json"); n > 2 {
			t.Errorf("the list was asked for %d times", n)
		}
		r.checkAgainstFresh()
	})
}

func TestRemovalsNeedNoList(t *testing.T) {
	many := func(now time.Time) *modeltest.World { return modeltest.Many(600, 1, now) }
	withFeed(t, many, sim.Options{}, nil, func(r *rig) {
		r.loaded()
		r.settle()
		r.engine.ForgetRequests()
		removed := 0
		for _, row := range r.feed.Inventory().Rows() {
			if row.Ref == "" || removed == 500 {
				continue
			}
			if r.engine.RemoveImage(row.Ref, false) == nil {
				removed++
			}
			time.Sleep(5 * time.Millisecond)
		}
		synctest.Wait()
		during := r.asked()
		if n := count(during, "/images/json") + count(during, "/images/json?shared-size") + count(during, "/system/df"); n > 0 {
			t.Errorf("%d lists and measurements during the removal of %d", n, removed)
		}
		r.settle()
		if n := count(r.asked(), "/system/df"); n != 1 {
			t.Errorf("disk usage was asked for %d times afterwards", n)
		}
		r.checkAgainstFresh()
	})
}

func TestLostStreamIsReconciled(t *testing.T) {
	for name, lose := range map[string]func(*sim.Engine){
		"stream cut":  (*sim.Engine).CutStreams,
		"engine died": (*sim.Engine).Stop,
	} {
		t.Run(name, func(t *testing.T) {
			withFeed(t, developer, sim.Options{}, nil, func(r *rig) {
				r.loaded()
				lose(r.engine)
				stale := r.until("it is stale", func(s model.Snapshot) bool { return s.Link == model.LinkStale })
				if stale.Problem == nil || stale.StaleFrom.IsZero() || !stale.RetryAt.After(stale.StaleFrom) {
					t.Errorf("stale %v, retry %v, problem %+v", stale.StaleFrom, stale.RetryAt, stale.Problem)
				}
				if len(stale.Inventory.Rows()) == 0 {
					t.Error("the rows were lost with the stream")
				}
				tag := r.feed.Inventory().Rows()[len(r.feed.Inventory().Rows())-1].Ref
				if err := r.engine.Untag(tag); err != nil {
					t.Fatal(err)
				}
				if name == "engine died" {
					time.Sleep(5 * time.Minute)
					r.engine.Start()
				}
				r.until("it is live again", func(s model.Snapshot) bool { return s.Link == model.LinkLive })
				r.checkAgainstFresh()
				r.settle()
				r.loaded()
			})
		})
	}
}

func TestReloadTriesALostLinkAtOnce(t *testing.T) {
	withFeed(t, developer, sim.Options{}, nil, func(r *rig) {
		r.loaded()
		r.engine.Stop()
		time.Sleep(10 * time.Minute) // the delays have grown
		r.engine.Start()
		r.feed.Reload()
		start := time.Now()
		r.until("it is live again", func(s model.Snapshot) bool { return s.Link == model.LinkLive })
		if took := time.Since(start); took > 100*time.Millisecond {
			t.Errorf("it took %v", took)
		}
	})
}

func TestFollowWithoutFacts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		engine := sim.New(developer(time.Now()), sim.Options{})
		defer engine.Close()
		client, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: engine.Dial, Env: noEnv})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = client.Close() }()
		ctx, cancel := context.WithCancel(t.Context())
		feed := Follow(ctx, client, FollowOptions{Without: []model.Fact{model.FactUsage, model.FactLayers}})
		time.Sleep(time.Minute)
		synctest.Wait()
		cancel()
		<-feed.done
		r := &rig{engine: engine}
		if n := count(r.asked(), "/system/df"); n > 0 {
			t.Error("disk usage was asked for")
		}
		facts := feed.latest.get().Facts
		if facts[model.FactShared].Status != model.StatusReady || facts[model.FactLayers].Status != model.StatusWaiting {
			t.Errorf("facts %+v", facts)
		}
	})
}

// An image that is removed and pulled again at once is there: the event of the pull has its
// name, not its ID.
func TestRemovedAndPulledAtOnce(t *testing.T) {
	t.Parallel()
	for name, options := range engines() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			withFeed(t, developer, options, nil, func(r *rig) {
				r.loaded()
				r.settle()
				rows := r.feed.Inventory().Rows()
				row := rows[slices.IndexFunc(rows, func(row model.Row) bool { return row.Ref != "" })]
				r.feed.post(func() {
					r.feed.eventCame(event{kind: "image", action: "delete", id: string(row.Image.ID)}, 1)
					r.feed.eventCame(event{kind: "image", action: "pull", id: row.Ref}, 2)
				})
				time.Sleep(time.Second)
				synctest.Wait()
				r.checkAgainstFresh()
			})
		})
	}
}
