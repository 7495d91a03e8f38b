package job

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/words"
	"jettison/ui/pane"
	"jettison/ui/pane/panetest"
	"jettison/ui/theme"
)

var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// removal returns the progress of a plan for up to n rows of the developer's engine,
// which removes stopped containers first.
func removal(t testing.TB, n int) *model.Progress {
	t.Helper()
	inv := modeltest.Developer(7, start).Inventory()
	if n > 400 {
		inv = modeltest.Many(n, 7, start).Inventory()
	}
	var keys []model.Key
	choices := model.Choices{}
	for _, row := range inv.Rows() {
		if len(keys) == n {
			break
		}
		keys = append(keys, row.Key())
		choices[row.Image.Target()] = choices[row.Image.Target()].With(model.RemedyRemoveStopped)
	}
	return model.NewProgress(model.NewPlan(inv, keys, choices), start)
}

// ready returns the steps that are executed.
func ready(p *model.Progress) []int {
	var steps []int
	for i := range p.Plan.Steps {
		if p.Plan.Steps[i].Ready {
			steps = append(steps, i)
		}
	}
	return steps
}

func refusal() *model.Refusal {
	return &model.Refusal{
		Kind: model.RefusalStopped, Containers: []*model.Container{{ID: "0a1b2c3d4e5f", Name: "web-3"}},
		Remedies: []model.Remedy{model.RemedyRemoveStopped, model.RemedyForce, model.RemedySkip},
		Raw:      "conflict: unable to delete 1f2e3d (must be forced) - container 0a1b2c3d4e5f is using its referenced image",
	}
}

// advance ends the first done steps, every seventh with a failure, and starts the next
// two.
func advance(p *model.Progress, done int, state model.JobState) {
	steps := ready(p)
	for n, i := range steps[:done] {
		event := model.StepEvent{Step: i, State: model.StepDone}
		switch n % 21 {
		case 5:
			event.State, event.Refusal = model.StepFailed, refusal()
		case 12:
			event.State = model.StepGone
		case 19:
			event.State = model.StepSkipped
			event.Refusal = &model.Refusal{Kind: model.RefusalMoved, Refs: []string{"acme/api:1.0"}, Image: "sha256:0123456789abcdef"}
		}
		p.Apply(model.JobUpdate{Events: []model.StepEvent{event}}, start.Add(time.Duration(n+1)*250*time.Millisecond))
	}
	var next []model.StepEvent
	for _, i := range steps[done:min(done+2, len(steps))] {
		next = append(next, model.StepEvent{Step: i, State: model.StepRunning})
	}
	if state == model.JobEnded {
		for i := range next {
			next[i].State = model.StepUnknown
			next[i].Refusal = &model.Refusal{Kind: model.RefusalOutcomeUnknown}
		}
		for _, i := range steps[min(done+2, len(steps)):] {
			next = append(next, model.StepEvent{Step: i, State: model.StepCanceled})
		}
	}
	update := model.JobUpdate{Events: next, State: state}
	if state == model.JobPaused {
		update.Problem = &model.Problem{Text: "The engine does not answer: connection refused"}
		update.RetryAt = start.Add(time.Duration(done)*250*time.Millisecond + 4*time.Second)
	}
	p.Apply(update, start.Add(time.Duration(done)*250*time.Millisecond))
}

type frame struct {
	name  string
	steps int
	done  int
	state model.JobState
	keys  []keymap.Action
	known bool
}

// saving returns the frame of a removal whose images are being backed up.
const saving = "saving"

func frames() []frame {
	return []frame{
		{"start", 60, 0, model.JobRunning, nil, false},
		{"running", 60, 24, model.JobRunning, nil, false},
		{"paused", 60, 24, model.JobPaused, nil, false},
		{"failed", 60, 24, model.JobRunning, []keymap.Action{keymap.Top, keymap.Down, keymap.Down, keymap.Down, keymap.Down, keymap.Down}, false},
		{"measuring", 60, 60, model.JobEnded, nil, false},
		{"ended", 60, 60, model.JobEnded, nil, true},
		{"cancelled", 60, 20, model.JobEnded, nil, true},
		{"full", 60, 60, model.JobEnded, []keymap.Action{keymap.Confirm}, true},
		{saving, 60, 0, model.JobRunning, nil, false},
	}
}

