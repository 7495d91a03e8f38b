package theme

import "image/color"

// Options say what the terminal can show.
type Options struct {
	Dark    bool // the background is dark
	NoColor bool // no colors: bold, faint and reverse only
	// Basic is a terminal with 16 colors, where shades can't tell anything
	// apart: the selected row is reversed.
	Basic bool
	ASCII bool // no glyphs beyond ASCII
}

// Styles are the looks of everything on the screen. They are never changed
// after New.
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

// palette are the colors that a variant is made from.
type palette struct {
	accent, dim, faint, good, warn, bad, selected, ranged, third color.Color
}

// New makes the styles for a terminal.
func New(o Options) *Styles {
	p := light()
	if o.Dark {
		p = dark()
	}
	if o.NoColor {
		p = palette{}
	}
	s := &Styles{
		Strong:    newStyle(nil, nil, bold),
		Accent:    newStyle(p.accent, nil, 0),
		Title:     newStyle(p.accent, nil, bold),
		Good:      newStyle(p.good, nil, 0),
		Warn:      newStyle(p.warn, nil, 0),
		Bad:       newStyle(p.bad, nil, 0),
		Key:       newStyle(p.accent, nil, bold),
		TabActive: newStyle(p.accent, nil, bold|underline),
		Sorted:    newStyle(p.accent, nil, bold),
		Match:     newStyle(p.accent, nil, underline),
		Marked:    newStyle(p.accent, nil, bold),
		Selected:  newStyle(nil, p.selected, bold),
		Ranged:    newStyle(nil, p.ranged, 0),
		Series: [4]Style{
			newStyle(p.accent, nil, 0), newStyle(p.third, nil, 0),
			newStyle(p.warn, nil, 0), newStyle(p.dim, nil, 0),
		},
		Glyphs: glyphs(o.ASCII),
	}
	dim, weak := attr(0), attr(0)
	if o.NoColor {
		// Without colors, only these tell what is less from what is more.
		dim, weak = faint, faint
		s.Bad = newStyle(nil, nil, bold)
		s.Ranged = newStyle(nil, nil, underline)
	}
	s.Dim, s.Label, s.Tab = newStyle(p.dim, nil, dim), newStyle(p.dim, nil, dim), newStyle(p.dim, nil, dim)
	s.Header = newStyle(p.dim, nil, dim)
	s.Faint, s.Border = newStyle(p.faint, nil, weak), newStyle(p.faint, nil, weak)
	if o.NoColor || o.Basic {
		s.Selected = newStyle(nil, nil, bold|reverse)
	}
	return s
}

func dark() palette {
	return palette{
		accent:   color.RGBA{0x5f, 0xc1, 0xc9, 0xff},
		dim:      color.RGBA{0x97, 0xa3, 0xad, 0xff},
		faint:    color.RGBA{0x55, 0x61, 0x6b, 0xff},
		good:     color.RGBA{0x8c, 0xc2, 0x84, 0xff},
		warn:     color.RGBA{0xe0, 0xaf, 0x60, 0xff},
		bad:      color.RGBA{0xea, 0x7d, 0x76, 0xff},
		selected: color.RGBA{0x24, 0x36, 0x3e, 0xff},
		ranged:   color.RGBA{0x1e, 0x2a, 0x30, 0xff},
		third:    color.RGBA{0x86, 0xa5, 0xdb, 0xff},
	}
}

func light() palette {
	return palette{
		accent:   color.RGBA{0x0b, 0x72, 0x85, 0xff},
		dim:      color.RGBA{0x5b, 0x65, 0x70, 0xff},
		faint:    color.RGBA{0xa8, 0xb0, 0xb8, 0xff},
		good:     color.RGBA{0x2f, 0x7d, 0x32, 0xff},
		warn:     color.RGBA{0x9a, 0x62, 0x00, 0xff},
		bad:      color.RGBA{0xb9, 0x2c, 0x26, 0xff},
		selected: color.RGBA{0xd6, 0xea, 0xee, 0xff},
		ranged:   color.RGBA{0xe8, 0xf2, 0xf4, 0xff},
		third:    color.RGBA{0x3f, 0x5f, 0xa8, 0xff},
	}
}
