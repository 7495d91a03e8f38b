package cli

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"time"

	"jettison/cleanup"
	"jettison/cli/output"
	"jettison/dockerx"
	"jettison/dockerx/inventory"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/store"
	"jettison/ui"
)

// session implements ui.Session for one engine.
type session struct {
	*cleanup.Session
	// end releases the demo's engine; it may be nil.
	end func()
}

// headStart is long enough for the first frame with rows.
const headStart = 40 * time.Millisecond

// openSession connects to an engine. ctx bounds only the connecting; later work of the session
// ends with lifetime.
func openSession(ctx, lifetime context.Context, o dockerx.Options, service cleanup.Service, kept caches) (*session, error) {
	client, err := dockerx.Connect(ctx, o)
	if err != nil {
		return nil, err
	}
	follow := inventory.FollowOptions{HeadStart: headStart, Layers: kept.layers}
	if kept.lists != nil {
		follow.Lists = kept.lists
	}
	return &session{Session: cleanup.NewSession(lifetime, client, follow, service)}, nil
}

// openDemo starts an embedded engine and connects to it.
func openDemo(ctx, lifetime context.Context, f *flags, now func() time.Time) (*session, error) {
	service := cleanup.Service{Jobs: f.jobs, ReadOnly: f.readOnly, User: userOf(environment), Now: now}
	folder, err := os.MkdirTemp("", "jettison-demo-")
	if err == nil { // otherwise the demo has no journal and no backups
		service.Journal, service.Backups = store.OpenJournal(filepath.Join(folder, "journal")), demoBackups(filepath.Join(folder, "backups"), now)
	}
	engine := startDemo(f, now)
	end := func() {
		engine.Close()
		if folder != "" {
			_ = os.RemoveAll(folder) // if that fails, the system cleans up eventually
		}
	}
	s, err := openSession(ctx, lifetime, dockerx.Options{Dial: engine.Dial, Name: "demo", Now: now, ReadOnly: f.readOnly}, service, caches{})
	if err != nil {
		end()
		return nil, err
	}
	s.end = end
	return s, nil
}

func startDemo(f *flags, now func() time.Time) *sim.Engine {
	if f.demoImages == 0 {
		return sim.Demo(f.seed, now)
	}
	return sim.New(modeltest.Many(f.demoImages, f.seed, now()), sim.Options{Name: "demo", Clock: now})
}

// Remove implements ui.Session.
func (s *session) Remove(ctx context.Context, plan *model.Plan, how ui.Removal) ui.Job {
	rule := ""
	if how.Policy != "" {
		rule = output.RulePolicy + how.Policy
	}
	return s.Session.Remove(ctx, plan, cleanup.Options{
		Rule: rule, What: cmp.Or(rule, "a removal on the screen"), Backup: how.Backup, AsOf: how.AsOf, Measure: measurePatience,
	})
}

// Restore implements ui.Session.
func (s *session) Restore(ctx context.Context, removal string, plan *model.RestorePlan) ui.RestoreJob {
	return s.Session.Restore(ctx, removal, plan)
}

// Close implements ui.Session.
func (s *session) Close() error {
	err := s.Session.Close()
	if s.end != nil {
		s.end()
	}
	return err
}
