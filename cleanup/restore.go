package cleanup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"jettison/model"
	"jettison/model/words"
	"jettison/store"
	"jettison/store/archive"
	"jettison/store/wire"
)

// Restore takes one removal back. Its methods may be called from any goroutine, Next
// from one at a time.
type Restore struct {
	service *Service
	removal string // its ID
	plan    *model.RestorePlan

	cancel context.CancelFunc
	wake   chan struct{} // holds a token when there is news
	done   chan struct{} // closed when all has ended

	mu     sync.Mutex // guards what follows
	news   model.RestoreUpdate
	places map[int]int // of the steps in the news
	told   bool        // that it ended
	err    error
}

// Restore begins to take a removal back, by its ID. The journal learns how that ended,
// step by step. Cancelling ctx cancels it.
func (s *Service) Restore(ctx context.Context, removal string, plan *model.RestorePlan) *Restore {
	ctx, cancel := context.WithCancel(ctx)
	r := &Restore{
		service: s, removal: removal, plan: plan,
		cancel: cancel, wake: make(chan struct{}, 1), done: make(chan struct{}), places: map[int]int{},
	}
	go func() {
		defer close(r.done)
		defer cancel()
		r.run(ctx)
	}()
	return r
}

// Next blocks until there is news and returns all of it, and io.EOF after the update of
// the end. Otherwise its error is that of ctx.
func (r *Restore) Next(ctx context.Context) (model.RestoreUpdate, error) {
	select {
	case <-ctx.Done():
		return model.RestoreUpdate{}, ctx.Err()
	case <-r.wake:
	case <-r.done:
	}
	ended := false
	select {
	case <-r.done:
		ended = true
	default:
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.told {
		return model.RestoreUpdate{}, io.EOF
	}
	news := r.news
	news.Ended, r.told = ended, ended
	r.news = model.RestoreUpdate{}
	clear(r.places)
	return news, nil
}

// Cancel ends what is under way; what has come back stays.
func (r *Restore) Cancel() { r.cancel() }

// Done is closed when all has ended and the journal knows of it.
func (r *Restore) Done() <-chan struct{} { return r.done }

// Err is a *BusyError when nothing was tried because a clean-up is under way.
func (r *Restore) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// run takes the removal back unless a clean-up has the engine, which could take away
// what comes.
func (r *Restore) run(ctx context.Context) {
	if locks := r.service.Locks; locks != nil {
		lock, err := locks.acquire(ctx, r.plan.Engine, "restore "+r.removal)
		if busy, ok := errors.AsType[*BusyError](err); ok {
			r.refuse(busy)
			return
		}
		if err == nil {
			defer locks.release(lock)
		} else if ctx.Err() == nil {
			r.warn(model.WarnUnlocked, err)
		}
	}
	r.service.Engine.Restore(ctx, r.plan, r.service.Backups.read, func(event model.RestoreEvent) {
		if event.State.Ended() {
			if err := r.service.Journal.Append(r.line(event)); err != nil {
				r.warn(model.WarnJournalIncomplete, err)
			}
		}
		r.tell(event)
	})
}

// line is what the journal has of a step that ended.
func (r *Restore) line(event model.RestoreEvent) store.JournalLine {
	return store.JournalLine{
		Event: store.JournalRestored, At: event.At, Plan: r.removal, Step: r.plan.Steps[event.Step].Step, User: r.service.User,
		State: wire.States().Of(event.State), Why: words.RestoreFailure(event.Failure), Tagged: event.Tagged, Differs: words.Differences(event.Differs),
	}
}

// read is a ReadBackup of the folder.
func (b Backups) read(ctx context.Context, name string, targets []model.Target, to io.Writer, told func(done, total int64)) error {
	m, err := archive.Read(b.Folder, name)
	if err != nil {
		return err
	}
	total := m.Unpacked()
	if len(targets) == 1 && targets[0].Kind == model.KindVolume {
		return archive.WriteVolume(ctx, b.Folder, m, targets[0].ID, to, func(read int64) { told(read, total) })
	}
	ids := make([]model.ImageID, len(targets))
	for i, target := range targets {
		if target.Kind != model.KindImage {
			return fmt.Errorf("backups hold no %s such as %s", words.Kind(target.Kind), target.Short())
		}
		ids[i] = target.Image()
	}
	return archive.WriteImages(ctx, b.Folder, m, ids, to, func(read int64) { told(read, total) })
}

// tell adds an event to the news; of one step the newest counts.
func (r *Restore) tell(event model.RestoreEvent) {
	r.add(func() {
		if place, known := r.places[event.Step]; known {
			r.news.Events[place] = event
			return
		}
		r.places[event.Step] = len(r.news.Events)
		r.news.Events = append(r.news.Events, event)
	})
}

// warn tells something that is of no step.
func (r *Restore) warn(kind model.WarningKind, err error) {
	r.add(func() { r.news.Warning = warning(kind, err) })
}

// refuse says of each step that it is not tried.
func (r *Restore) refuse(busy *BusyError) {
	for i := range r.plan.Steps {
		if r.plan.Steps[i].Doable() {
			r.tell(model.RestoreEvent{Step: i, State: model.StepSkipped, Failure: &model.RestoreFailure{Kind: model.RestoreBusy}})
		}
	}
	r.add(func() { r.news.Problem, r.err = busy.Problem(), busy })
}

func (r *Restore) add(change func()) {
	r.mu.Lock()
	change()
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}
