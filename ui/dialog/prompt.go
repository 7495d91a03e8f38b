package dialog

import (
	"unicode/utf8"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/ui/theme"
)

// Candidate is a way to complete a line.
type Candidate struct {
	Text  string // the text to insert
	About string // what it is, in a few words
	Apply func() (line string, cursor int)
}

// Line is an input line with completion. The caller provides the candidates.
type Line struct {
	input      textinput.Model
	candidates func(text string, cursor int) []Candidate
	found      []Candidate
	at         int // the index of the candidate that tab takes

	history  *History
	recalled int    // which entry is shown, counted from 1; 0 for what is being typed
	draft    string // what was being typed before an entry was shown
}

// MostText is how many characters a line takes.
const MostText = 4 << 10

// NewLine returns an empty line; candidates and history may be nil.
func NewLine(candidates func(text string, cursor int) []Candidate, history *History) *Line {
	if history == nil {
		history = &History{}
	}
	l := &Line{input: textinput.New(), candidates: candidates, history: history}
	l.input.Prompt = ""
	l.input.CharLimit = MostText
	return l
}

// Open sets the text and focuses the line.
func (l *Line) Open(text string) tea.Cmd {
	l.recalled = 0
	l.show(text)
	return l.input.Focus()
}

func (l *Line) show(text string) {
	l.input.SetValue(text)
	l.input.CursorEnd()
	l.complete()
}

// Close removes the focus.
func (l *Line) Close() {
	l.input.Blur()
	l.found = nil
}

// Value returns the text.
func (l *Line) Value() string { return l.input.Value() }

// Fits reports whether the line takes a text in addition to its own.
func (l *Line) Fits(text string) bool {
	return utf8.RuneCountInString(l.input.Value())+utf8.RuneCountInString(text) <= MostText
}

// View draws the part of the line around the cursor, width cells wide.
func (l *Line) View(width int) string {
	// One cell is for the cursor after the last character.
	if width = max(1, width-1); width != l.input.Width() {
		at := l.input.Position()
		l.input.SetWidth(width)
		// The input chooses what to show when its cursor leaves that, not when
		// its width changes.
		l.input.CursorEnd()
		l.input.SetCursor(at)
	}
	return l.input.View()
}

// Complete inserts the chosen candidate and reports whether there is one.
func (l *Line) Complete() bool {
	if l.at >= len(l.found) {
		return false
	}
	text, cursor := l.found[l.at].Apply()
	l.recalled = 0
	l.input.SetValue(text)
	l.input.SetCursor(cursor)
	l.complete()
	return true
}

// Move moves among the candidates, or through the history: up from an empty line or one
// without candidates, and down again to the unfinished text. It reports whether the text
// changed.
func (l *Line) Move(rows int) (changed bool) {
	if l.recalled == 0 && (rows > 0 || l.Value() != "" && len(l.found) > 0) {
		l.choose(rows)
		return false
	}
	at := min(max(0, l.recalled-rows), len(l.history.entries))
	if at == l.recalled {
		return false
	}
	if l.recalled == 0 {
		l.draft = l.Value()
	}
	l.recalled = at
	if at == 0 {
		l.show(l.draft)
	} else {
		l.show(l.history.entries[at-1])
	}
	return true
}

func (l *Line) choose(rows int) {
	if n := len(l.found); n > 0 {
		l.at = ((l.at+rows)%n + n) % n
	}
}

// Edit passes a message to the line and reports whether the text changed.
func (l *Line) Edit(msg tea.Msg) (cmd tea.Cmd, changed bool) {
	text, cursor := l.input.Value(), l.input.Position()
	l.input, cmd = l.input.Update(msg)
	if l.input.Value() != text || l.input.Position() != cursor {
		l.recalled = 0
		l.complete()
	}
	return cmd, l.input.Value() != text
}

func (l *Line) complete() {
	l.found, l.at = nil, 0
	if l.candidates != nil {
		l.found = l.candidates(l.input.Value(), l.input.Position())
	}
}

// mostCandidates limits the candidates that are shown at once.
const mostCandidates = 8

// CandidateLines draws the candidates in at most width cells and height rows.
func (l *Line) CandidateLines(styles *theme.Styles, width, height int) []string {
	rows := min(len(l.found), height, mostCandidates)
	if rows <= 0 || width < 8 {
		return nil
	}
	first := max(0, min(l.at-rows/2, len(l.found)-rows))
	shown := l.found[first : first+rows]
	texts := 0
	for _, c := range shown {
		texts = max(texts, theme.Width(c.Text))
	}
	texts = min(texts, width-2)
	lines := make([]string, 0, rows)
	for i, c := range shown {
		mark, style := "  ", styles.Text
		if first+i == l.at {
			mark, style = styles.Accent.Render(styles.Glyphs.Cursor)+" ", styles.Strong
		}
		line := mark + style.Render(styles.Fit(c.Text, texts))
		if room := width - 2 - texts - 2; room >= 6 {
			line += "  " + styles.Dim.Render(styles.Cut(c.About, room))
		}
		lines = append(lines, line)
	}
	return lines
}

// Prompt asks for a line of text in a box, and shows the effect of the text below it.
type Prompt struct {
	base
	*Line
	title string
	hint  string
	words func(text string) (good, bad string)
}

// NewPrompt returns a prompt. words describes the effect of the text, or what is wrong with
// it. A wrong text can't be entered.
func NewPrompt(styles *theme.Styles, title, hint string, line *Line, words func(text string) (good, bad string)) *Prompt {
	return &Prompt{base: base{styles: styles}, Line: line, title: title, hint: hint, words: words}
}

// Press takes the text, cancels, or completes the text. Other keys are for Edit.
func (p *Prompt) Press(_ string, action keymap.Action) Outcome {
	switch action {
	case keymap.Back:
		return Closed
	case keymap.Confirm:
		if _, bad := p.words(p.Value()); bad != "" || p.Value() == "" {
			return Open
		}
		return Taken
	case keymap.Complete:
		p.Complete()
	case keymap.Up:
		p.Move(-1)
	case keymap.Down:
		p.Move(1)
	default:
	}
	return Open
}

// Click does nothing.
func (p *Prompt) Click(int, int) Outcome { return Open }

// Wheel moves among the candidates.
func (p *Prompt) Wheel(rows int) { p.choose(rows) }

// View draws the prompt.
func (p *Prompt) View() string {
	s := p.styles
	most, height := p.room()
	width := min(most, 72)
	lines := []string{s.Cut(p.Line.View(width), width), ""}
	good, bad := p.words(p.Value())
	switch {
	case bad != "":
		for _, line := range theme.Wrap(bad, width) {
			lines = append(lines, s.Bad.Render(line))
		}
	case good != "":
		lines = append(lines, s.Accent.Render(s.Cut(good, width)))
	default:
		lines = append(lines, s.Dim.Render(s.Cut(p.hint, width)))
	}
	if found := p.CandidateLines(s, width, height-len(lines)-1); len(found) > 0 {
		lines = append(append(lines, ""), found...)
	}
	return p.frame(p.title, width, lines[:min(len(lines), height)], "")
}
