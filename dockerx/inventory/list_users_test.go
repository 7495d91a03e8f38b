package inventory

import (
	"net/http"
	"testing"

	"jettison/dockerx/sim"
	"jettison/model"
)

// Containers that can't be listed are unknown rather than none, at first and when they are listed
// again, and a plan knows it.
func TestUsersThatAreNotListed(t *testing.T) {
	fault := sim.Fault{Match: sim.Match{Path: "/containers/json"}, Status: http.StatusInternalServerError, Message: "no"}
	failed := func(s model.Snapshot) bool { return s.Facts[model.FactContainers].Status == model.StatusFailed }
	prepare := func(e *sim.Engine) {
		once := fault
		once.Times = 1
		e.Inject(once)
	}
	withFeed(t, developer, sim.Options{}, prepare, func(r *rig) {
		if unlisted := r.feed.Inventory().UnlistedUsers(); !unlisted.ToCome() {
			t.Errorf("before the first list: %+v", unlisted)
		}
		unlisted := func(what string) *model.UnlistedUsers {
			t.Helper()
			inv := r.until(what, failed).Inventory
			plan := model.NewPlan(inv, inv.Images()[0].Keys(), nil)
			if plan.UnlistedUsers == nil || plan.UnlistedUsers.Problem == nil || plan.UnlistedUsers != inv.UnlistedUsers() {
				t.Fatalf("%s, the plan says %+v", what, plan.UnlistedUsers)
			}
			return plan.UnlistedUsers
		}
		if unlisted("the first list fails").Listed {
			t.Error("it is said that they were listed")
		}
		r.feed.Reload()
		if known := r.loaded().Inventory.UnlistedUsers(); known != nil {
			t.Errorf("after a good list: %+v", known)
		}
		r.engine.Inject(fault)
		for range 2 {
			r.feed.Reload(model.FactContainers)
			r.settle()
			if !unlisted("a later list fails").Listed || len(r.feed.Inventory().Containers()) == 0 {
				t.Error("the list before is forgotten")
			}
		}
	})
}
