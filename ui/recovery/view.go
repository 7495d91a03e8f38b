package recovery

import (
	"strings"

	"jettison/keymap"
	"jettison/model/words"
	"jettison/ui/pane"
	"jettison/ui/theme"
)

// SetSize changes the size in cells that View fills.
func (p *Pane) SetSize(width, height int) {
	p.width, p.height = max(0, width), max(0, height)
	p.resize()
}

func (p *Pane) resize() {
	rows := p.height - p.below()
	p.list.SetSize(p.width, max(0, rows-len(p.listHead())))
	p.steps.SetSize(p.width, max(0, rows-stepsHead))
}

// below returns how many lines the words about the row get, with their rule.
func (p *Pane) below() int {
	switch {
	case p.height < 12:
		return 0
	case p.height < 18:
		return 4
	case p.height < 30:
		return 6
	}
	return 9
}

// View draws the pane in exactly the size that SetSize set.
func (p *Pane) View() string {
	if p.width == 0 || p.height == 0 {
		return ""
	}
	lines := make([]string, 0, p.height)
	lines = append(lines, p.head()...)
	if instead := p.instead(); p.open == nil && len(instead) > 0 {
		lines = append(lines, instead...)
	} else {
		describe := p.removalWords
		if p.open != nil {
			describe = p.stepWords
		}
		if p.height-len(lines)-p.below() > 0 {
			lines = append(lines, strings.Split(p.table().View(), "\n")...)
		}
		if n := p.below(); n > 0 {
			lines = append(lines, p.rule())
			about := describe()
			lines = append(lines, about[:min(len(about), n-1)]...)
		}
	}
	return p.styles.Fill(lines, p.width, p.height)
}

func (p *Pane) rule() string {
	return p.styles.Faint.Render(strings.Repeat(p.styles.Glyphs.Line, p.width))
}

// appendText adds wrapped text, indented.
func (p *Pane) appendText(lines []string, style theme.Style, text string) []string {
	for _, line := range theme.Wrap(text, max(1, p.width-5)) {
		lines = append(lines, "   "+style.Render(line))
	}
	return lines
}

// head draws what stands above the table.
func (p *Pane) head() []string {
	if p.open == nil {
		return p.listHead()
	}
	return []string{p.titleLine(), " " + p.factsLine(), " " + p.headline(), p.rule()}
}

// stepsHead is the height of the head of the steps.
const stepsHead = 4

// listHead names the list, and what of the journal could not be read.
func (p *Pane) listHead() []string {
	s := p.styles
	lines := []string{" " + s.Title.Render("Recovery") + s.Dim.Render("  what was removed, the newest first")}
	if p.content != nil && p.content.History != nil {
		for i := range p.content.History.Unread {
			unread := words.Warning(&p.content.History.Unread[i])
			lines = append(lines, " "+s.Warn.Render(s.Cut(s.Glyphs.Warning+" "+unread, p.width-2)))
		}
	}
	return append(lines, p.rule())
}

// titleLine names the removal and the state of its restoration.
func (p *Pane) titleLine() string {
	s := p.styles
	left := " " + s.Title.Render("Recovery") + "  " + s.Strong.Render("removal of "+words.Ago(p.now, p.open.At)) + s.Dim.Render(", "+words.Rule(p.open.Rule))
	right := s.Dim.Render(p.open.ID + " ")
	if gap := p.width - theme.Width(left) - theme.Width(right); gap > 0 {
		return left + theme.Spaces(gap) + right
	}
	return left
}

// factsLine says what was removed, or how the restoration ended.
func (p *Pane) factsLine() string {
	s := p.styles
	shown, running := p.restoring()
	if shown && !running {
		switch {
		case p.run.Failed > 0 || p.run.Problem != nil:
			return s.Bad.Render(s.Cut(s.Glyphs.Failed+" "+words.Restoration(p.run), p.width-2))
		case p.run.Differs+p.run.Canceled > 0:
			return s.Warn.Render(s.Cut(s.Glyphs.Warning+" "+words.Restoration(p.run), p.width-2))
		}
		return s.Good.Render(s.Cut(s.Glyphs.Done+" "+words.Restoration(p.run)+", all as before", p.width-2))
	}
	text := p.sum.words()
	if p.sum.impossible > 0 {
		text += "; " + words.Plural(p.sum.impossible, "step") + " can't be taken back"
	}
	return s.Text.Render(s.Cut(text, p.width-2))
}

// headline says what the key will do, or how far the restoration is.
func (p *Pane) headline() string {
	s := p.styles
	shown, running := p.restoring()
	if shown && running {
		return p.progressLine()
	}
	plan := p.plan.Choose(p.marked)
	comes := words.ComesBack(plan)
	switch {
	case p.sum.elsewhere:
		return s.Warn.Render(s.Cut(s.Glyphs.Blocked+" It can't be taken back here: "+p.elsewhere(p.open), p.width-2))
	case comes == "" && p.plan.Impossible() > 0:
		return s.Warn.Render(s.Cut(s.Glyphs.Blocked+" "+p.neverWords(), p.width-2))
	case comes == "":
		return s.Good.Render(s.Cut(s.Glyphs.Done+" Nothing is left to bring back.", p.width-2))
	}
	key, _, ok := p.keys.Hint(keymap.InRestore, keymap.Confirm)
	if !ok {
		return s.Dim.Render(s.Cut("could come back: "+comes, p.width-2))
	}
	does := " brings back "
	if len(p.marked) > 0 {
		does = " brings back what is marked, "
	}
	return s.Key.Render(key) + s.Accent.Render(s.Cut(does+comes, p.width-2-theme.Width(key)))
}

// neverWords says that nothing can be done about steps that can't be taken back.
func (p *Pane) neverWords() string {
	if never := p.plan.Impossible(); never < len(p.plan.Steps) {
		return "Nothing more can be brought back: " + words.Plural(never, "step") + " can't, and why stands there."
	}
	return "Nothing of it can be brought back; each step says why."
}

// progressLine shows the progress of the restoration.
func (p *Pane) progressLine() string {
	s, r := p.styles, p.run
	text := " " + pane.CountWords(r.Total-r.Left(), r.Total)
	if r.Failed > 0 {
		text += " " + s.Glyphs.Dot + " " + words.Count(r.Failed) + " failed"
	}
	if event, ok := r.UnderWay(); ok {
		text += " " + s.Glyphs.Dot + " " + words.RestoreProgress(event)
	}
	const widest, least = 30, 4
	bar := min(widest, p.width/4)
	if bar < least {
		bar = 0
	}
	return s.Bar(bar, r.Fraction(), s.Accent) + s.Cut(text, p.width-2-bar)
}

// Footer counts the marks, unless there is a job to report.
func (p *Pane) Footer(busy string) string {
	s, n := p.styles, len(p.marked)
	switch {
	case busy != "":
		return " " + busy
	case n > 0:
		return " " + s.Marked.Render(s.Glyphs.Marked) + " " + s.Strong.Render(words.Plural(n, "step")+" marked")
	case p.open != nil:
		return " " + s.Dim.Render("nothing marked")
	}
	return " "
}
