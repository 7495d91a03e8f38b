package recovery

import (
	"fmt"
	"strings"

	"jettison/model"
	"jettison/model/words"
	"jettison/ui/table"
	"jettison/ui/theme"
)

func stepColumns() []table.Column {
	return []table.Column{
		{ID: "state", Title: "STATE", Min: 11, Ideal: 11},
		{ID: "what", Title: "WHAT", Min: 18, Ideal: 26, Flex: 3, CutStart: true},
		{ID: "id", Title: "ID", Min: 12, Drop: 3, Whole: true},
		{ID: "size", Title: "SIZE", Align: table.Right, Min: 8, Ideal: 9, Drop: 2, Whole: true},
		{ID: "how", Title: "HOW", Min: 22, Ideal: 32, Flex: 4, Drop: 1},
	}
}

// stepRows adapts the steps to the table.
type stepRows struct{ pane *Pane }

// Len is part of table.Rows.
func (r stepRows) Len() int {
	if r.pane.plan == nil {
		return 0
	}
	return len(r.pane.plan.Steps)
}

// Flags is part of table.Rows.
func (r stepRows) Flags(row int) table.Flags {
	step := &r.pane.plan.Steps[row]
	_, under := r.pane.event(step)
	switch {
	case r.pane.marked[step.Step]:
		return table.Marked
	case !step.Doable() && !under:
		return table.Dimmed
	}
	return 0
}

// Cell is part of table.Rows.
func (r stepRows) Cell(row, column int) table.Cell {
	p := r.pane
	step := &p.plan.Steps[row]
	sign, word, style := p.state(step)
	switch column {
	case 0:
		return table.Cell{Text: sign + " " + word, Style: style}
	case 1:
		return stepCell(step)
	case 2:
		return table.Cell{Text: step.Target.Short(), Style: p.styles.Dim}
	case 3:
		if step.Size < 0 || step.Action == model.ActionUntag { // a name takes nothing
			return table.Cell{Text: words.Unknown, Style: p.styles.Faint}
		}
		return table.Cell{Text: words.Size(step.Size)}
	}
	if event, ok := p.event(step); ok && (event.State.Ended() && event.State != model.StepDone || len(event.Differs) > 0) {
		return table.Cell{Text: p.how(step), Style: style}
	}
	return table.Cell{Text: p.how(step), Style: p.styles.Dim}
}

func stepCell(step *model.RestoreStep) table.Cell {
	cell := table.Cell{Prefix: words.KindPrefix(step.Target.Kind), Text: step.Name}
	if len(step.Refs) > 0 {
		cell.Text = step.Refs[0]
	}
	if more := len(step.Refs) - 1; more > 0 {
		cell.Suffix = " +" + words.Count(more)
	}
	return cell
}

// state returns the state of a step as a sign and a word: of the restoration or, before
// one, of its plan.
func (p *Pane) state(step *model.RestoreStep) (sign, word string, style theme.Style) {
	s, g := p.styles, &p.styles.Glyphs
	if event, ok := p.event(step); ok {
		return p.eventState(&event)
	}
	switch step.Way {
	case model.RestoreTag:
		return g.Arrow, "name", s.Accent
	case model.RestoreLoad:
		return g.Arrow, "load", s.Accent
	case model.RestorePull:
		if step.Unsure {
			return g.Arrow, "pull?", s.Warn
		}
		return g.Arrow, "pull", s.Accent
	case model.RestoreImpossible:
		return g.Blocked, "can't", s.Warn
	case model.RestoreNothing:
	}
	if len(step.Taken) > 0 {
		return g.Warning, "taken", s.Warn
	}
	return g.Done, "there", s.Good
}

func (p *Pane) eventState(event *model.RestoreEvent) (sign, word string, style theme.Style) {
	s, g := p.styles, &p.styles.Glyphs
	switch event.State {
	case model.StepRunning:
		word = "under way"
		if event.Total > 0 {
			word = fmt.Sprintf("%d%%", 100*min(event.Done, event.Total)/event.Total)
		}
		return g.Spinner[int(p.now.UnixMilli()/100)%len(g.Spinner)], word, s.Accent
	case model.StepDone:
		if len(event.Differs) > 0 {
			return g.Warning, "differs", s.Warn
		}
		return g.Done, "back", s.Good
	case model.StepCanceled:
		return g.None, words.StepState(event.State), s.Dim
	case model.StepSkipped:
		return g.Blocked, words.StepState(event.State), s.Warn
	case model.StepFailed, model.StepPartly, model.StepUnknown:
		return g.Failed, words.StepState(event.State), s.Bad
	case model.StepGone, model.StepWaiting:
	}
	return g.Waiting, words.StepState(model.StepWaiting), s.Dim
}