func (f frame) pane(t testing.TB, o theme.Options) *Pane {
	t.Helper()
	progress := removal(t, f.steps)
	p := New(theme.New(o), keymap.Default(), progress)
	p.SetSize(80, 24)
	if f.name == saving {
		backup := &model.BackupProgress{Images: 2, Of: 5, Done: 312_000_000, Total: 1_240_000_000, Written: 118_000_000, Began: start.Add(-4 * time.Second)}
		progress.Apply(model.JobUpdate{Backup: backup}, start)
		p.Refresh(start)
		return p
	}
	advance(progress, min(f.done, progress.Total), f.state)
	p.Refresh(start.Add(time.Duration(f.done) * 250 * time.Millisecond))
	if f.state == model.JobEnded {
		written, _ := progress.Written()
		report := model.ReclaimReport{Predicted: progress.Freed, Back: progress.Freed.Min - written.Min - 41_000_000, Written: written}
		p.SetReport(report, f.known)
	}
	for _, action := range f.keys {
		pane.Do(p, action)
	}
	return p
}

func TestFrames(t *testing.T) {
	for _, f := range frames() {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			t.Run(fmt.Sprintf("%s/%dx%d", f.name, size[0], size[1]), func(t *testing.T) {
				p := f.pane(t, theme.Options{Dark: true})
				p.SetSize(size[0], size[1])
				golden.RequireEqual(t, p.View())
			})
		}
	}
}

func TestEverySizeFits(t *testing.T) {
	t.Parallel()
	for i, f := range frames() {
		step := 1 // the first frame at every size, the others at some
		if i > 0 {
			step = 7
		}
		p := f.pane(t, theme.Options{NoColor: true, ASCII: true})
		for width := 0; width <= 100; width += step {
			// Every width, and the heights around which the layout changes.
			for _, height := range []int{0, 1, 6, 7, 12, 18, 31} {
				p.SetSize(width, height)
				panetest.Fits(t, p.View(), width, height)
			}
		}
		for height := 0; height <= 100; height += step {
			p.SetSize(80, height)
			panetest.Fits(t, p.View(), 80, height)
		}
	}
}

func TestProblemsComeFirstAtTheEnd(t *testing.T) {
	p := frame{steps: 60, done: 60, state: model.JobEnded}.pane(t, theme.Options{})
	bad := p.progress.Problems()
	if bad == 0 {
		t.Fatal("the removal has no problems")
	}
	for row, step := range p.order {
		if good := p.progress.StepState(step).Succeeded(); good != (row >= bad) {
			t.Errorf("row %d of %d problems is %s", row, bad, words.StepState(p.progress.StepState(step)))
		}
	}
	if !slices.IsSorted(p.order[:bad]) || !slices.IsSorted(p.order[bad:]) {
		t.Error("the steps must stay in the order of the plan")
	}
}

func TestCursorFollowsTheWorkUntilMoved(t *testing.T) {
	progress := removal(t, 60)
	p := New(theme.New(theme.Options{}), keymap.Default(), progress)
	p.SetSize(80, 24)
	advance(progress, 20, model.JobRunning)
	p.Refresh(start)
	if step, _ := p.Current(); progress.StepState(step) != model.StepRunning {
		t.Errorf("the cursor is on a step that is %s", words.StepState(progress.StepState(step)))
	}
	pane.Do(p, keymap.Top)
	advance(progress, 30, model.JobRunning)
	p.Refresh(start)
	on, _ := p.Current()
	if on != ready(progress)[0] {
		t.Errorf("the cursor left step %d for %d", ready(progress)[0], on)
	}
	advance(progress, progress.Total, model.JobEnded)
	p.Refresh(start)
	if after, _ := p.Current(); after != on {
		t.Errorf("at the end the cursor went from step %d to %d", on, after)
	}
}

