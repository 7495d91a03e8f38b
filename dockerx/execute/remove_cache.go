package execute

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/moby/moby/client"

	"jettison/model"
)

type cacheAPI interface {
	BuildCachePrune(ctx context.Context, options client.BuildCachePruneOptions) (client.BuildCachePruneResult, error)
}

// caches are records of the build cache. The API has no other way to remove one than a prune
// with a filter that only it matches.
type caches struct{}

// execute looks at a record, and has the engine prune it. The engine passes over a record
// that a build uses, or that others are built on, and says nothing of it.
func (caches) execute(ctx context.Context, e *executor, step *model.Step, o *outcome) error {
	id := step.Thing.Target().ID
	filter, exact := onlyRecord(id)
	if !exact || e.store != model.StoreGraph && e.store != model.StoreContainerd {
		return &changedError{&model.Refusal{Kind: model.RefusalUnsupported}}
	}
	if there, err := e.removableRecord(ctx, id); err != nil || !there {
		if err == nil {
			o.gone()
		}
		return err
	}
	var deleted []string
	err := e.change(ctx, o, func(ctx context.Context) error {
		answer, err := e.api.BuildCachePrune(ctx, client.BuildCachePruneOptions{All: true, Filters: filter})
		deleted = answer.Report.CachesDeleted
		return err
	})
	if err != nil {
		return err
	}
	others := slices.DeleteFunc(slices.Clone(deleted), func(other string) bool { return other == id })
	for i, other := range others {
		others[i] = model.Clean(other)
	}
	switch {
	case len(others) > 0 && len(others) < len(deleted):
		o.fail(model.StepPartly, &model.Refusal{Kind: model.RefusalTookRecords, Refs: others})
		return nil
	case len(deleted) == 1:
		o.state = model.StepDone
		return nil
	}
	e.records.forget()
	there, err := e.removableRecord(ctx, id)
	switch {
	case err != nil:
		return err
	case len(others) > 0:
		o.fail(model.StepPartly, &model.Refusal{Kind: model.RefusalTookRecords, Refs: others})
	case there:
		o.fail(model.StepSkipped, &model.Refusal{Kind: model.RefusalPassedOver})
	default:
		o.state = model.StepGone // another client was faster
	}
	return nil
}

// onlyRecord returns the filter that matches one record by its ID. The engine takes it for a
// regular expression, in BuildKit's language of filters, in which spaces and commas end a
// value (moby, daemon/internal/builder-next/builder.go, toBuildkitPruneInfo). exact is false
// of an ID that can't be filtered by so.
func onlyRecord(id string) (filter client.Filters, exact bool) {
	if id == "" || strings.ContainsFunc(id, func(r rune) bool { return !strings.ContainsRune(idRunes, r) }) {
		return nil, false
	}
	return make(client.Filters).Add("id", "^"+regexp.QuoteMeta(id)+"$"), true
}

// idRunes are those of BuildKit's IDs (identity/randomid.go), and then some.
const idRunes = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"

// removableRecord reports whether a record is there. It returns an error if a build uses it,
// or if others are built on it.
func (e *executor) removableRecord(ctx context.Context, id string) (there bool, err error) {
	now, err := e.records.now(ctx)
	if err != nil {
		return false, err
	}
	blockers := recordBlockers(now, id)
	if len(blockers) > 0 { // which may have gone since
		e.records.forget()
		if now, err = e.records.now(ctx); err != nil {
			return false, err
		}
		blockers = recordBlockers(now, id)
	}
	if len(blockers) > 0 {
		return true, &changedError{&model.Refusal{
			Kind: model.RefusalBlocked, Blockers: blockers, Remedies: blockers[0].Remedies,
		}}
	}
	_, there = now.CacheRecord(id)
	return there, nil
}

// recordBlockers are what blocks the removal of a record by itself.
func recordBlockers(inv *model.Inventory, id string) []model.Blocker {
	preview := model.Preview(inv, []model.Key{{Target: model.Target{Kind: model.KindCache, ID: id}}})
	if len(preview.Steps) == 0 {
		return nil
	}
	return preview.Steps[0].Blockers
}

func (caches) isGone(ctx context.Context, e *executor, step *model.Step) (bool, error) {
	e.records.forget()
	now, err := e.records.now(ctx)
	if err != nil {
		return false, err
	}
	_, there := now.CacheRecord(step.Thing.Target().ID)
	return !there, nil
}

// restore fails: only a build makes a record again.
func (caches) restore(ctx context.Context, r *restorer, steps []int) {
	unsupported{}.restore(ctx, r, steps)
}

// records are those of the build cache, which steps look up together.
type records struct {
	list func(ctx context.Context) (*model.Inventory, error)

	mu    sync.Mutex // guards what follows, and is held while they are listed
	until time.Time  // the answer is used
	last  *model.Inventory
}

// A list of records is used for recordsFor, and longer where an engine takes long to make
// one: engines before API 1.42 can't list them without measuring everything.
const (
	recordsFor   = 250 * time.Millisecond
	recordsShare = 10
)

// now returns the records as they were a moment ago.
func (r *records) now(ctx context.Context) (*model.Inventory, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	began := time.Now()
	if r.last != nil && began.Before(r.until) {
		return r.last, nil
	}
	inv, err := r.list(ctx)
	if err != nil {
		return nil, err
	}
	r.last, r.until = inv, time.Now().Add(max(recordsFor, recordsShare*time.Since(began)))
	return inv, nil
}

// forget has the records listed again when they are asked for.
func (r *records) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last = nil
}