// how says in the width of a cell how a step goes, went or would be taken back.
func (p *Pane) how(step *model.RestoreStep) string {
	event, ok := p.event(step)
	switch {
	case ok && event.State == model.StepRunning:
		return words.RestoreProgress(&event)
	case ok && event.Failure != nil:
		return words.RestoreFailure(event.Failure)
	case ok && len(event.Differs) > 0:
		return words.Differences(event.Differs)
	case ok && event.State == model.StepDone:
		return p.went(step)
	}
	switch step.Way {
	case model.RestoreLoad:
		return "from a backup"
	case model.RestorePull:
		if step.Unsure {
			return "by its digest, if a registry has it"
		}
		return "pulled by its digest"
	case model.RestoreNothing:
		return p.there(step)
	case model.RestoreTag, model.RestoreImpossible:
	}
	return p.way(step)
}

// way says how a step is taken back, or why it can't be.
func (p *Pane) way(step *model.RestoreStep) string {
	if p.sum.elsewhere {
		return p.elsewhere(p.open)
	}
	return words.RestoreStep(step)
}

// went says how a finished step was taken back.
func (p *Pane) went(step *model.RestoreStep) string {
	place := p.run.Plan.Steps
	for i := range place {
		if place[i].Step != step.Step {
			continue
		}
		switch place[i].Way {
		case model.RestoreLoad:
			return "loaded from a backup"
		case model.RestorePull:
			return "pulled by its digest"
		case model.RestoreTag, model.RestoreNothing, model.RestoreImpossible:
		}
	}
	return "has its name back"
}

// there says what is on the engine in place of a step with nothing to take back.
func (p *Pane) there(step *model.RestoreStep) string {
	if len(step.Taken) > 0 {
		return strings.Join(step.Taken, ", ") + " is another image by now"
	}
	return "the " + words.Kind(step.Target.Kind) + " is there"
}

// stepWords describes the step under the cursor.
func (p *Pane) stepWords() []string {
	step := p.step()
	if step == nil {
		return nil
	}
	s := p.styles
	sign, word, style := p.state(step)
	names := step.Name
	if len(step.Refs) > 0 {
		names = strings.Join(step.Refs, ", ")
	}
	lines := []string{" " + style.Render(sign+" "+word) + "  " + s.Strong.Render(s.Cut(names, p.width-6-theme.Width(word)))}
	what := words.Kind(step.Goal().Kind) + " " + step.Goal().Short()
	size := ""
	if step.Size >= 0 {
		size = " of " + words.Size(step.Size)
	}
	switch {
	case step.RemovesPlatform():
		what += ", which lost a platform" + size
	case step.Action == model.ActionUntag:
		what += ", which lost its name"
	case step.MakesWay():
		what = words.Kind(step.Target.Kind) + size + " of the " + what
	default:
		what += size
	}
	lines = p.appendText(lines, s.Dim, what)
	event, ok := p.event(step)
	switch {
	case ok && event.Failure != nil:
		lines = p.appendText(lines, style, words.RestoreFailure(event.Failure))
	case ok && len(event.Differs) > 0:
		lines = p.appendText(lines, style, "It is back, but not as before: "+words.Differences(event.Differs)+".")
	case ok && event.State == model.StepDone:
		lines = p.appendText(lines, s.Text, p.went(step)+words.AsBefore(step.Target.Kind))
	case ok:
		lines = p.appendText(lines, s.Text, words.RestoreProgress(&event))
	default:
		lines = p.appendWay(lines, step)
	}
	return lines
}

// appendWay adds how a step would be taken back, and how the last try went.
func (p *Pane) appendWay(lines []string, step *model.RestoreStep) []string {
	s := p.styles
	if step.Way == model.RestoreNothing {
		lines = p.appendText(lines, s.Text, p.there(step))
	} else {
		lines = p.appendText(lines, s.Text, p.way(step))
	}
	if step.Doable() && len(step.Taken) > 0 {
		lines = p.appendText(lines, s.Warn, strings.Join(step.Taken, ", ")+" is another image by now, and stays that")
	}
	tried := p.tried(step)
	switch when := words.Ago(p.now, tried.At); {
	case tried.State == model.StepWaiting:
	case tried.State == model.StepDone && tried.Differs != "":
		lines = p.appendText(lines, s.Dim, "taken back "+when+", not as it was: "+tried.Differs)
	case tried.State == model.StepDone:
		lines = p.appendText(lines, s.Dim, "taken back "+when)
	default:
		lines = p.appendText(lines, s.Dim, "tried "+when+": "+tried.Why)
	}
	return lines
}

// tried returns the result of the last try to take a step back, from the journal.
func (p *Pane) tried(step *model.RestoreStep) *model.PastTry {
	for i := range p.open.Steps {
		if p.open.Steps[i].Step == step.Step {
			return &p.open.Steps[i].Tried
		}
	}
	return &model.PastTry{}
}
