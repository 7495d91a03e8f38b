package keymap

import (
	"strconv"
	"strings"
)

// panes are the contexts of the panes in the order of their tabs, with what
// their number keys do.
func panes() []struct {
	ctx  Context
	text string
} {
	return []struct {
		ctx  Context
		text string
	}{
		{InImages, "show the images"},
		{InContainers, "show the containers"},
		{InDisk, "show what uses the disk"},
		{InTrends, "show how fast the disk fills"},
	}
}

const paneName = "pane-"

// Pane is the action that shows a pane by its number, from 1.
func Pane(number int) Action { return Action(paneName + strconv.Itoa(number)) }

// PaneNumber is the number of the pane that an action shows.
func PaneNumber(action Action) (number int, ok bool) {
	text, ok := strings.CutPrefix(string(action), paneName)
	if !ok {
		return 0, false
	}
	number, err := strconv.Atoi(text)
	return number, err == nil
}

func paneBindings() []binding {
	var all []binding
	for i, p := range panes() {
		number := i + 1
		all = append(all, binding{Pane(number), groupMove, []Context{Everywhere}, []string{strconv.Itoa(number)}, p.ctx.String(), p.text})
	}
	return all
}
