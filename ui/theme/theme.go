package theme

import "charm.land/lipgloss/v2"

// Options describes what the terminal can show.
type Options struct {
	Dark    bool // the background is dark
	NoColor bool // no colors: bold, faint and reverse only
	// Basic is a terminal with 16 colors, where shades can't tell anything
	// apart: the selected row is reversed.
	Basic bool
	ASCII bool // no glyphs beyond ASCII
}

// Styles holds the looks of everything on the screen. It is immutable.
type Styles struct {
	Text   Style // as the terminal has it
	Strong Style // what matters most of a line
	Dim    Style // what matters less
	Faint  Style // what only structures: lines, tree branches, empty tracks
	Accent Style // the one accent: where one is, what is chosen
	Title  Style // headings: the accent, bold

	Good Style // done, live
	Warn Style // blocked, stale
	Bad  Style // failed, dangerous

	Key   Style // a key in a hint
	Label Style // what the key does
	Match Style // what the filter found

	Tab       Style // a pane that is not shown
	TabActive Style // the pane that is shown

	Header Style // column titles
	Sorted Style // the title of the column that the list is sorted by

	Selected Style // background of the row under the cursor; goes below others
	Ranged   Style // background of rows in a range that is being marked
	Marked   Style // the mark's glyph
	Border   Style // frames of dialogs

	// Series are the looks of a bar's segments, in order; Glyphs.Series are
	// their fillings, so that they differ without color too.
	Series [4]Style

	Glyphs Glyphs
}

// New makes the styles for a terminal.
func New(o Options) *Styles {
	t := newTokens(o)
	text := lipgloss.NewStyle()
	accent := text.Foreground(t.accent)
	dim, faint, bad := text.Foreground(t.dim), text.Foreground(t.faint), text.Foreground(t.bad)
	selected, ranged := text.Background(t.selected).Bold(true), text.Background(t.ranged)
	if o.NoColor {
		// Without colors, only these set lesser text apart.
		dim, faint = text.Faint(true), text.Faint(true)
		bad, ranged = text.Bold(true), text.Underline(true)
	}
	if o.NoColor || o.Basic {
		selected = text.Bold(true).Reverse(true)
	}
	return &Styles{
		Text:   prepare(text),
		Strong: prepare(text.Bold(true)),
		Dim:    prepare(dim),
		Faint:  prepare(faint),
		Accent: prepare(accent),
		Title:  prepare(accent.Bold(true)),

		Good: prepare(text.Foreground(t.good)),
		Warn: prepare(text.Foreground(t.warn)),
		Bad:  prepare(bad),

		Key:   prepare(accent.Bold(true)),
		Label: prepare(dim),
		Match: prepare(accent.Underline(true)),

		Tab:       prepare(dim),
		TabActive: prepare(accent.Bold(true).Underline(true)),

		Header: prepare(dim),
		Sorted: prepare(accent.Bold(true)),

		Selected: prepare(selected),
		Ranged:   prepare(ranged),
		Marked:   prepare(accent.Bold(true)),
		Border:   prepare(faint),

		Series: [4]Style{prepare(accent), prepare(text.Foreground(t.third)), prepare(text.Foreground(t.warn)), prepare(text.Foreground(t.dim))},
		Glyphs: glyphs(o.ASCII),
	}
}
