package cleanup

import (
	"context"
	"sync"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/inventory"
	"jettison/dockerx/transfer"
	"jettison/model"
)

// Session is an engine that is followed for as long as somebody looks at it, with its
// clean-ups.
type Session struct {
	*Service
	client *dockerx.Client
	feed   *inventory.Feed
	ctx    context.Context //nolint:containedctx // the session's lifetime
	end    context.CancelFunc

	// backedUp and resolved are for Next, which is for one goroutine.
	backedUp backedUp
	resolved bool // it was looked up how interrupted steps ended

	// interrupted gets how many steps that were.
	interrupted chan int

	mu        sync.Mutex // guards what follows
	removing  *Run       // the newest; nil for none
	restoring *Restore   // the newest; nil for none
}

// closePatience is how long a session that is closed waits for the steps under way. It is
// what "docker stop" grants.
const closePatience = 10 * time.Second

// NewSession follows the engine of a client until lifetime ends or the session is
// closed, which closes the client, too. The service needs no Engine: it gets one of the
// client.
func NewSession(lifetime context.Context, client *dockerx.Client, o inventory.FollowOptions, service Service) *Session {
	s := &Session{Service: &service, client: client, interrupted: make(chan int, 1)}
	s.ctx, s.end = context.WithCancel(lifetime)
	s.feed = inventory.Follow(s.ctx, client, o)
	service.Engine = Docker(client, s.feed, service.Now)
	return s
}

// Next blocks until the engine is known better than at the last call. The images know
// of their backups.
func (s *Session) Next(ctx context.Context) (model.Snapshot, error) {
	snapshot, err := s.feed.Next(ctx)
	if err != nil {
		return snapshot, err
	}
	if !s.resolved && known(&snapshot) {
		s.resolved = true
		go s.resolve(snapshot.Inventory.Engine)
	}
	snapshot.Inventory = s.backedUp.in(snapshot.Inventory, s.Backups)
	return snapshot, nil
}

// known reports whether a snapshot has all that it takes to see how steps ended.
func known(snapshot *model.Snapshot) bool {
	for _, fact := range []model.Fact{model.FactEngine, model.FactImages, model.FactContainers} {
		if snapshot.Facts[fact].Status != model.StatusReady {
			return false
		}
	}
	return true
}

// resolve looks up how the steps of interrupted programs ended. What can't be looked up
// or written now is tried again by the next session.
func (s *Session) resolve(engine model.Engine) {
	if steps, err := s.Resolve(context.WithoutCancel(s.ctx), engine); err == nil {
		s.interrupted <- steps
	}
}

// AwaitInterrupted blocks until it was looked up how the steps of interrupted removals
// ended, and answers how many there were. It is called once.
func (s *Session) AwaitInterrupted(ctx context.Context) (steps int) {
	select {
	case steps = <-s.interrupted:
	case <-s.ctx.Done():
	case <-ctx.Done():
	}
	return steps
}

// Reload asks for facts again, all when none is named. It does not block.
func (s *Session) Reload(facts ...model.Fact) { s.feed.Reload(facts...) }

// PrioritizeLayers says which images are looked at, the most wanted first. It does not
// block, and keeps the slice.
func (s *Session) PrioritizeLayers(ids []model.ImageID) { s.feed.PrioritizeLayers(ids) }

// Details loads what only a look at one image needs.
func (s *Session) Details(ctx context.Context, id model.ImageID) (*model.Details, error) {
	return inventory.Details(ctx, s.client, id)
}

// ManifestLayers has the engine tell the layers of all that its store has of the images of an
// inventory.
func (s *Session) ManifestLayers(ctx context.Context, inv *model.Inventory) (model.ManifestLayers, error) {
	return inventory.ManifestLayers(ctx, s.client, inv)
}

// AskRegistries has the engine ask registries for digest references. What could not be
// answered is missing from the answers; the error is of one of those.
func (s *Session) AskRegistries(ctx context.Context, refs []string) (model.RegistryAnswers, error) {
	return transfer.AskRegistries(ctx, s.client, refs)
}

// Remove prepares to carry out a plan, as Service.Remove does. The run outlasts ctx: it ends
// when the session is closed.
func (s *Session) Remove(ctx context.Context, plan *model.Plan, options Options) *Run {
	run := s.Service.Remove(context.WithoutCancel(ctx), plan, options)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.removing = run
	return run
}

// Restore begins to take a removal back, as Service.Restore does.
func (s *Session) Restore(ctx context.Context, removal string, plan *model.RestorePlan) *Restore {
	job := s.Service.Restore(ctx, removal, plan)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.restoring = job
	return job
}

// Close ends the session and releases its connections. A removal or a restoration under
// way is cancelled; what has begun of it ends before, so that the journal knows of it,
// unless that takes longer than closePatience. What a step took along is brought back all the same.
func (s *Session) Close() error {
	s.mu.Lock()
	run, job := s.removing, s.restoring
	s.mu.Unlock()
	if run != nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), closePatience)
		run.finish(ctx)
		cancel()
	}
	if job != nil {
		job.Cancel()
		<-job.Done()
	}
	s.end()
	return s.client.Close()
}
