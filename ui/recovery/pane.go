// Package recovery is the view of past removals: those in the journal, the steps of one
// of them, and how each step is taken back.
package recovery

import (
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/pane"
	"jettison/ui/table"
	"jettison/ui/theme"
)

// The intents that the pane leaves to the root.
type (
	// Restore asks the root to execute a plan that takes a removal back.
	Restore struct {
		Removal string // its ID
		Plan    *model.RestorePlan
	}
	// Reread asks for the journal anew.
	Reread struct{}
)

// Pane lists removals, or the steps of one. It does no I/O.
type Pane struct {
	styles *theme.Styles
	keys   *keymap.Map
	now    time.Time

	content *Content // nil until it was read
	inv     *model.Inventory
	run     *model.Restoration // the newest; nil for none
	list    *table.Table
	newest  bool // the cursor moves to the newest removal once it was read

	open   *model.PastRemoval // whose steps are shown; nil for the list
	sum    sum                // of it
	plan   *model.RestorePlan // of all of its steps, in their order
	steps  *table.Table
	marked map[int]bool // by the index of the step in the plan of the removal

	ofRemovals, ofSteps []pane.Action

	width, height int
}

// New returns a pane without content.
func New(styles *theme.Styles, keys *keymap.Map) *Pane {
	p := &Pane{styles: styles, keys: keys, marked: map[int]bool{}}
	p.inv = model.NewInventory(model.Engine{}, time.Time{}, nil, nil, nil)
	p.list = table.New(styles, false, listColumns())
	p.list.SetRows(removalRows{p})
	p.steps = table.New(styles, true, stepColumns())
	p.steps.SetEmpty("It took nothing away.")
	p.steps.SetRows(stepRows{p})
	p.ofRemovals, p.ofSteps = p.removalActions(), p.stepActions()
	return p
}

// Content returns what is shown; nil until it was read.
func (p *Pane) Content() *Content { return p.content }

// SetContent shows what was read. The cursor stays on its removal.
func (p *Pane) SetContent(content *Content, now time.Time) {
	on := p.current()
	p.content, p.now = content, now
	p.list.SetRows(removalRows{p})
	switch {
	case p.newest:
		p.list.SetCursor(0)
		p.newest = false
	case on != nil:
		if at, ok := p.find(on.ID); ok {
			p.list.Follow(at)
		}
	}
	if p.open != nil {
		at, ok := p.find(p.open.ID)
		p.open = nil
		if ok {
			p.show(at)
		}
	}
	p.resize()
}

// SetInventory works out again how the steps are taken back, with what is on the engine
// now.
func (p *Pane) SetInventory(inv *model.Inventory, now time.Time) {
	p.inv, p.now = inv, now
	p.replan()
}

// SetRestoration shows the progress of a restoration.
func (p *Pane) SetRestoration(run *model.Restoration) { p.run = run }

// Ended moves the cursor, unless a person moved it, to the first step that was not
// restored as it was.
func (p *Pane) Ended() {
	if shown, running := p.restoring(); !shown || running || p.steps.Cursor() > 0 {
		return
	}
	for i := range p.plan.Steps {
		if event, ok := p.event(&p.plan.Steps[i]); ok && (event.State != model.StepDone || len(event.Differs) > 0) {
			p.steps.SetCursor(i)
			return
		}
	}
}

// Refresh sets the clock.
func (p *Pane) Refresh(now time.Time) { p.now = now }

// GoToNewest returns to the list, with the cursor on the newest removal once it was
// read.
func (p *Pane) GoToNewest() {
	p.close()
	p.newest = true
}

// Open shows the steps of a removal, if it is known.
func (p *Pane) Open(id string) {
	if at, ok := p.find(id); ok {
		p.list.SetCursor(at)
		p.show(at)
	}
}

// Opened returns the ID of the removal whose steps are shown; empty for the list.
func (p *Pane) Opened() string {
	if p.open == nil {
		return ""
	}
	return p.open.ID
}

func (p *Pane) find(id string) (at int, ok bool) {
	for i, r := range p.removals() {
		if r.ID == id {
			return i, true
		}
	}
	return 0, false
}

func (p *Pane) removals() []model.PastRemoval {
	if p.content == nil || p.content.History == nil {
		return nil
	}
	return p.content.History.Removals
}

// current returns the removal under the cursor of the list; nil for none.
func (p *Pane) current() *model.PastRemoval {
	all := p.removals()
	if at := p.list.Cursor(); at >= 0 && at < len(all) {
		return &all[at]
	}
	return nil
}

