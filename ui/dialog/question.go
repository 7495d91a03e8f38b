package dialog

import (
	"strings"

	"jettison/keymap"
	"jettison/ui/theme"
)

// Answer is one of the answers to a question.
type Answer struct {
	Key   string
	Label string
}

// Question asks a person to decide. Enter takes the first answer, which must be harmless.
type Question struct {
	base
	title   string
	text    string
	answers []Answer
	chosen  int
	rowOf   []int // the row of each answer in the box as it was drawn
}

// NewQuestion returns a question. A person may close it without an answer.
func NewQuestion(styles *theme.Styles, title, text string, answers ...Answer) *Question {
	return &Question{base: base{styles: styles}, title: title, text: text, answers: answers}
}

// Choice returns the index of the answer under the cursor: after Taken, the chosen one.
func (q *Question) Choice() int { return q.chosen }

// Press answers by an answer's key, or moves.
func (q *Question) Press(key string, action keymap.Action) Outcome {
	for i, answer := range q.answers {
		if answer.Key == key {
			q.chosen = i
			return Taken
		}
	}
	switch action {
	case keymap.Back:
		return Closed
	case keymap.Confirm:
		return Taken
	case keymap.Up, keymap.Left:
		q.Wheel(-1)
	case keymap.Down, keymap.Right:
		q.Wheel(1)
	default:
	}
	return Open
}

// Click takes the answer at a cell.
func (q *Question) Click(x, y int) Outcome {
	if !q.inside(x) {
		return Open
	}
	for i, row := range q.rowOf {
		if row == y {
			q.chosen = i
			return Taken
		}
	}
	return Open
}

// Wheel moves among the answers.
func (q *Question) Wheel(rows int) { q.chosen = max(0, min(q.chosen+rows, len(q.answers)-1)) }

// View draws the question.
func (q *Question) View() string {
	s := q.styles
	most, height := q.room()
	width := min(most, 64)
	var lines []string
	for line := range strings.Lines(q.text) {
		lines = append(lines, theme.Wrap(strings.TrimRight(line, "\n"), width)...)
	}
	if room := max(0, height-len(q.answers)-1); len(lines) > room {
		lines = lines[:room]
	}
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	q.rowOf = q.rowOf[:0]
	for i, answer := range q.answers {
		mark, label := "  ", s.Text
		if i == q.chosen {
			mark, label = s.Accent.Render(s.Glyphs.Cursor)+" ", s.Strong
		}
		q.rowOf = append(q.rowOf, len(lines)+1)
		lines = append(lines, mark+s.Key.Render(answer.Key)+"  "+label.Render(s.Cut(answer.Label, width-4-theme.Width(answer.Key))))
	}
	return q.frame(q.title, width, lines[:min(len(lines), height)], "")
}
