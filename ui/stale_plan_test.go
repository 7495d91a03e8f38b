package ui_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jettison/cleanup"
	"jettison/dockerx/sim"
	"jettison/keymap"
	"jettison/model/policy"
	"jettison/model/query"
	"jettison/model/words"
	"jettison/store"
	"jettison/ui"
)

// keepLocked opens an engine with a session that keeps a journal and heeds locks, with a
// clock that goes.
func keepLocked(t *testing.T, e *sim.Engine) (ui.Options, *fakeSession) {
	t.Helper()
	opts, f := keep(t, e)
	f.service.Locks = cleanup.NewLocks(filepath.Join(f.folder, "locks"), nil, time.Now)
	f.service.Now, opts.Now = time.Now, time.Now
	return opts, f
}

// otherCleanup removes an image as another clean-up of the engine does.
func (f *fakeSession) otherCleanup(t *testing.T, e *sim.Engine, tag string) {
	t.Helper()
	lock, err := store.AcquireLock(filepath.Join(f.folder, "locks"), "embedded", store.Holder{What: "policy nightly", Since: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.RemoveImage(tag, false); err != nil {
		t.Fatal(err)
	}
	if err := lock.Release(time.Now()); err != nil {
		t.Fatal(err)
	}
}

// A plan from before another clean-up is not carried out: it is made anew, and asked
// about again.
func TestAStalePlanIsMadeAnew(t *testing.T) {
	t.Parallel()
	e := harbor(t)
	opts, f := keepLocked(t, e)
	p := newJourney(t, opts, 120, 30)
	p.waitsUntilKnown()
	p.settles()
	p.Do(keymap.Filter, "repo:app or repo:hub/tool", keymap.Confirm, keymap.MarkAll, keymap.Back, keymap.Plan)
	p.Sees("Plan · deletes 3 images")
	p.Do(keymap.BackUp)
	p.Sees("backs up first")
	f.otherCleanup(t, e, "app:22")
	p.Do(keymap.Confirm)
	p.Sees("A clean-up ran since the plan was made, and nothing was removed.")
	p.Sees("Plan · deletes 2 images")
	p.Sees("backs up first")
	if left := names(t, e, "app:1", "app:stable", "hub/tool:333"); len(left) != 3 || deletes(e) != 0 {
		t.Errorf("left are %v after %d deletions", left, deletes(e))
	}
	p.Do(keymap.Back)
	p.Sees("3 references marked") // of two images
	p.Do(keymap.Plan)
	p.Sees("Plan · deletes 2 images")
	p.Do(keymap.Confirm)
	p.Sees("The removal ended")
	if left := names(t, e, "app:1", "app:stable", "hub/tool:333"); len(left) != 0 {
		t.Errorf("left are %v", left)
	}
}

// Nothing is asked about when the other clean-up took all of it.
func TestAStalePlanWithNothingLeft(t *testing.T) {
	t.Parallel()
	e := harbor(t)
	opts, f := keepLocked(t, e)
	p := newJourney(t, opts, 120, 30)
	p.waitsUntilKnown()
	p.settles()
	p.Do(keymap.Filter, "tag:22", keymap.Confirm, keymap.Plan)
	p.Sees("Plan · deletes 1 image")
	f.otherCleanup(t, e, "app:22")
	p.Do(keymap.Confirm)
	p.Sees("nothing is left of it to remove.")
	if strings.Contains(p.Text(), "Plan ·") {
		t.Errorf("a plan is open:\n%s", p.Text())
	}
}

// The plan of a policy is what it removes now: its budget may hold already.
func TestAStalePlanOfAPolicy(t *testing.T) {
	t.Parallel()
	e := harbor(t)
	opts, f := keepLocked(t, e)
	q, err := query.Parse("repo:app or repo:hub/tool")
	if err != nil {
		t.Fatal(err)
	}
	opts.Policies = ui.Policies{List: []*policy.Policy{{Name: "nightly", Remove: []*query.Query{q}}}}
	p := newJourney(t, opts, 120, 30)
	p.waitsUntilKnown()
	p.settles()
	p.Do(keymap.Policies)
	p.Sees("Policies")
	p.Do("1")
	p.Sees("Plan · of the policy nightly · deletes 3 images")
	f.otherCleanup(t, e, "app:22")
	p.Do(keymap.Confirm)
	p.Sees("This is what there is to remove now.")
	p.Sees("Plan · of the policy nightly · deletes 2 images")
	p.Do(keymap.Confirm)
	p.Sees("The removal ended")
	past, err := f.Removals(t.Context())
	if err != nil || len(past.Removals) != 1 || words.Rule(past.Removals[0].Rule) != "nightly" {
		t.Errorf("%+v, %v", past, err)
	}
}

// A plan that was made while a removal ran may count on what that one took: it is made
// anew when that ended, and then goes through.
func TestAPlanFromBeforeARemovalEnded(t *testing.T) {
	t.Parallel()
	e := harbor(t)
	opts, _ := keepLocked(t, e)
	p := newJourney(t, opts, 120, 30)
	p.waitsUntilKnown()
	p.settles()
	hang := e.Inject(sim.Fault{Match: sim.Match{Method: http.MethodDelete}, Kind: sim.FaultHang, Times: 1})
	defer hang.Release()
	p.Do(keymap.Filter, "tag:22", keymap.Confirm, keymap.Plan)
	p.Sees("Plan · deletes 1 image")
	p.Do(keymap.Confirm)
	p.Sees("0 of 1")
	p.Do(keymap.Back, keymap.Filter, "repo:hub/tool", keymap.Confirm, keymap.Plan)
	p.Sees("Plan · deletes 1 image")
	hang.Release()
	p.Sees("The removal ended")
	p.Sees("This plan is made anew: what was under way has ended.")
	p.Do(keymap.Confirm)
	if p.Sees("The removal ended. "); strings.Contains(p.Text(), "A clean-up ran") {
		t.Errorf("the plan was refused:\n%s", p.Text())
	}
	if left := names(t, e, "app:22", "hub/tool:333"); len(left) != 0 {
		t.Errorf("left are %v", left)
	}
}

// Of a plan that the removal carried out already nothing is left when it is made anew.
func TestAPlanOfRemovedImages(t *testing.T) {
	t.Parallel()
	e := harbor(t)
	opts, _ := keepLocked(t, e)
	p := newJourney(t, opts, 120, 30)
	p.waitsUntilKnown()
	p.settles()
	hang := e.Inject(sim.Fault{Match: sim.Match{Method: http.MethodDelete}, Kind: sim.FaultHang, Times: 1})
	defer hang.Release()
	p.Do(keymap.Filter, "tag:22", keymap.Confirm, keymap.Plan, keymap.Confirm)
	p.Sees("0 of 1")
	p.Do(keymap.Plan)
	p.Sees("Plan · deletes 1 image")
	hang.Release()
	p.Sees("nothing is left of it to remove.")
	if strings.Contains(p.Text(), "Plan ·") {
		t.Errorf("a plan is open:\n%s", p.Text())
	}
}

// The policy of a plan is evaluated again when a removal ended.
func TestAPlanOfAPolicyFromBeforeARemovalEnded(t *testing.T) {
	t.Parallel()
	e := harbor(t)
	opts, _ := keepLocked(t, e)
	q, err := query.Parse("repo:app or repo:hub/tool")
	if err != nil {
		t.Fatal(err)
	}
	opts.Policies = ui.Policies{List: []*policy.Policy{{Name: "nightly", Remove: []*query.Query{q}}}}
	p := newJourney(t, opts, 120, 30)
	p.waitsUntilKnown()
	p.settles()
	hang := e.Inject(sim.Fault{Match: sim.Match{Method: http.MethodDelete}, Kind: sim.FaultHang, Times: 1})
	defer hang.Release()
	p.Do(keymap.Filter, "tag:22", keymap.Confirm, keymap.Plan, keymap.Confirm)
	p.Sees("0 of 1")
	p.Do(keymap.Policies)
	p.Sees("nightly")
	p.Do("1")
	p.Sees("Plan · of the policy nightly · deletes 3 images")
	p.Do(keymap.BackUp)
	p.Sees("backs up first")
	hang.Release()
	p.Sees("Plan · of the policy nightly · deletes 2 images")
	p.Sees("This plan is made anew: what was under way has ended.")
	p.Sees("backs up first")
}