// show shows the steps of a removal.
func (p *Pane) show(at int) {
	p.open = &p.removals()[at]
	p.replan()
	p.steps.SetRows(stepRows{p})
}

func (p *Pane) close() {
	p.open, p.plan = nil, nil
	clear(p.marked)
	p.steps.SetCursor(0)
}

// replan plans the shown steps anew with what is there now. It unmarks steps that can't
// or need not be taken back any more.
func (p *Pane) replan() {
	if p.open == nil {
		return
	}
	p.sum = sumOf(p.open, p.content.History.Backups, p.inv)
	p.plan = p.open.Plan(p.inv, p.content.History.Backups)
	if p.sum.elsewhere {
		for i := range p.plan.Steps {
			step := &p.plan.Steps[i]
			step.Way, step.Names, step.Taken = model.RestoreImpossible, nil, nil
		}
	}
	for i := range p.plan.Steps {
		if step := &p.plan.Steps[i]; !step.Doable() {
			delete(p.marked, step.Step)
		}
	}
}

// elsewhere explains why a removal can't be taken back on this engine.
func (p *Pane) elsewhere(r *model.PastRemoval) string {
	return "it was on the engine at " + r.Engine.Host + ", and this one is at " + p.inv.Engine.Host
}

// restoring reports whether the newest restoration is of the removal that is shown, and
// whether it is under way.
func (p *Pane) restoring() (shown, running bool) {
	if p.run == nil {
		return false, false
	}
	return p.open != nil && p.run.Removal == p.open.ID, p.run.Ended.IsZero()
}

// event returns the state of a shown step in the newest restoration.
func (p *Pane) event(step *model.RestoreStep) (event model.RestoreEvent, ok bool) {
	if shown, _ := p.restoring(); !shown {
		return model.RestoreEvent{}, false
	}
	event, ok = p.run.Of(step.Step)
	return event, ok && (event.State != model.StepWaiting || p.run.Ended.IsZero())
}

// step returns the step under the cursor; nil for none.
func (p *Pane) step() *model.RestoreStep {
	if p.plan == nil {
		return nil
	}
	if at := p.steps.Cursor(); at >= 0 && at < len(p.plan.Steps) {
		return &p.plan.Steps[at]
	}
	return nil
}

// Began clears the marks once their restoration has started.
func (p *Pane) Began() { clear(p.marked) }

// CopyText returns the name of the step under the cursor, or the ID of the removal.
func (p *Pane) CopyText() string {
	if p.open == nil {
		if r := p.current(); r != nil {
			return r.ID
		}
		return ""
	}
	step := p.step()
	switch {
	case step == nil:
		return ""
	case len(step.Refs) > 0:
		return step.Refs[0]
	}
	return step.Target.Argument(step.Name)
}

// Marked returns the number of marked steps.
func (p *Pane) Marked() int { return len(p.marked) }

// Hints returns the actions that the footer offers.
func (p *Pane) Hints() []keymap.Action {
	if p.open == nil && len(p.removals()) == 0 {
		return []keymap.Action{keymap.Refresh, keymap.Back, keymap.Help}
	}
	if p.open == nil {
		return []keymap.Action{keymap.Confirm, keymap.Copy, keymap.Refresh, keymap.Back, keymap.Help}
	}
	if _, running := p.restoring(); running {
		return []keymap.Action{keymap.CancelJob, keymap.Details, keymap.Copy, keymap.Back, keymap.Help}
	}
	if p.plan == nil || p.plan.Doable() == 0 {
		return []keymap.Action{keymap.Details, keymap.Copy, keymap.Back, keymap.Help}
	}
	return []keymap.Action{keymap.Mark, keymap.Confirm, keymap.Details, keymap.Copy, keymap.Back, keymap.Help}
}

// Click moves the cursor to the row at a cell.
func (p *Pane) Click(x, y int) {
	if hit := p.table().Hit(x, y-len(p.head())); hit.Row >= 0 {
		p.table().SetCursor(hit.Row)
	}
}

// Wheel scrolls the rows.
func (p *Pane) Wheel(rows int) { p.table().Wheel(rows) }

// table returns the table that is shown.
func (p *Pane) table() *table.Table {
	if p.open == nil {
		return p.list
	}
	return p.steps
}

// SetStyles changes the styles.
func (p *Pane) SetStyles(styles *theme.Styles) {
	p.styles = styles
	p.list.SetStyles(styles)
	p.steps.SetStyles(styles)
}
