package ui_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"jettison/dockerx/sim"
	"jettison/model/modeltest"
	"jettison/ui"
)

// small is an engine with a few plain images.
func small(t *testing.T, tags ...string) *sim.Engine {
	t.Helper()
	w := modeltest.New(3, now)
	for i, tag := range tags {
		w.Build(modeltest.Recipe{Tags: []string{tag}, Add: []modeltest.Instruction{modeltest.Run("ADD rootfs /", int64(1000+i))}})
	}
	e := sim.New(w, sim.Options{Clock: clock})
	t.Cleanup(e.Close)
	return e
}

func TestEngineDiesInTheMiddleOfARemoval(t *testing.T) {
	e := engine(t)
	p := newPerson(t, open(t, e), 120, 30)
	p.settles()
	e.Inject(sim.Fault{Match: sim.Match{Method: http.MethodDelete}, Kind: sim.FaultDie, Skip: 3, Times: 1})
	p.types("/unused size>300MB\nad")
	p.waits("Plan · deletes")
	p.types("\nJ")
	p.waits("paused")
	p.waits("stale")
	e.Start()
	p.waits("all done")
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
	p := newPerson(t, open(t, e), 120, 30)
	p.settles()
	e.Stop()
	p.waits("stale since")
	p.types("d")
	p.waits("The engine does not answer: this is what was there at")
}

func TestFailedFactsAreNamedAndRetried(t *testing.T) {
	for _, test := range []struct{ name, path, want string }{
		{"containers", "/containers/json", "containers failed, r tries again"},
		{"disk usage", "/system/df", "disk usage failed, r tries again"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := engine(t)
			fault := e.Inject(sim.Fault{Match: sim.Match{Path: test.path}, Message: "boom\x1b[2Jboom"})
			p := newPerson(t, open(t, e), 160, 30)
			p.waits("live")
			p.waits(test.want)
			p.waits("registry.local") // the rest works
			fault.Release()
			p.types("r")
			p.waits(" unused ")
			for strings.Contains(p.sees(), test.want) {
				p.waits("live")
				p.next()
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
			p := newPerson(t, open(t, e), 120, 30)
			p.waits("The images could not be listed.")
			p.waits("r tries again")
			injected.Release()
			p.types("r")
			p.waits("ml/train")
		})
	}
}

func TestHangingDiskUsageHoldsNothingUp(t *testing.T) {
	e := engine(t)
	hang := e.Inject(sim.Fault{Match: sim.Match{Path: "/system/df"}, Kind: sim.FaultHang})
	p := newPerson(t, open(t, e), 120, 30)
	p.waitsUntilKnown()
	p.waits("measuring disk usage")
	p.types("/size>9GB\na")
	p.waits("marked")
	p.types("d")
	p.waits("Plan · deletes")
	p.presses(tea.KeyEscape)
	p.types("3")
	p.waits("everything else works meanwhile")
	hang.Release()
	p.waits("reclaimable")
}

// The plan is frozen: a tag that moved since is left alone and said so.
func TestTagThatMovedSinceThePlan(t *testing.T) {
	e := small(t, "app:1", "other:1")
	p := newPerson(t, open(t, e), 120, 30)
	p.waitsUntilKnown()
	p.types("/ref:app:1\nd")
	p.waits("Plan · deletes 1 image")
	if err := e.Tag("other:1", "app:1"); err != nil {
		t.Fatal(err)
	}
	p.presses(tea.KeyEnter)
	p.waits("not done as planned")
	p.types("J")
	p.waits("Since the plan was made")
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
	p := newPerson(t, open(t, e), 120, 30)
	p.waitsUntilKnown()
	p.waits("stopped")
	for _, keys := range []string{"", "i", "L", "\x1b", "2", "3", "1", "d", "c"} {
		p.types(keys)
		p.clean(keys)
	}
	p.types("\n")
	p.waits("not done as planned")
	p.types("Je")
	p.clean("the engine's words")
}

func (p *person) clean(after string) {
	p.t.Helper()
	if found := control.FindString(ansi.Strip(p.screen.View().Content)); found != "" {
		p.t.Errorf("after %q there is %q on the screen:\n%q", after, found, p.sees())
	}
	if title := p.screen.View().WindowTitle; control.MatchString(title) {
		p.t.Errorf("the title is %q", title)
	}
}

func TestNoImages(t *testing.T) {
	p := newPerson(t, open(t, small(t)), 80, 24)
	p.waits("live")
	p.waits("There are no images on this engine.")
	for _, keys := range []string{"a", "d", "i", "m", "\x1b", "2", "3", "1", "t", "t"} {
		p.types(keys)
		p.sees()
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
	p := newPerson(t, open(t, e), 120, 30)
	p.waits("100 of 100")
	p.types("/tag:7\nd")
	p.waits("untags 1")
	p.presses(tea.KeyEnter)
	p.waits("The removal ended.")
	p.waits("of 99")
	p.presses(tea.KeyEscape)
	p.waits("99 of 99")
	p.types("ad")
	p.waits("deletes 1 image")
	p.presses(tea.KeyEnter)
	p.waits("There are no images on this engine.")
}

func TestStormOfEvents(t *testing.T) {
	const storm = 5000
	e := engine(t)
	p := newPerson(t, open(t, e), 120, 30)
	p.settles()
	e.ForgetRequests()
	frames := p.taken
	e.Storm(storm)
	if err := e.Tag("vllm/vllm-openai:v0.6.3", "after:storm"); err != nil {
		t.Fatal(err)
	}
	p.waits("298 of 298")
	// How many batches the storm falls into, and how many images the last one
	// names, goes by how fast this machine is (TestStormIsCoalesced counts them
	// in a time of its own): what must not be is one request an event.
	if n := len(e.Requests()); n > storm/10 {
		t.Errorf("%d requests for a storm of %d events", n, storm)
	}
	if n := p.taken - frames; n > storm/10 {
		t.Errorf("%d messages reached the screen", n)
	}
}

// Reopening after a failure works, and so does the demo.
func TestRetryAndDemo(t *testing.T) {
	for key, want := range map[string]string{"r": "1 of 1", "d": "297 of 297"} {
		opts := open(t, small(t, "app:1"))
		connect, tries := opts.Connect, 0
		opts.Connect = func(ctx context.Context) (ui.Session, error) {
			if tries++; tries == 1 {
				return nil, fmt.Errorf("not yet")
			}
			return connect(ctx)
		}
		opts.Demo = open(t, engine(t)).Connect
		p := newPerson(t, opts, 80, 24)
		p.waits("not yet")
		p.types(key)
		p.waits(want)
	}
}
