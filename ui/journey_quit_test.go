package ui_test

import (
	"net/http"
	"strings"
	"testing"

	"jettison/dockerx/sim"
	"jettison/keymap"
)

func TestQuitting(t *testing.T) {
	e := engine(t)
	p := newJourney(t, open(t, e), 120, 30)
	p.settles()
	hang := e.Inject(sim.Fault{Match: sim.Match{Method: http.MethodDelete}, Kind: sim.FaultHang})
	defer hang.Release()
	p.Do(keymap.Filter, "unused size>3GB", keymap.Confirm, keymap.MarkAll, keymap.Plan)
	p.Sees("Plan · deletes")
	p.Do(keymap.Confirm)
	p.Sees("X cancels")
	for range 3 {
		p.Interrupt()
	}
	p.Do("s")
	if strings.Contains(p.Text(), "A removal is under way") {
		t.Fatal("the question was asked more than once")
	}
	p.Do(keymap.Back, keymap.Mark)
	if !strings.Contains(p.footer(), "marked") || !strings.Contains(p.footer(), "0 of ") {
		t.Errorf("marks and removal are not both in %q", p.footer())
	}
	p.Interrupt()
	p.Do("n")
	p.Ends(0)
}
