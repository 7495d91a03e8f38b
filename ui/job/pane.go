// Package job is the panel of a removal: its progress, the result of every step, and
// what can be done about those that failed.
package job

import (
	"cmp"
	"slices"
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/pane"
	"jettison/ui/table"
	"jettison/ui/theme"
)

// The intents that the pane leaves to the root.
type (
	// Replan asks the root for a plan of what a step was to remove and did not, with a
	// remedy chosen for its target.
	Replan struct {
		Target model.Target
		Keys   []model.Key
		Remedy model.Remedy
	}
	// Dismiss asks the root to dismiss the ended removal.
	Dismiss struct{}
)

// Pane shows one removal. It belongs to the goroutine that updates the progress.
type Pane struct {
	styles   *theme.Styles
	keys     *keymap.Map
	progress *model.Progress
	now      time.Time
	table    *table.Table

	order []int // the indexes of the steps, in the order of the rows
	ended bool  // the order has the problems first
	moved bool  // a person moved the cursor, so it stays
	full  bool  // the words about the step replace the table
	from  int   // the first of those words that is visible

	notice   string
	actions  []pane.Action
	report   report
	takeBack model.TakeBack

	width, height int
}

// New returns a panel of the progress of a removal.
func New(styles *theme.Styles, keys *keymap.Map, progress *model.Progress) *Pane {
	p := &Pane{styles: styles, keys: keys, progress: progress, now: progress.Started}
	for i := range progress.Plan.Steps {
		if progress.Plan.Steps[i].Ready {
			p.order = append(p.order, i)
		}
	}
	p.table = table.New(styles, false, columns())
	p.table.SetEmpty("The plan had nothing to carry out.")
	p.table.SetRows(rows{p})
	p.actions = p.newActions()
	p.Refresh(progress.Started)
	return p
}

// Refresh updates the rows from the progress. It reads only the states of the steps.
func (p *Pane) Refresh(now time.Time) {
	p.now = now
	switch {
	case p.progress.State == model.JobEnded && !p.ended:
		p.ended = true
		p.pinProblems()
	case !p.ended && !p.moved:
		p.followWork()
	}
}

// followWork keeps the running steps in view.
func (p *Pane) followWork() {
	for row, step := range p.order {
		if !p.progress.StepState(step).Ended() {
			p.table.SetCursor(row)
			return
		}
	}
}

// pinProblems moves the steps with problems to the top. The cursor stays on its step if
// a person moved it there.
func (p *Pane) pinProblems() {
	on, _ := p.Current()
	slices.SortStableFunc(p.order, func(a, b int) int {
		return cmp.Compare(p.rank(a), p.rank(b))
	})
	if !p.moved {
		p.table.SetCursor(0)
		return
	}
	for row, step := range p.order {
		if step == on {
			p.table.Follow(row)
			return
		}
	}
}

// rank is 0 for steps with a problem, 1 for those that were canceled, and 2 for all
// others.
func (p *Pane) rank(step int) int {
	switch state := p.progress.StepState(step); {
	case state == model.StepCanceled:
		return 1
	case state.Succeeded():
		return 2
	}
	return 0
}

// Current returns the index in the plan of the step under the cursor.
func (p *Pane) Current() (step int, ok bool) {
	if row := p.table.Cursor(); row >= 0 && row < len(p.order) {
		return p.order[row], true
	}
	return 0, false
}

// move scrolls the words if they are shown in full; otherwise it moves the cursor.
func (p *Pane) move(action keymap.Action) {
	if p.full {
		p.scroll(action)
		return
	}
	if p.table.Do(action) {
		p.moved = true
	}
}

// left returns the keys of a target that the plan was to remove and that are still
// there.
func (p *Pane) left(target model.Target) []model.Key {
	var keys []model.Key
	removes := false
	for _, i := range p.order {
		step := &p.progress.Plan.Steps[i]
		if step.Thing.Target() != target {
			continue
		}
		removes = removes || step.Action == model.ActionRemove
		event := p.progress.Step(i)
		if event.State == model.StepDone && step.Action == model.ActionUntag {
			continue
		}
		for _, ref := range step.Refs {
			if !slices.Contains(event.Untagged, ref) {
				keys = append(keys, model.Key{Target: target, Ref: ref})
			}
		}
	}
	if len(keys) == 0 && removes {
		// It has no names left, so the image itself is marked.
		keys = append(keys, model.Key{Target: target})
	}
	return keys
}

// RawText returns the engine's own text about the step under the cursor; empty when
// there is none.
func (p *Pane) RawText() string {
	if index, ok := p.Current(); ok {
		if refusal := p.progress.Step(index).Refusal; refusal != nil {
			return refusal.Raw
		}
	}
	return ""
}

// CopyText returns the name of the target of the step under the cursor.
func (p *Pane) CopyText() string {
	index, ok := p.Current()
	if !ok {
		return ""
	}
	step := &p.progress.Plan.Steps[index]
	if len(step.Refs) > 0 {
		return step.Refs[0]
	}
	return step.Thing.Target().Argument(step.Thing.Called())
}

// SetTakeBack sets how much of the ended removal can be taken back.
func (p *Pane) SetTakeBack(back model.TakeBack) { p.takeBack = back }

// Hints returns the actions that the footer offers.
func (p *Pane) Hints() []keymap.Action {
	hints := []keymap.Action{keymap.Confirm}
	if p.RawText() != "" {
		hints = append(hints, keymap.RawText)
	}
	if p.progress.State == model.JobEnded {
		if p.takeBack.Steps > 0 {
			hints = append(hints, keymap.Recovery)
		}
		hints = append(hints, keymap.Dismiss)
	} else {
		hints = append(hints, keymap.CancelJob)
	}
	return append(hints, keymap.Copy, keymap.Back, keymap.Help)
}

// Click moves the cursor to the step at a cell.
func (p *Pane) Click(x, y int) {
	if p.full {
		return
	}
	if hit := p.table.Hit(x, y-headLines); hit.Row >= 0 {
		p.table.SetCursor(hit.Row)
		p.moved = true
	}
}

// Wheel scrolls the steps, or the words when they are shown in full.
func (p *Pane) Wheel(lines int) {
	if p.full {
		p.from = max(0, p.from+lines)
		return
	}
	p.table.Wheel(lines)
	p.moved = true
}

// SetStyles changes the styles.
func (p *Pane) SetStyles(styles *theme.Styles) {
	p.styles = styles
	p.table.SetStyles(styles)
}
