package job

import (
	"strings"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/theme"
)

// SetSize changes the size in cells that View fills.
func (p *Pane) SetSize(width, height int) {
	p.width, p.height = max(0, width), max(0, height)
	p.table.SetSize(p.width, max(0, p.height-p.above()-p.below()))
}

// above returns how many lines the head gets: all or none.
func (p *Pane) above() int {
	if p.height < headLines+2 {
		return 0
	}
	return headLines
}

// below returns how many lines the words about the step get, with their rule.
func (p *Pane) below() int {
	switch {
	case p.height < 12:
		return 0
	case p.height < 18:
		return 4
	case p.height < 30:
		return 7
	}
	return 11
}

// View draws the panel in exactly the size that SetSize set.
func (p *Pane) View() string {
	if p.width == 0 || p.height == 0 {
		return ""
	}
	lines := make([]string, 0, p.height)
	if p.above() > 0 {
		lines = append(lines, p.head()...)
	}
	switch {
	case p.full:
		lines = append(lines, p.fullWords(p.height-len(lines))...)
	default:
		if rows := p.height - p.above() - p.below(); rows > 0 {
			lines = append(lines, strings.Split(p.table.View(), "\n")...)
		}
		if n := p.below(); n > 0 {
			lines = append(lines, p.rule())
			lines = append(lines, p.cutWords(n-1)...)
		}
	}
	return p.styles.Fill(lines, p.width, p.height)
}

// cutWords returns the words about the step on at most n lines. The last line says if
// there are more.
func (p *Pane) cutWords(n int) []string {
	text := p.words()
	if len(text) <= n {
		return text
	}
	more := " " + p.styles.Dim.Render(p.styles.Glyphs.Ellipsis)
	if key, _, ok := p.keys.Hint(keymap.InJob, keymap.Confirm); ok {
		more = "   " + p.styles.Key.Render(key) + " " + p.styles.Dim.Render("shows the rest")
	}
	return append(text[:n-1:n-1], more)
}

// fullWords returns the words about the step in place of the table.
func (p *Pane) fullWords(n int) []string {
	text := p.words()
	p.from = max(0, min(p.from, len(text)-n))
	return text[p.from:min(len(text), p.from+max(0, n))]
}

// scroll moves through the words that are shown in full.
func (p *Pane) scroll(action keymap.Action) {
	page := max(1, p.height-p.above())
	switch action {
	case keymap.Up:
		p.from--
	case keymap.Down:
		p.from++
	case keymap.PageUp:
		p.from -= page
	case keymap.PageDown:
		p.from += page
	case keymap.HalfUp:
		p.from -= page / 2
	case keymap.HalfDown:
		p.from += page / 2
	case keymap.Top:
		p.from = 0
	case keymap.Bottom:
		p.from = len(p.words())
	default:
	}
	p.from = max(0, min(p.from, len(p.words())-page))
}

// words explains the step under the cursor and what can be done about it.
func (p *Pane) words() []string {
	s := p.styles
	if p.notice != "" {
		return []string{" " + s.Warn.Render(s.Cut(s.Glyphs.Warning+" "+p.notice, p.width-2))}
	}
	index, ok := p.Current()
	if !ok {
		return nil
	}
	step, event := &p.progress.Plan.Steps[index], p.progress.Step(index)
	sign, style := p.sign(event.State)
	state := words.StepState(event.State)
	lines := []string{
		" " + style.Render(sign+" "+state) + "  " + s.Strong.Render(s.CutStart(p.headline(step), p.width-6-len(state))),
	}
	refusal := event.Refusal
	if refusal == nil {
		for _, text := range p.plainWords(step, &event) {
			lines = p.appendText(lines, s.Dim, text)
		}
		return lines
	}
	why, advice := words.Refusal(refusal)
	lines = p.appendText(lines, s.Text, why)
	lines = p.appendText(lines, s.Dim, advice)
	if event.State != model.StepDone {
		lines = p.appendRemedies(lines, step, refusal)
	}
	lines = p.appendHolders(lines, step)
	lines = p.appendWaits(lines, step)
	if refusal.Raw != "" {
		if key, _, ok := p.keys.Hint(keymap.InJob, keymap.RawText); ok && !p.full {
			lines = append(lines, "   "+s.Key.Render(key)+" "+s.Dim.Render(s.Cut("show the engine's own words", p.width-8)))
		}
		if p.full {
			lines = append(lines, "", "   "+s.Title.Render("The engine's own words"))
			lines = p.appendText(lines, s.Dim, refusal.Raw)
		}
	}
	return lines
}

// appendText adds wrapped text, indented below the headline.
func (p *Pane) appendText(lines []string, style theme.Style, text string) []string {
	if text == "" {
		return lines
	}
	for _, line := range theme.Wrap(text, max(1, p.width-5)) {
		lines = append(lines, "   "+style.Render(line))
	}
	return lines
}

func (p *Pane) headline(step *model.Step) string { return words.Step(step, p.styles.Glyphs.Dot) }

// plainWords is about a step without problems.
func (p *Pane) plainWords(step *model.Step, event *model.StepEvent) []string {
	var texts []string
	if text := resultWords(step, event); text != "" {
		texts = append(texts, text)
	}
	switch {
	case step.Removes(model.KindContainer):
		texts = append(texts, words.ContainerRemoval(step))
	case step.Frees() && event.State == model.StepDone:
		texts = append(texts, words.StepFreed(p.progress, step, event))
	case step.Frees() && !event.State.Ended():
		texts = append(texts, "frees "+words.Bytes(step.Reclaim))
	}
	return texts
}

// appendRemedies adds the remedies that are left, with their keys.
func (p *Pane) appendRemedies(lines []string, step *model.Step, refusal *model.Refusal) []string {
	s := p.styles
	for _, remedy := range refusal.Remedies {
		action, ok := actionOf(remedy)
		if !ok {
			continue
		}
		key, _, bound := p.keys.Hint(keymap.InJob, action)
		if !bound {
			continue
		}
		text := p.remedyWords(step, refusal, remedy)
		lead := s.Key.Render(key) + " "
		for _, line := range theme.Wrap(text, max(1, p.width-6-theme.Width(key))) {
			lines = append(lines, "   "+lead+strings.TrimLeft(line, " "))
			lead = theme.Spaces(theme.Width(key) + 1)
		}
	}
	return lines
}

// appendHolders adds the known blockers of the step, such as the containers that use an
// image.
func (p *Pane) appendHolders(lines []string, step *model.Step) []string {
	s := p.styles
	for i := range step.Blockers {
		b := &step.Blockers[i]
		for _, thing := range b.Things {
			what := words.Kind(thing.Target().Kind) + " "
			if b.Kind == model.BlockerDescendant {
				what = "built on it: "
			}
			lines = append(lines, "   "+s.Dim.Render(s.Cut(what+words.Thing(thing, p.now), p.width-5)))
		}
	}
	return lines
}

// appendWaits adds the steps that this one depends on and that did not succeed.
func (p *Pane) appendWaits(lines []string, step *model.Step) []string {
	s := p.styles
	for _, before := range step.After {
		state := p.progress.StepState(before)
		if state.Succeeded() || !state.Ended() {
			continue
		}
		sign, style := p.sign(state)
		text := "needed: " + p.headline(&p.progress.Plan.Steps[before])
		lines = append(lines, "   "+style.Render(sign)+" "+s.Cut(text, p.width-7))
	}
	return lines
}
