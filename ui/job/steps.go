package job

import (
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/table"
	"jettison/ui/theme"
)

func columns() []table.Column {
	return []table.Column{
		{ID: "state", Title: "STATE", Min: 11, Ideal: 11},
		{ID: "action", Title: "ACTION", Min: 7, Ideal: 7, Drop: 4},
		{ID: "what", Title: "WHAT", Min: 18, Ideal: 28, Flex: 3, CutStart: true},
		{ID: "id", Title: "ID", Min: 12, Ideal: 12, Drop: 5, Whole: true},
		{ID: "frees", Title: "FREES", Align: table.Right, Min: 13, Ideal: 13, Drop: 2, Whole: true},
		{ID: "result", Title: "RESULT", Min: 12, Ideal: 30, Flex: 5, Drop: 3},
	}
}

// rows adapts the steps to the table.
type rows struct{ pane *Pane }

// Len is part of table.Rows.
func (r rows) Len() int { return len(r.pane.order) }

// Flags is part of table.Rows.
func (r rows) Flags(row int) table.Flags {
	if r.pane.progress.StepState(r.pane.order[row]) == model.StepWaiting {
		return table.Dimmed
	}
	return 0
}

// Cell is part of table.Rows.
func (r rows) Cell(row, column int) table.Cell {
	p := r.pane
	index := p.order[row]
	step := &p.progress.Plan.Steps[index]
	state := p.progress.StepState(index)
	switch column {
	case 0:
		sign, style := p.sign(state)
		return table.Cell{Text: sign + " " + words.StepState(state), Style: style}
	case 1:
		return table.Cell{Text: words.Verb(step), Style: p.styles.Dim}
	case 2:
		return whatCell(step)
	case 3:
		return table.Cell{Text: step.Thing.Target().Short(), Style: p.styles.Dim}
	case 4:
		return p.freesCell(step, state)
	}
	event := p.progress.Step(index)
	return table.Cell{Text: resultWords(step, &event), Style: p.resultStyle(state)}
}

// sign returns the glyph of a state and its style.
func (p *Pane) sign(state model.StepState) (string, theme.Style) {
	s := p.styles
	g := &s.Glyphs
	switch state {
	case model.StepRunning:
		if len(g.Spinner) > 0 {
			return g.Spinner[int(p.now.UnixMilli()/100)%len(g.Spinner)], s.Accent
		}
	case model.StepDone, model.StepGone:
		return g.Done, s.Good
	case model.StepPartly:
		return g.Partly, s.Warn
	case model.StepFailed:
		return g.Failed, s.Bad
	case model.StepSkipped:
		return g.Blocked, s.Warn
	case model.StepCanceled:
		return g.None, s.Dim
	case model.StepUnknown:
		return "?", s.Warn
	case model.StepWaiting:
	}
	return g.Waiting, s.Dim
}

func whatCell(step *model.Step) table.Cell {
	cell := table.Cell{Prefix: words.KindPrefix(step.Thing.Target().Kind), Text: step.Subject()}
	if more := len(step.Refs) - 1; more > 0 {
		cell.Suffix = " +" + words.Count(more)
	}
	return cell
}

// freesCell shows what a step gives back, dimmed until it is done.
func (p *Pane) freesCell(step *model.Step, state model.StepState) table.Cell {
	none := table.Cell{Text: words.Unknown, Style: p.styles.Faint}
	switch {
	case !step.Frees():
		return none
	case state == model.StepDone:
		return table.Cell{Text: words.Bytes(step.Reclaim)}
	case state.Ended():
		return none
	}
	return table.Cell{Text: words.Bytes(step.Reclaim), Style: p.styles.Dim}
}

func resultWords(step *model.Step, event *model.StepEvent) string {
	switch event.State {
	case model.StepWaiting:
		if len(step.After) > 0 {
			return "after " + words.Plural(len(step.After), "other step")
		}
		return ""
	case model.StepRunning:
		return ""
	case model.StepDone:
		return words.StepResult(step, event)
	case model.StepGone:
		return "was already gone"
	default:
	}
	if event.Refusal != nil {
		why, _ := words.Refusal(event.Refusal)
		return why
	}
	return ""
}

func (p *Pane) resultStyle(state model.StepState) theme.Style {
	switch state {
	case model.StepPartly, model.StepSkipped, model.StepUnknown:
		return p.styles.Warn
	case model.StepFailed:
		return p.styles.Bad
	default:
		return p.styles.Dim
	}
}
