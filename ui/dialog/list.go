package dialog

import "jettison/keymap"

// list is a cursor and a window over lines.
type list struct {
	cursor, offset int
}

// move performs an action that moves the cursor over n lines, of which rows are visible.
func (l *list) move(action keymap.Action, n, rows int) bool {
	page := max(1, rows-1)
	switch action {
	case keymap.Up:
		l.cursor--
	case keymap.Down:
		l.cursor++
	case keymap.Top:
		l.cursor = 0
	case keymap.Bottom:
		l.cursor = n - 1
	case keymap.PageUp:
		l.cursor -= page
	case keymap.PageDown:
		l.cursor += page
	case keymap.HalfUp:
		l.cursor -= (page + 1) / 2
	case keymap.HalfDown:
		l.cursor += (page + 1) / 2
	default:
		return false
	}
	l.clampCursor(n, rows)
	return true
}

// clampCursor keeps the cursor in the list and the window around the cursor.
func (l *list) clampCursor(n, rows int) {
	l.cursor = max(0, min(l.cursor, n-1))
	l.offset = max(0, min(l.offset, l.cursor, n-rows))
	if l.cursor >= l.offset+rows {
		l.offset = l.cursor - rows + 1
	}
}

// scroll moves the window of a text without a cursor.
func (l *list) scroll(action keymap.Action, n, rows int) {
	last := max(0, n-rows)
	trial := list{cursor: l.offset}
	if trial.move(action, last+1, max(2, rows)) {
		l.offset = trial.cursor
	}
}