func TestIntents(t *testing.T) {
	failed := frame{steps: 60, done: 60, state: model.JobEnded}
	running := frame{steps: 60, done: 0, state: model.JobRunning}
	tests := []struct {
		name   string
		frame  frame
		action keymap.Action
		want   pane.Intent // its type; nil when it can't be done
	}{
		{"a remedy that is on offer", failed, keymap.RemoveStopped, Replan{}},
		{"force", failed, keymap.Force, Replan{}},
		{"a remedy that is not on offer", failed, keymap.MarkDescendants, nil},
		{"no remedy for what did not fail", running, keymap.RemoveStopped, nil},
		{"the engine's words", failed, keymap.RawText, pane.ShowText{}},
		{"no words of the engine", running, keymap.RawText, nil},
		{"dismiss the ended", failed, keymap.Dismiss, Dismiss{}},
		{"not the running", running, keymap.Dismiss, nil},
		{"close", running, keymap.Back, pane.Close{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := tt.frame.pane(t, theme.Options{})
			if got := pane.Do(p, tt.action); reflect.TypeOf(got) != reflect.TypeOf(tt.want) {
				t.Errorf("intent = %T, want %T", got, tt.want)
			}
			if refused := tt.want == nil; refused != (p.notice != "") {
				t.Errorf("notice = %q", p.notice)
			}
		})
	}
}

func TestReplanTakesWhatIsLeft(t *testing.T) {
	image := &model.Image{ID: "sha256:1111", Tags: []string{"acme/api:1", "acme/api:2"}}
	plan := &model.Plan{Steps: []model.Step{
		{Action: model.ActionRemove, Thing: image, Refs: image.Tags, Ready: true},
	}}
	tests := []struct {
		name     string
		state    model.StepState
		untagged []string
		want     []model.Key
	}{
		{"nothing went", model.StepFailed, nil, []model.Key{model.ImageKey(image.ID, "acme/api:1"), model.ImageKey(image.ID, "acme/api:2")}},
		{"one name went", model.StepFailed, []string{"acme/api:1"}, []model.Key{model.ImageKey(image.ID, "acme/api:2")}},
		{"only the names went", model.StepPartly, image.Tags, []model.Key{model.ImageKey(image.ID, "")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			progress := model.NewProgress(plan, start)
			p := New(theme.New(theme.Options{}), keymap.Default(), progress)
			progress.Apply(model.JobUpdate{State: model.JobEnded, Events: []model.StepEvent{
				{State: tt.state, Untagged: tt.untagged, Refusal: refusal()},
			}}, start)
			p.Refresh(start)
			intent := pane.Do(p, keymap.RemoveStopped)
			want := Replan{Target: image.Target(), Keys: tt.want, Remedy: model.RemedyRemoveStopped}
			if !reflect.DeepEqual(intent, want) {
				t.Errorf("intent = %+v, want %+v", intent, want)
			}
		})
	}
}

func TestFullWordsCloseBeforeThePanel(t *testing.T) {
	p := frame{steps: 60, done: 60, state: model.JobEnded}.pane(t, theme.Options{})
	pane.Do(p, keymap.Confirm)
	if !p.full || !strings.Contains(ansi.Strip(p.View()), "must be forced") {
		t.Errorf("the step's result is not shown in full:\n%s", p.View())
	}
	if got := pane.Do(p, keymap.Back); got != nil || p.full {
		t.Errorf("back gave %T, full %v", got, p.full)
	}
}

func BenchmarkRefresh(b *testing.B) {
	progress := removal(b, 5000)
	p := New(theme.New(theme.Options{}), keymap.Default(), progress)
	p.SetSize(200, 50)
	advance(progress, 4000, model.JobRunning)
	for b.Loop() {
		p.Refresh(start)
		_ = p.View()
	}
}
