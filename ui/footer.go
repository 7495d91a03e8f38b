package ui

import (
	"strings"
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/dialog"
	"jettison/ui/pane"
	"jettison/ui/theme"
)

// filterRow draws the filter in force, or the input line while it is open.
func (m *Model) filterRow() string {
	if m.session == nil {
		return ""
	}
	s := m.styles
	right := s.Dim.Render(m.orderWords() + " ")
	text := m.pane().Filter()
	switch {
	case m.filter.open:
		sign := m.sign(keymap.Filter)
		room := m.width - theme.Width(right) - theme.Width(sign) - 4
		return m.sides(" "+s.Key.Render(sign)+" "+m.filter.line.View(max(10, room)), right)
	case text != "":
		return m.sides(" "+s.Key.Render(m.sign(keymap.Filter))+" "+s.Accent.Render(s.Cut(text, m.width/2)), right)
	case m.pane().Quick() != "":
		return m.sides(" "+s.Key.Render(m.sign(keymap.QuickFilter))+" "+s.Accent.Render(m.pane().Quick()), right)
	}
	return m.sides("", right)
}

// sign returns the key of an action, to stand before the action's result.
func (m *Model) sign(action keymap.Action) string {
	if key := m.opts.Keys.Sign(action); key != "" {
		return key
	}
	return m.styles.Glyphs.Dot // nothing means it
}

// orderWords describe how much of the list is shown, and in what order.
func (m *Model) orderWords() string {
	s, p := m.styles, m.pane()
	text, columns := p.ShownWords(), p.Columns()
	if text == "" || len(columns) == 0 {
		return text
	}
	column, descending := p.Order()
	arrow := s.Glyphs.SortUp
	if descending {
		arrow = s.Glyphs.SortDown
	}
	return text + " " + s.Glyphs.Dot + " by " + strings.ToLower(columns[column]) + " " + arrow
}

// footer draws the most urgent of: an error in the filter, a notice, the view's own
// line, and the marks beside the work under way.
func (m *Model) footer() string {
	s := m.styles
	switch {
	case m.filter.open && m.filter.err != nil:
		return " " + s.Bad.Render(s.Cut(m.filter.err.Error(), m.width-2))
	case m.notice != "":
		return " " + s.Accent.Render(s.Cut(m.notice, m.width-2))
	case m.session == nil:
		return m.footerWithoutEngine()
	}
	if footed, ok := m.view().(pane.Footed); ok {
		return footed.Footer(m.busyLine())
	}
	marks := m.marks.Len()
	job := m.removal.progress != nil && !m.over.has(m.removal.pane)
	switch {
	case m.recovery.running() || m.recovery.unseen:
		return m.recoveryBesideMarks()
	case job && marks == 0:
		return " " + m.jobLine()
	case job && m.removal.running():
		return m.sides(m.marksLine(), " "+m.shortJobLine()+" ")
	}
	return m.marksLine()
}

// busyLine describes the removal or restoration under way that the view does not
// show; empty when there is none.
func (m *Model) busyLine() string {
	switch r := &m.recovery; {
	case r.running() && r.pane.Opened() != r.run.Removal:
		return m.restoreLine()
	case m.removal.running():
		return m.jobLine()
	}
	return ""
}

// footerWithoutEngine describes the restoration under way or the removal, which outlive
// their session; empty when there is none or the view shows it.
func (m *Model) footerWithoutEngine() string {
	switch {
	case m.recovery.running():
		return " " + m.restoreLine()
	case m.removal.progress != nil && !m.over.has(m.removal.pane):
		return " " + m.jobLine()
	}
	return ""
}

func (m *Model) marksLine() string {
	marks := m.marks
	if marks.Len() == 0 {
		return " " + m.styles.Dim.Render("nothing marked")
	}
	return pane.Worth(m.styles, m.width, marks.Counts(), marks.Reclaim(), marks.Blocked())
}

// shortJobLine describes the removal where the marks need most of the line.
func (m *Model) shortJobLine() string {
	s, p := m.styles, m.removal.progress
	text := " " + pane.CountWords(p.Total-p.Left(), p.Total)
	if p.State == model.JobPaused {
		return s.Warn.Render(s.Glyphs.Warning+" paused") + text
	}
	if p.Saving() {
		text = " backing up " + pane.CountWords(p.Backup.Images, p.Backup.Of)
	}
	return s.Bar(min(12, m.width/8), fractionOf(p), s.Accent) + text
}

