package ui_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"jettison/dockerx/sim"
	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/ui"
)

// small is an engine with a few plain images.

func TestEngineDiesInTheMiddleOfARemoval(t *testing.T) {
	e := engine(t)
	p := newJourney(t, open(t, e), 120, 30)
	p.settles()
	e.Inject(sim.Fault{Match: sim.Match{Method: http.MethodDelete}, Kind: sim.FaultDie, Skip: 3, Times: 1})
	p.Do(keymap.Filter, "unused size>300MB", keymap.Confirm, keymap.MarkAll, keymap.Plan)
	p.Sees("Plan · deletes")
	p.Do(keymap.Confirm)
	p.Sees("paused: the engine does not answer · ")
	p.Do(keymap.JobPanel)
	p.Sees("paused")
	p.Sees("stale")
	e.Start()
	p.Sees("all done")
	p.waitsUntilKnown()
	for _, r := range e.Requests() {
		if r.Method == http.MethodDelete && strings.Contains(r.Path, "force=1") {
			t.Errorf("forced on the way: %s", r.Path)
		}
	}
}

// A plan may be made all the same; who reads it should know that it is old.

func TestPlanOnADeadEngineSaysSo(t *testing.T) {
	e := engine(t)
	p := newJourney(t, open(t, e), 120, 30)
	p.settles()
	e.Stop()
	p.Sees("stale since")
	p.Do(keymap.Plan)
	p.Sees("The engine does not answer: this is what was there at")
}

func TestFailedFactsAreNamedAndRetried(t *testing.T) {
	for _, test := range []struct{ name, path, want string }{
		{"containers", "/containers/json", "containers failed, r tries again"},
		{"disk usage", "/system/df", "disk usage failed, r tries again"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := engine(t)
			fault := e.Inject(sim.Fault{Match: sim.Match{Path: test.path}, Message: "boom\x1b[2Jboom"})
			p := newJourney(t, open(t, e), 160, 30)
			p.Sees("live")
			p.Sees(test.want)
			p.Sees("registry.local") // the rest works
			fault.Release()
			p.Do(keymap.Refresh)
			p.Sees(" unused ")
			for strings.Contains(p.Text(), test.want) {
				p.Sees("live")
				p.Next()
			}
		})
	}
}

func TestImagesThatCannotBeListed(t *testing.T) {
	for name, fault := range map[string]sim.Fault{
		"500":       {Kind: sim.FaultStatus, Message: "layer store is broken"},
		"truncated": {Kind: sim.FaultTruncate, Bytes: 700},
		"cut":       {Kind: sim.FaultCut},
	} {
		t.Run(name, func(t *testing.T) {
			e := engine(t)
			fault.Match = sim.Match{Path: "/images/json"}
			injected := e.Inject(fault)
			p := newJourney(t, open(t, e), 120, 30)
			p.Sees("The images could not be listed.")
			p.Sees("r tries again")
			injected.Release()
			p.Do(keymap.Refresh)
			p.Sees("ml/train")
		})
	}
}

func TestHangingDiskUsageHoldsNothingUp(t *testing.T) {
	e := engine(t)
	hang := e.Inject(sim.Fault{Match: sim.Match{Path: "/system/df"}, Kind: sim.FaultHang})
	p := newJourney(t, open(t, e), 120, 30)
	p.waitsUntilKnown()
	p.Sees("measuring disk usage")
	p.Do(keymap.Filter, "size>9GB", keymap.Confirm, keymap.MarkAll)
	p.Sees("marked")
	p.Do(keymap.Plan)
	p.Sees("Plan · deletes")
	p.Do(keymap.Back)
	p.Do(keymap.Pane(3))
	p.Sees("everything else works meanwhile")
	hang.Release()
	p.Sees("reclaimable")
}

// The plan is frozen: a tag that moved since is left alone and said so.

func TestTagThatMovedSinceThePlan(t *testing.T) {
	e := small(t, "app:1", "other:1")
	p := newJourney(t, open(t, e), 120, 30)
	p.waitsUntilKnown()
	p.Do(keymap.Filter, "ref:app:1", keymap.Confirm, keymap.Plan)
	p.Sees("Plan · deletes 1 image")
	if err := e.Tag("other:1", "app:1"); err != nil {
		t.Fatal(err)
	}
	p.Do(keymap.Confirm)
	p.Sees("not done as planned")
	p.Do(keymap.JobPanel)
	p.Sees("Since the plan was made")
	moved, err := e.ImageID("app:1")
	if err != nil {
		t.Fatalf("the moved tag is gone: %v", err)
	}
	if other, err := e.ImageID("other:1"); err != nil || other != moved {
		t.Errorf("app:1 is %s, other:1 is %s (%v)", moved, other, err)
	}
}

// control is what may not be in a frame: control characters other than line

// ends, once the frame's own styles were taken out.

var control = regexp.MustCompile(`[\x00-\x09\x0b-\x1f\x7f\x{80}-\x{9f}]`)

