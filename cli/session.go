package cli

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"sync"
	"time"

	"jettison/cleanup"
	"jettison/cli/config"
	"jettison/cli/output"
	"jettison/dockerx"
	"jettison/dockerx/inventory"
	"jettison/dockerx/sim"
	"jettison/dockerx/transfer"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/store"
	"jettison/ui"
)

// session is an engine as the screen wants it: one client, the feed of its inventory,
// and the clean-ups of it.
type session struct {
	client  *dockerx.Client
	feed    *inventory.Feed
	service *cleanup.Service
	// backedUp is what of the newest inventory is known to be backed up, and resolved
	// whether open steps were looked after. Both are for Next, which is for one
	// goroutine.
	backedUp cleanup.BackedUp
	resolved bool
	readOnly bool
	end      func() // ends the feed, and the engine when it is the demo's
	ended    <-chan struct{}
	// interrupted gets how many open steps were looked after.
	interrupted chan int

	mu        sync.Mutex       // guards what follows
	restoring *cleanup.Restore // the newest; nil for none
}

// headStart is time enough for the first frame with rows.
const headStart = 40 * time.Millisecond

// openSession connects to an engine. What the session does later ends with
// lifetime; ctx bounds connecting alone.
func openSession(ctx, lifetime context.Context, o dockerx.Options, f *flags, env config.Env, memory layerMemory) (*session, error) {
	client, err := dockerx.Connect(ctx, o)
	if err != nil {
		return nil, err
	}
	following, end := context.WithCancel(lifetime)
	feed := inventory.Follow(following, client, inventory.FollowOptions{HeadStart: headStart, Layers: memory})
	return &session{
		client: client, feed: feed, service: serviceOf(client, feed, f, env, o.Now), readOnly: f.readOnly,
		end: end, ended: following.Done(), interrupted: make(chan int, 1),
	}, nil
}

// openDemo starts an embedded engine of its own and connects to it.
func openDemo(ctx, lifetime context.Context, f *flags, now func() time.Time) (*session, error) {
	demo := *f
	demo.demo = true // also where the screen offers it instead of an engine
	engine := startDemo(f, now)
	s, err := openSession(ctx, lifetime, dockerx.Options{Dial: engine.Dial, Name: "demo", Now: now, ReadOnly: f.readOnly}, &demo, environment, nil)
	if err != nil {
		engine.Close()
		return nil, err
	}
	s.service.Backups = cleanup.Backups{}
	endFeed := s.end
	folder, err := os.MkdirTemp("", "jettison-demo-")
	if err == nil { // else the demo has no journal and no backups
		s.service.Journal, s.service.Backups = store.OpenJournal(filepath.Join(folder, "journal")), demoBackups(filepath.Join(folder, "backups"), now)
	}
	s.end = func() {
		endFeed()
		engine.Close()
		if folder != "" {
			_ = os.RemoveAll(folder) // else the system does, some day
		}
	}
	return s, nil
}

func startDemo(f *flags, now func() time.Time) *sim.Engine {
	if f.demoImages == 0 {
		return sim.Demo(f.seed, now)
	}
	return sim.New(modeltest.Many(f.demoImages, f.seed, now()), sim.Options{Name: "demo", Clock: now})
}

// Next implements ui.Session.
func (s *session) Next(ctx context.Context) (model.Snapshot, error) {
	snapshot, err := s.feed.Next(ctx)
	if err != nil {
		return snapshot, err
	}
	s.resolveOnce(&snapshot)
	snapshot.Inventory = s.backedUp.In(snapshot.Inventory, s.service.Backups)
	return snapshot, nil
}

// resolveOnce finds out what became of the steps of programs that are gone, beside
// everything else.
func (s *session) resolveOnce(snapshot *model.Snapshot) {
	if s.resolved || s.service.Locks == nil || s.service.Journal == nil || s.readOnly {
		return
	}
	for _, fact := range []model.Fact{model.FactEngine, model.FactImages, model.FactContainers} {
		if snapshot.Facts[fact].Status != model.StatusReady {
			return
		}
	}
	s.resolved = true
	engine := snapshot.Inventory.Engine
	// What can't be found out or written now is tried again at the next start.
	go func() {
		steps, err := s.service.Resolve(context.Background(), engine)
		if err == nil {
			s.interrupted <- steps
		}
	}()
}

// CutOff implements ui.Session.
func (s *session) CutOff(ctx context.Context) (steps int) {
	select {
	case steps = <-s.interrupted:
	case <-s.ended:
	case <-ctx.Done():
	}
	return steps
}

// Reload implements ui.Session.
func (s *session) Reload(facts ...model.Fact) { s.feed.Reload(facts...) }

// PrioritizeLayers implements ui.Session.
func (s *session) PrioritizeLayers(ids []model.ImageID) { s.feed.PrioritizeLayers(ids) }

// Details implements ui.Session.
func (s *session) Details(ctx context.Context, id model.ImageID) (*model.Details, error) {
	return inventory.Details(ctx, s.client, id)
}

// AskRegistries implements ui.Session.
func (s *session) AskRegistries(ctx context.Context, refs []string) (model.RegistryAnswers, error) {
	return transfer.AskRegistries(ctx, s.client, refs)
}

// Remove implements ui.Session.
func (s *session) Remove(ctx context.Context, plan *model.Plan, how ui.Removal) ui.Job {
	rule := ""
	if how.Policy != "" {
		rule = output.RulePolicy + how.Policy
	}
	return s.service.Remove(ctx, plan, cleanup.Options{
		Rule: rule, What: cmp.Or(rule, "a removal on the screen"), Backup: how.Backup, AsOf: how.AsOf,
	})
}

// Journaled implements ui.Session.
func (s *session) Journaled() bool { return s.service.Journal != nil }

// Removals implements ui.Session.
func (s *session) Removals(context.Context) (*model.Past, error) { return s.service.Past() }

// Restore implements ui.Session.
func (s *session) Restore(ctx context.Context, removal string, plan *model.RestorePlan) ui.RestoreJob {
	job := s.service.Restore(ctx, removal, plan)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.restoring = job
	return job
}

// Close implements ui.Session. What is being brought back ends before, so that the
// journal knows of it.
func (s *session) Close() error {
	s.mu.Lock()
	job := s.restoring
	s.mu.Unlock()
	if job != nil {
		job.Cancel()
		<-job.Done()
	}
	s.end()
	return s.client.Close()
}
