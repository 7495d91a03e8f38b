package pane

import (
	"github.com/dustin/go-humanize"

	"jettison/model"
	"jettison/ui/theme"
)

// CountFigure is the figure of a tab that counts: the number once it is known.
func CountFigure(glyphs *theme.Glyphs, fact model.FactState, n int) string {
	switch {
	case fact.Status == model.StatusFailed:
		return glyphs.Warning
	case fact.At.IsZero():
		return glyphs.Ellipsis
	}
	return humanize.Comma(int64(n))
}

// CountWords are how many of all items are shown: "128 of 4,120".
func CountWords(shown, all int) string {
	return humanize.Comma(int64(shown)) + " of " + humanize.Comma(int64(all))
}
