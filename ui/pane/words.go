package pane

import (
	"jettison/model"
	"jettison/model/size"
	"jettison/model/words"
	"jettison/ui/theme"
)

// CountFigure returns the figure of a tab that counts n items, once that is known.
func CountFigure(glyphs *theme.Glyphs, fact model.FactState, n int) string {
	switch {
	case fact.Status == model.StatusFailed:
		return glyphs.Warning
	case fact.At.IsZero():
		return glyphs.Ellipsis
	}
	return words.Count(n)
}

// CountWords says how many of all items are shown: "128 of 4,120".
func CountWords(shown, all int) string {
	return words.Count(shown) + " of " + words.Count(all)
}

// Worth returns the footer's line about marks: how many things of each kind are marked, what that
// frees, and how many of them are blocked. Where the kinds have no room, it counts all things as one.
func Worth(s *theme.Styles, width int, counts map[model.Kind]int, reclaim size.Range, blocked int) string {
	dot := s.Faint.Render(" " + s.Glyphs.Dot + " ")
	behind := dot + s.Dim.Render("frees ") + s.Strong.Render(words.Bytes(reclaim))
	if blocked > 0 {
		behind += dot + s.Warn.Render(s.Glyphs.Blocked+" "+words.Count(blocked)+" blocked")
	}
	line := func(marked string) string {
		return " " + s.Marked.Render(s.Glyphs.Marked) + " " + s.Strong.Render(marked) + behind
	}
	if whole := line(words.Marked(counts)); theme.Width(whole) <= width {
		return whole
	}
	n := 0
	for _, of := range counts {
		n += of
	}
	return line(words.Count(n) + " marked")
}
