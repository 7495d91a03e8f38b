package theme

import "charm.land/lipgloss/v2"

// Glyphs are the signs on the screen, each one cell wide.
type Glyphs struct {
	Cursor   string // at the row under the cursor
	Marked   string
	Partly   string // a group of which some rows are marked
	Unmarked string

	SortUp   string
	SortDown string
	Folded   string
	Unfolded string

	Branch string // a tree's child that has brothers below, two cells
	Last   string // a tree's last child, two cells
	Trunk  string // a tree's line past other children, two cells

	Line     string // a horizontal rule
	Vertical string
	Thumb    string // of a scroll indicator
	Box      lipgloss.Border
	// Grid are the lines between boxes, by where they lead from a cell: 1 up,
	// 2 right, 4 down, 8 left, or several of them. Heavy are those of the box that
	// is chosen.
	Grid, Heavy [16]string

	Done    string
	Failed  string
	Blocked string
	Pin     string // of what a pin protects
	Warning string
	Waiting string
	Live    string
	Stale   string
	Arrow   string
	Dot     string // between facts of a line
	None    string // for no value
	About   string
	AtLeast string // before a lower bound
	AtMost  string // before an upper bound

	// The states of a container.
	Running string
	Paused  string
	Exited  string
	Created string

	Ellipsis string
	Spinner  []string

	// Eighths fill a cell from the left by 1/8 to 8/8; a single one means that
	// the terminal shows whole cells only.
	Eighths []string
	// Heights fill a cell from below, as Eighths do from the left.
	Heights []string
	// Braille is that a line may be drawn with the dots of braille, eight a cell;
	// Point is a cell of a line where not.
	Braille bool
	Point   string
	Removal string    // of what was removed, on a line of bytes
	Series  [4]string // fillings of a bar's segments
	Empty   string    // a bar's empty cell
	Solid   string    // a thin bar
	Dashed  string    // the part of a thin bar that can go
}

func glyphs(ascii bool) Glyphs {
	if ascii {
		return asciiGlyphs()
	}
	return Glyphs{
		Grid:   [16]string{" ", "╵", "╶", "╰", "╷", "│", "╭", "├", "╴", "╯", "─", "┴", "╮", "┤", "┬", "┼"},
		Heavy:  [16]string{" ", "╹", "╺", "┗", "╻", "┃", "┏", "┣", "╸", "┛", "━", "┻", "┓", "┫", "┳", "╋"},
		Cursor: "▸", Marked: "●", Partly: "◐", Unmarked: " ",
		SortUp: "↑", SortDown: "↓", Folded: "▸", Unfolded: "▾",
		Branch: "├─", Last: "└─", Trunk: "│ ",
		Line: "─", Vertical: "│", Thumb: "┃", Box: lipgloss.RoundedBorder(),
		Done: "✓", Failed: "✗", Blocked: "⊘", Pin: "⚑", Warning: "▲", Waiting: "·", Live: "●", Stale: "○",
		Arrow: "→", Dot: "·", None: "–", About: "≈", AtLeast: "≥", AtMost: "≤",
		Running: "▶", Paused: "‖", Exited: "■", Created: "□",
		Ellipsis: "…",
		Spinner:  []string{"◐", "◓", "◑", "◒"},
		Eighths:  []string{"▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"},
		Heights:  []string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
		Braille:  true,
		Point:    "⠒",
		Removal:  "▼",
		Series:   [4]string{"█", "▓", "▒", "░"},
		Empty:    "─",
		Solid:    "━",
		Dashed:   "╍",
	}
}

func asciiGlyphs() Glyphs {
	return Glyphs{
		Grid:   [16]string{" ", "|", "-", "+", "|", "|", "+", "+", "-", "+", "-", "+", "+", "+", "+", "+"},
		Heavy:  [16]string{" ", "#", "=", "#", "#", "#", "#", "#", "=", "#", "=", "#", "#", "#", "#", "#"},
		Cursor: ">", Marked: "*", Partly: "+", Unmarked: " ",
		SortUp: "^", SortDown: "v", Folded: "+", Unfolded: "-",
		Branch: "|-", Last: "`-", Trunk: "| ",
		Line: "-", Vertical: "|", Thumb: "#", Box: lipgloss.ASCIIBorder(),
		Done: "v", Failed: "x", Blocked: "!", Pin: "P", Warning: "!", Waiting: ".", Live: "*", Stale: "o",
		Arrow: ">", Dot: "-", None: "-", About: "~", AtLeast: ">", AtMost: "<",
		Running: ">", Paused: "=", Exited: "x", Created: "o",
		Ellipsis: "~",
		Spinner:  []string{"|", "/", "-", "\\"},
		Eighths:  []string{"#"},
		Heights:  []string{":"},
		Point:    "*",
		Removal:  "v",
		Series:   [4]string{"#", "=", "-", "."},
		Empty:    ".",
		Solid:    "=",
		Dashed:   "-",
	}
}
