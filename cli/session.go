package cli

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"sync"
	"time"

	"jettison/cli/output"
	"jettison/dockerx"
	"jettison/dockerx/execute"
	"jettison/dockerx/inventory"
	"jettison/dockerx/sim"
	"jettison/dockerx/transfer"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/store"
	"jettison/ui"
)

// session is an engine as the screen wants it: one client and the feed of its
// inventory.
type session struct {
	client *dockerx.Client
	feed   *inventory.Feed
	jobs   int
	now    func() time.Time
	// journal gets to know what is removed; nil where none is kept.
	journal *store.Journal
	backups backups
	// backedUp is what of the newest inventory is known to be backed up, and resolved
	// whether open steps were looked after. Both are for Next, which is for one
	// goroutine.
	backedUp backedUp
	resolved bool
	readOnly bool
	// locks keep other clean-ups off while something is removed; nil for the demo,
	// whose engine is nobody else's.
	locks *locks
	end   func() // ends the feed, and the engine when it is the demo's
	ended <-chan struct{}
	// settled gets how many open steps were looked after.
	settled chan int

	mu        sync.Mutex    // guards what follows
	restoring *restoringJob // the newest; nil for none
}

// breath is time enough for the first frame with rows.
const breath = 40 * time.Millisecond

// openSession connects to an engine. What the session does later ends with
// lifetime; ctx bounds connecting alone.
func openSession(ctx, lifetime context.Context, o dockerx.Options, jobs int, memory layerMemory) (*session, error) {
	client, err := dockerx.Connect(ctx, o)
	if err != nil {
		return nil, err
	}
	following, end := context.WithCancel(lifetime)
	return &session{
		client: client, feed: inventory.Follow(following, client, inventory.FollowOptions{Breath: breath, Layers: memory}), jobs: jobs, now: o.Now,
		end: end, ended: following.Done(), settled: make(chan int, 1),
	}, nil
}

// openDemo starts an embedded engine of its own and connects to it.
func openDemo(ctx, lifetime context.Context, f *flags, now func() time.Time) (*session, error) {
	engine := startDemo(f, now)
	s, err := openSession(ctx, lifetime, dockerx.Options{Dial: engine.Dial, Name: "demo", Now: now, ReadOnly: f.readOnly}, f.jobs, nil)
	if err != nil {
		engine.Close()
		return nil, err
	}
	endFeed := s.end
	folder, err := os.MkdirTemp("", "jettison-demo-")
	if err == nil { // else the demo has no journal and no backups
		s.journal, s.backups = store.OpenJournal(filepath.Join(folder, "journal")), demoBackups(filepath.Join(folder, "backups"), now)
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
	snapshot.Inventory = s.backedUp.in(snapshot.Inventory, s.backups)
	return snapshot, nil
}

// resolveOnce finds out what became of the steps of programs that are gone, beside
// everything else.
func (s *session) resolveOnce(snapshot *model.Snapshot) {
	if s.resolved || s.locks == nil || s.journal == nil || s.readOnly {
		return
	}
	for _, fact := range []model.Fact{model.FactEngine, model.FactImages, model.FactContainers} {
		if snapshot.Facts[fact].Status != model.StatusReady {
			return
		}
	}
	s.resolved = true
	c := recovery{s.journal, s.backups, userOf(environment), s.now}
	engine := snapshot.Inventory.Engine
	// What can't be found out or written now is tried again at the next start.
	go func() {
		steps, err := c.resolve(*s.locks, engine, func() (*model.Inventory, error) { return inventory.List(context.Background(), s.client, engine) })
		if err == nil {
			s.settled <- steps
		}
	}()
}

// CutOff implements ui.Session.
func (s *session) CutOff(ctx context.Context) (steps int) {
	select {
	case steps = <-s.settled:
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
	var r *record
	start := func() ui.Job {
		return execute.Start(ctx, s.client, r.plan, execute.Options{Jobs: s.jobs, Now: s.now, Feed: s.feed})
	}
	rule := ""
	if how.Policy != "" {
		rule = output.RulePolicy + how.Policy
	}
	// A job that is refused leaves no trace in the journal: it begins with Next.
	r = newRecord(s.journal, plan, rule, userOf(environment), s.now)
	var job ui.Job = &recordedJob{record: r, start: start}
	if images := plan.BackUp(how.Backup); len(images)+len(plan.BackedUp()) > 0 {
		job = newSavingJob(plan, job, s.now, func(ctx context.Context, tell func(model.BackupProgress)) ([]model.StepEvent, error) {
			return s.backups.save(ctx, transfer.Saver{Client: s.client}, r, images, tell)
		})
	}
	if s.locks != nil {
		job = &guardedJob{Job: job, plan: plan, what: cmp.Or(rule, "a removal on the screen"), locks: *s.locks}
	}
	return job
}

// Journaled implements ui.Session.
func (s *session) Journaled() bool { return s.journal != nil }

// Removals implements ui.Session.
func (s *session) Removals(context.Context) (*model.Past, error) {
	if s.journal == nil {
		return nil, &model.Problem{What: "There is no place for a journal of what is removed", Advice: "Set HOME or XDG_STATE_HOME, and start again."}
	}
	return s.recovery().past()
}

// recovery is that of a session that has a journal.
func (s *session) recovery() *recovery {
	return &recovery{s.journal, s.backups, userOf(environment), s.now}
}

// Restore implements ui.Session.
func (s *session) Restore(ctx context.Context, removal string, plan *model.RestorePlan) ui.RestoreJob {
	c := s.recovery()
	guarded := guardedRestore{s.locks, removal, plan}
	job := newRestoringJob(ctx, func(ctx context.Context, j *restoringJob) {
		guarded.run(j, func() { c.carryOut(ctx, s.client, removal, plan, j.tell, j.warnJournal) })
	})
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
		<-job.done
	}
	s.end()
	return s.client.Close()
}
