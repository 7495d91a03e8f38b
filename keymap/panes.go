package keymap

import "strconv"

// paneContext is a context that has a tab.
type paneContext struct {
	ctx            Context
	text           string // what its number key does
	filters, sorts bool
}

// panes returns the contexts with a tab, in tab order.
func panes() []paneContext {
	return []paneContext{
		{ctx: InImages, text: "show the images", filters: true, sorts: true},
		{ctx: InContainers, text: "show the containers", filters: true, sorts: true},
		{ctx: InDisk, text: "show what uses the disk", filters: true, sorts: true},
		{ctx: InTrends, text: "show how fast the disk fills", sorts: true},
		{ctx: InVolumes, text: "show the volumes", filters: true, sorts: true},
		{ctx: InCache, text: "show the build cache", filters: true, sorts: true},
	}
}

// inPanes returns the contexts of the panes that satisfy has, plus others.
func inPanes(has func(paneContext) bool, others ...Context) []Context {
	var contexts []Context
	for _, p := range panes() {
		if has(p) {
			contexts = append(contexts, p.ctx)
		}
	}
	return append(contexts, others...)
}

func anyPane(paneContext) bool   { return true }
func filters(p paneContext) bool { return p.filters }
func sorts(p paneContext) bool   { return p.sorts }

// Pane returns the action that shows a pane by its number, from 1.
func Pane(number int) Action { return Action("pane-" + strconv.Itoa(number)) }

func paneBindings() []binding {
	var all []binding
	for i, p := range panes() {
		key := strconv.Itoa(i + 1)
		all = append(all, binding{Pane(i + 1), groupMove, []Context{Everywhere}, []string{key}, p.ctx.String(), p.text})
	}
	return all
}
