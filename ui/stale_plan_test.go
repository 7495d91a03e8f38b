package ui_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jettison/cleanup"
	"jettison/dockerx/sim"
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
	p := newPerson(t, opts, 120, 30)
	p.waitsUntilKnown()
	p.settles()
	p.types("/repo:app or repo:hub/tool\na\x1bd")
	p.waits("Plan · deletes 3 images")
	p.types("b")
	p.waits("backs up first")
	f.otherCleanup(t, e, "app:22")
	p.types("\n")
	p.waits("Another clean-up ran since the plan was made, and nothing was removed.")
	p.waits("Plan · deletes 2 images")
	p.waits("backs up first")
	if left := names(t, e, "app:1", "app:stable", "hub/tool:333"); len(left) != 3 || deletes(e) != 0 {
		t.Errorf("left are %v after %d deletions", left, deletes(e))
	}
	p.types("\x1b")
	p.waits("3 references marked") // of two images
	p.types("d")
	p.waits("Plan · deletes 2 images")
	p.types("\n")
	p.waits("The removal ended")
	if left := names(t, e, "app:1", "app:stable", "hub/tool:333"); len(left) != 0 {
		t.Errorf("left are %v", left)
	}
}

// Nothing is asked about when the other clean-up took all of it.
func TestAStalePlanOfWhichNothingIsLeft(t *testing.T) {
	t.Parallel()
	e := harbor(t)
	opts, f := keepLocked(t, e)
	p := newPerson(t, opts, 120, 30)
	p.waitsUntilKnown()
	p.settles()
	p.types("/tag:22\nd")
	p.waits("Plan · deletes 1 image")
	f.otherCleanup(t, e, "app:22")
	p.types("\n")
	p.waits("nothing is left of it to remove.")
	if strings.Contains(p.sees(), "Plan ·") {
		t.Errorf("a plan is open:\n%s", p.sees())
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
	p := newPerson(t, opts, 120, 30)
	p.waitsUntilKnown()
	p.settles()
	p.types("P")
	p.waits("Policies")
	p.types("1")
	p.waits("Plan · of the policy nightly · deletes 3 images")
	f.otherCleanup(t, e, "app:22")
	p.types("\n")
	p.waits("This is what there is to remove now.")
	p.waits("Plan · of the policy nightly · deletes 2 images")
	p.types("\n")
	p.waits("The removal ended")
	past, err := f.Removals(t.Context())
	if err != nil || len(past.Removals) != 1 || words.Rule(past.Removals[0].Rule) != "nightly" {
		t.Errorf("%+v, %v", past, err)
	}
}

// A plan that was made while a removal ran may count on what that one took.
func TestAPlanFromBeforeARemovalEnded(t *testing.T) {
	t.Parallel()
	e := harbor(t)
	opts, _ := keepLocked(t, e)
	p := newPerson(t, opts, 120, 30)
	p.waitsUntilKnown()
	p.settles()
	hang := e.Inject(sim.Fault{Match: sim.Match{Method: http.MethodDelete}, Kind: sim.FaultHang, Times: 1})
	defer hang.Release()
	p.types("/tag:22\nd")
	p.waits("Plan · deletes 1 image")
	p.types("\n")
	p.waits("0 of 1")
	p.types("\x1b/repo:hub/tool\nd")
	p.waits("Plan · deletes 1 image")
	hang.Release()
	p.waits("The removal ended")
	p.types("\n")
	p.waits("Another clean-up ran since the plan was made, and nothing was removed.")
	p.types("\n")
	p.waits("The removal ended")
	if left := names(t, e, "app:22", "hub/tool:333"); len(left) != 0 {
		t.Errorf("left are %v", left)
	}
}