// jobLine describes the removal in a line of its own.
func (m *Model) jobLine() string {
	s, p := m.styles, m.removal.progress
	now := m.opts.Now()
	text := " " + pane.CountWords(p.Total-p.Left(), p.Total)
	if n := p.Problems(); n > 0 {
		text += " " + s.Glyphs.Dot + " " + words.Count(n) + " not done"
	}
	dot := " " + s.Glyphs.Dot + " "
	switch {
	case !m.removal.running() && p.Canceled > 0:
		return s.Dim.Render(s.Glyphs.None+" cancelled"+dot+pane.CountWords(p.Done, p.Total)+" done"+dot+m.reportWords()) + s.Dim.Render(m.offer(keymap.JobPanel, "shows it"))
	case !m.removal.running():
		return s.Good.Render(s.Glyphs.Done) + text + s.Dim.Render(dot+m.reportWords()+m.offer(keymap.JobPanel, "shows it"))
	case p.State == model.JobPaused:
		return s.Warn.Render(s.Glyphs.Warning+" paused: the engine does not answer") + dot + strings.TrimSpace(text)
	}
	if p.Saving() {
		text = " backing up: " + words.Count(p.Backup.Images) + " of " + words.Plural(p.Backup.Of, words.SavedThing(p.Backup))
	} else {
		text += dot + words.FreedSoFar(p)
	}
	if p.Stalled() {
		text += dot + "waits for " + words.Plural(p.Stopping, "container") + " to stop"
	} else if left, ok := p.TimeLeft(now); ok {
		text += dot + left.Round(time.Second).String() + " left"
	}
	text += s.Dim.Render(m.offer(keymap.CancelJob, "cancels"))
	const widest, least = 20, 4
	if bar := min(widest, m.width/5, m.width-theme.Width(text)-2); bar >= least {
		text = s.Bar(bar, fractionOf(p), s.Accent) + text
	}
	return text
}

// fractionOf returns the progress of a removal, or of the backup before it, from 0 to 1.
func fractionOf(p *model.Progress) float64 {
	if p.Saving() {
		return p.Backup.Fraction()
	}
	return p.Fraction()
}

// offer returns a key and what it does, after a separator; empty when no key does it.
func (m *Model) offer(action keymap.Action, does string) string {
	offer := m.opts.Keys.Offer(m.context(), action, does)
	if offer == "" {
		return ""
	}
	return " " + m.styles.Glyphs.Dot + " " + offer
}

// reportWords compare the predicted bytes with those that came back.
func (m *Model) reportWords() string {
	r := &m.removal
	text := "predicted " + words.Bytes(r.report.Predicted)
	back, known := r.report.CameBack()
	switch {
	case !r.measured:
		return text + ", measuring what came back"
	case !known:
		return text + "; what came back was not measured"
	}
	text += ", came back " + words.Bytes(back)
	if r.report.Cached > 0 {
		text += ", the build cache keeps " + words.Size(r.report.Cached)
	}
	return text
}

// viewHints returns the hints of the view. In a pane without rows it leaves out
// those that need a row.
func (m *Model) viewHints() []keymap.Action {
	view := m.view()
	shown, all := m.pane().Shown()
	switch {
	case view != m.pane() || shown > 0 || m.snapshot.Facts[model.FactImages].Status != model.StatusReady:
		return view.Hints()
	case all == 0:
		return []keymap.Action{keymap.Refresh, keymap.Recovery, keymap.Help}
	case m.marks.Len() > 0:
		return []keymap.Action{keymap.Back, keymap.Filter, keymap.Plan, keymap.Help}
	}
	return []keymap.Action{keymap.Back, keymap.Filter, keymap.Help}
}

// hints draws as many of the hints as fit.
func (m *Model) hints() string {
	s, context, actions := m.styles, m.context(), m.viewHints()
	if d, ok := m.top(); ok {
		context, actions = keymap.InDialog, []keymap.Action{keymap.Confirm, keymap.Back}
		if _, typing := d.Dialog.(*dialog.Prompt); typing {
			context, actions = keymap.InInput, []keymap.Action{keymap.Confirm, keymap.Complete, keymap.Back}
		}
	} else if m.filter.open {
		context, actions = keymap.InInput, []keymap.Action{keymap.Confirm, keymap.Complete, keymap.Back}
	}
	line := ""
	for _, action := range actions {
		key, label, ok := m.opts.Keys.Hint(context, action)
		if !ok || theme.Width(line)+theme.Width(key)+theme.Width(label)+3 > m.width {
			continue
		}
		line += " " + s.Key.Render(key) + " " + s.Label.Render(label) + " "
	}
	return line
}
