package cli

import (
	"strings"
	"testing"
	"time"

	"jettison/dockerx/sim"
)

// A clock that was set back hides nothing: the newest removal is the one that was written last,
// ages are not negative, and later removals, locks and samples go on.
func TestClockSetBack(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	clock := noon()
	b.call.now = func() time.Time { return clock }
	b.succeeds("ls")
	b.succeeds("sample")
	b.succeeds("rm", "--yes", "ref:acme/api:1.0")
	for _, back := range []time.Duration{time.Hour, 40 * 24 * time.Hour} {
		clock = clock.Add(-back)
		for _, args := range [][]string{{"ls"}, {"journal"}, {"trends"}, {"sample"}, {"df"}, {"why", "alpine:3.22"}} {
			r := b.run(args...)
			if text := r.out + r.errs; strings.Contains(text, " -") && strings.Contains(text, "-1 ") || strings.Contains(text, "now ago") {
				t.Errorf("%q says\n%s", args, text)
			}
			if r.code != CodeDone {
				t.Errorf("%q: exit code %d\n%s", args, r.code, r.errs)
			}
		}
	}
	// Whether a clean-up ran since the plan was made can't be told once: the plan is made anew.
	if r := b.run("rm", "--yes", "ref:acme/api:1.1"); r.code != CodeRefused || !strings.Contains(r.errs, "Run it again") {
		t.Errorf("exit code %d\n%s", r.code, r.errs)
	}
	b.succeeds("rm", "--yes", "ref:acme/api:1.1")
	if out := b.succeeds("restore", "last", "--dry-run"); !strings.Contains(out, "acme/api:1.1") {
		t.Errorf("the last removal is\n%s", out)
	}
	b.wants(nil, []string{"acme/api:1.2", "alpine:3.22"})
}
