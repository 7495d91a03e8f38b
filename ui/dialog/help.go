package dialog

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"jettison/keymap"
	"jettison/ui/theme"
)

// Help shows the keys of a context, made from the keymap.
type Help struct {
	Viewer
	groups []keymap.Group
}

// NewHelp returns the help of a context.
func NewHelp(styles *theme.Styles, keys *keymap.Map, context keymap.Context) *Help {
	h := &Help{groups: keys.Help(context)}
	h.styles, h.title = styles, "Keys: "+context.String()
	return h
}

// keyCells is the room for the keys of an action.
const keyCells = 14

// columnGap is the width in cells between two columns.
const columnGap = 3

// columns puts the groups side by side if the screen is wide enough.
func (h *Help) columns() (lines []string, width int) {
	most, _ := h.room()
	const least = 58
	count := max(1, min(3, (most+columnGap)/(least+columnGap)))
	each := min(most, max(least, min(70, (most-columnGap*(count-1))/count)))
	if count == 1 {
		each = min(most, 76)
	}
	blocks := make([][]string, len(h.groups))
	for i, group := range h.groups {
		blocks[i] = h.group(group, each)
	}
	var columns []string
	for i, pile := range stack(blocks, count) {
		if i > 0 {
			columns = append(columns, theme.Spaces(columnGap))
		}
		columns = append(columns, lipgloss.PlaceHorizontal(each, lipgloss.Left, strings.Join(pile, "\n")))
	}
	joined := lipgloss.JoinHorizontal(lipgloss.Top, columns...)
	return strings.Split(joined, "\n"), min(most, lipgloss.Width(joined))
}

// stack distributes blocks, in order, over at most count columns, so that the highest column
// is as low as possible. It splits no block.
func stack(blocks [][]string, count int) [][]string {
	least, all := 0, 0
	for _, block := range blocks {
		least, all = max(least, len(block)), all+len(block)
	}
	for height := max(least, all/count); ; height++ {
		var piles [][]string
		for _, block := range blocks {
			last := len(piles) - 1
			if last < 0 || len(piles[last])+len(block) > height {
				piles = append(piles, slices.Clone(block))
				continue
			}
			piles[last] = append(piles[last], block...)
		}
		if len(piles) <= count {
			return piles
		}
	}
}

func (h *Help) group(group keymap.Group, width int) []string {
	s := h.styles
	lines := []string{s.Title.Render(s.Cut(group.Title, width))}
	for _, entry := range group.Entries {
		keys := s.Key.Render(s.Fit(strings.Join(entry.Keys, " "), keyCells))
		for i, text := range theme.Wrap(entry.Text, max(1, width-keyCells-2)) {
			if i > 0 {
				keys = theme.Spaces(keyCells)
			}
			lines = append(lines, " "+keys+" "+text)
		}
	}
	return append(lines, "")
}

// Press scrolls, or closes.
func (h *Help) Press(_ string, action keymap.Action) Outcome {
	switch action {
	case keymap.Back, keymap.Confirm, keymap.Help:
		return Closed
	default:
	}
	lines, _ := h.columns()
	h.scroll(action, len(lines), h.rows(len(lines)))
	return Open
}

// Wheel scrolls.
func (h *Help) Wheel(rows int) {
	lines, _ := h.columns()
	h.offset = max(0, min(h.offset+rows, len(lines)-h.rows(len(lines))))
}

// View draws the keys' window.
func (h *Help) View() string {
	lines, width := h.columns()
	return h.window(h.title, lines, width)
}