func TestHostileTextStaysText(t *testing.T) {
	w := modeltest.New(5, now)
	evil := "\x1b]0;owned\x07\x1b[2J\x9b31m\rX\u202e"
	image := w.Build(modeltest.Recipe{
		Tags: []string{"app:1"}, Labels: map[string]string{"evil" + evil: evil},
		Add: []modeltest.Instruction{modeltest.Run("RUN echo "+evil, 1000)},
	})
	w.Run(modeltest.Start{Image: image, Name: "web" + evil, State: "exited"})
	e := sim.New(w, sim.Options{Clock: clock, Name: "host" + evil})
	t.Cleanup(e.Close)
	e.Inject(sim.Fault{Match: sim.Match{Method: http.MethodDelete, Path: "/containers/*"}, Status: http.StatusInternalServerError, Message: "no" + evil})
	p := newJourney(t, open(t, e), 120, 30)
	p.waitsUntilKnown()
	p.Sees("stopped")
	p.clean("at first")
	for _, action := range []keymap.Action{
		keymap.Details, keymap.Layers, keymap.Back, keymap.Pane(2), keymap.Pane(3), keymap.Pane(1), keymap.Plan, keymap.RemoveStopped,
	} {
		p.Do(action)
		p.clean(string(action))
	}
	p.Do(keymap.Confirm)
	p.Sees("not done as planned")
	p.Do(keymap.JobPanel, keymap.RawText)
	p.clean("the engine's words")
}

func (p *journey) clean(after string) {
	p.t.Helper()
	if found := control.FindString(ansi.Strip(p.Model.View().Content)); found != "" {
		p.t.Errorf("after %q there is %q on the screen:\n%q", after, found, p.Text())
	}
	if title := p.Model.View().WindowTitle; control.MatchString(title) {
		p.t.Errorf("the title is %q", title)
	}
}

func TestNoImages(t *testing.T) {
	p := newJourney(t, open(t, small(t)), 80, 24)
	p.Sees("live")
	p.Sees("There are no images on this engine.")
	for _, action := range []keymap.Action{
		keymap.MarkAll, keymap.Plan, keymap.Details, keymap.MarkByRule, keymap.Back, keymap.Pane(2), keymap.Pane(3), keymap.Pane(1),
		keymap.ViewMode, keymap.ViewMode,
	} {
		p.Do(action)
		p.Text()
	}
}

func TestImageOfAHundredTags(t *testing.T) {
	w := modeltest.New(3, now)
	var tags []string
	for i := range 100 {
		tags = append(tags, fmt.Sprintf("app:%d", i))
	}
	w.Build(modeltest.Recipe{Tags: tags, Add: []modeltest.Instruction{modeltest.Run("ADD rootfs /", 1000)}})
	e := sim.New(w, sim.Options{Clock: clock})
	t.Cleanup(e.Close)
	p := newJourney(t, open(t, e), 120, 30)
	p.Sees("100 of 100")
	p.Do(keymap.Filter, "tag:7", keymap.Confirm, keymap.Plan)
	p.Sees("untags 1")
	p.Do(keymap.Confirm)
	p.Sees("The removal ended.")
	p.Sees("of 99")
	p.Do(keymap.Back)
	p.Sees("99 of 99")
	p.Do(keymap.MarkAll, keymap.Plan)
	p.Sees("deletes 1 image")
	p.Do(keymap.Confirm)
	p.Sees("There are no images on this engine.")
}

func TestStormOfEvents(t *testing.T) {
	const storm = 5000
	e := engine(t)
	p := newJourney(t, open(t, e), 120, 30)
	p.settles()
	e.ForgetRequests()
	frames := p.Model.Updates()
	e.Storm(storm)
	if err := e.Tag("vllm/vllm-openai:v0.6.3", "after:storm"); err != nil {
		t.Fatal(err)
	}
	p.Sees("298 of 298")
	// How many batches the storm falls into, and how many images the last one
	// names, goes by how fast this machine is (TestStormIsCoalesced counts them
	// in a time of its own): what must not be is one request an event.
	if n := len(e.Requests()); n > storm/10 {
		t.Errorf("%d requests for a storm of %d events", n, storm)
	}
	if n := p.Model.Updates() - frames; n > storm/10 {
		t.Errorf("%d messages reached the screen", n)
	}
}

// Reopening after a failure works, and so does the demo.

func TestRetryAndDemo(t *testing.T) {
	for action, want := range map[keymap.Action]string{keymap.Refresh: "1 of 1", keymap.Demo: "297 of 297"} {
		opts := open(t, small(t, "app:1"))
		connect, tries := opts.Connect, 0
		opts.Connect = func(ctx context.Context) (ui.Session, error) {
			if tries++; tries == 1 {
				return nil, fmt.Errorf("not yet")
			}
			return connect(ctx)
		}
		opts.Demo = open(t, engine(t)).Connect
		p := newJourney(t, opts, 80, 24)
		p.Sees("not yet")
		p.Do(action)
		p.Sees(want)
	}
}

func TestNoEngineIsExplained(t *testing.T) {
	p := newJourney(t, ui.Options{Address: "unix:///nowhere", Connect: func(context.Context) (ui.Session, error) {
		return nil, &model.Problem{Kind: model.ProblemNotRunning, Reason: model.ReasonLost}
	}}, 80, 24)
	p.Sees("No engine at unix:///nowhere")
	p.Sees("Check that the engine still runs.")
}

func TestLongErrorsAreShownInFull(t *testing.T) {
	e := engine(t)
	text := strings.Repeat("the layer store could not be read ", 5)
	e.Inject(sim.Fault{Match: sim.Match{Path: "/containers/json"}, Message: text})
	for _, width := range []int{80, 120, 200} {
		newJourney(t, open(t, e), width, 30).Sees("containers failed")
	}
}
