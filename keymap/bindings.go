package keymap

import (
	"runtime"
	"slices"
)

// binding binds keys to an action in some contexts, with its texts there.
type binding struct {
	action   Action
	group    string
	contexts []Context
	keys     []string
	label    string // one or two words for the footer
	text     string // what it does, for the help screen
}

// The groups of the help screen, in display order.
const (
	groupMove    = "Move"
	groupMark    = "Mark"
	groupSee     = "See"
	groupAct     = "Act"
	groupRemedy  = "Remedies"
	groupGeneral = "General"
)

func groups() []string {
	return []string{groupMove, groupMark, groupSee, groupAct, groupRemedy, groupGeneral}
}

// bindings returns the default bindings.
func bindings() []binding {
	var all []binding
	for _, part := range [][]binding{moveBindings(), paneBindings(), markBindings(), seeBindings(), actBindings(), remedyBindings(), generalBindings()} {
		all = append(all, part...)
	}
	return all
}

func moveBindings() []binding {
	moving := []Context{Everywhere, InDialog}
	return []binding{
		{Up, groupMove, moving, []string{"k", "up"}, "up", "go up one row"},
		{Up, groupMove, []Context{InInput}, []string{"up"}, "up", "go to the suggestion or entry before"},
		{Down, groupMove, moving, []string{"j", "down"}, "down", "go down one row"},
		{Down, groupMove, []Context{InInput}, []string{"down"}, "down", "go to the next suggestion or entry"},
		{Top, groupMove, moving, []string{"g", "home"}, "top", "go to the first row"},
		{Bottom, groupMove, moving, []string{"G", "end"}, "bottom", "go to the last row"},
		{PageUp, groupMove, moving, []string{"pgup", "ctrl+b"}, "page up", "go up one page"},
		{PageDown, groupMove, moving, []string{"pgdown", "ctrl+f"}, "page down", "go down one page"},
		{HalfUp, groupMove, moving, []string{"ctrl+u"}, "half up", "go up half a page"},
		{HalfDown, groupMove, moving, []string{"ctrl+d"}, "half down", "go down half a page"},
		{Left, groupMove, []Context{InImages}, []string{"h", "left"}, "left", "fold the branch, or go to its parent"},
		{Left, groupMove, []Context{InDisk}, []string{"h", "left"}, "left", "go to the category before"},
		{Left, groupMove, []Context{InTrends}, []string{"h", "left"}, "shorter", "show a shorter time"},
		{Right, groupMove, []Context{InTrends}, []string{"l", "right"}, "longer", "show a longer time"},
		{Left, groupMove, []Context{InTreemap}, []string{"h", "left"}, "left", "go to the block at the left"},
		{Right, groupMove, []Context{InTreemap}, []string{"l", "right"}, "right", "go to the block at the right"},
		{Top, groupMove, []Context{InTreemap}, []string{"g", "home"}, "largest", "go to the largest block"},
		{Bottom, groupMove, []Context{InTreemap}, []string{"G", "end"}, "smallest", "go to the smallest block"},
		{PageUp, groupMove, []Context{InTreemap}, []string{"pgup", "ctrl+b"}, "larger", "go to the next larger block"},
		{PageDown, groupMove, []Context{InTreemap}, []string{"pgdown", "ctrl+f"}, "smaller", "go to the next smaller block"},
		{HalfUp, groupMove, []Context{InTreemap}, []string{"ctrl+u"}, "upper edge", "go up as far as there are blocks"},
		{HalfDown, groupMove, []Context{InTreemap}, []string{"ctrl+d"}, "lower edge", "go down as far as there are blocks"},
		{Left, groupMove, []Context{InDialog}, []string{"h", "left"}, "left", "go left"},
		{Right, groupMove, []Context{InImages}, []string{"l", "right"}, "right", "unfold the branch"},
		{Right, groupMove, []Context{InDisk}, []string{"l", "right"}, "right", "go to the next category"},
		{Right, groupMove, []Context{InDialog}, []string{"l", "right"}, "right", "go right"},
		{NextPane, groupMove, []Context{Everywhere}, []string{"tab"}, "next pane", "go to the next pane"},
		{PrevPane, groupMove, []Context{Everywhere}, []string{"shift+tab"}, "pane before", "go to the pane before"},
	}
}

func markBindings() []binding {
	images := []Context{InImages}
	lists := []Context{InImages, InContainers, InVolumes, InCache}
	return []binding{
		{Mark, groupMark, []Context{InImages, InDetails, InContainers, InVolumes, InCache}, []string{"space"}, "mark", "mark or unmark the row and go down"},
		{Mark, groupMark, []Context{InTreemap}, []string{"space"}, "mark", "mark or unmark all images of the block"},
		{Mark, groupMark, []Context{InRestore}, []string{"space"}, "mark", "mark or unmark what is to come back and go down"},
		{MarkAll, groupMark, []Context{InRestore}, []string{"a"}, "all", "mark all that can come back"},
		{ClearMarks, groupMark, []Context{InRestore}, []string{"u"}, "clear", "take every mark away"},
		{Range, groupMark, lists, []string{"v"}, "range", "mark from here to where it is pressed again"},
		{MarkAll, groupMark, lists, []string{"a"}, "all", "mark every row that the filter shows"},
		{Invert, groupMark, lists, []string{"*"}, "invert", "turn the marks of the rows that the filter shows around"},
		{ClearMarks, groupMark, []Context{InImages, InContainers, InVolumes, InTreemap, InCache}, []string{"u"}, "clear", "take every mark away"},
		{MarkByRule, groupMark, images, []string{"m"}, "by rule", "mark everything that a rule matches"},
	}
}

func seeBindings() []binding {
	return []binding{
		{Filter, groupSee, inPanes(filters), []string{"/"}, "filter", "narrow the list while you type"},
		{Filter, groupSee, []Context{InTreemap}, []string{"/"}, "filter", "divide only what matches while you type"},
		{QuickFilter, groupSee, []Context{InImages, InContainers, InVolumes, InCache}, []string{"f"}, "quick filter", "choose a ready-made filter"},
		{SortMenu, groupSee, inPanes(sorts), []string{"s"}, "sort", "choose the column to sort by"},
		{SortReverse, groupSee, inPanes(sorts), []string{"S"}, "reverse", "turn the order around"},
		{ViewMode, groupSee, []Context{InImages}, []string{"t"}, "view", "show the images flat, by repository or by ancestry"},
		{ViewMode, groupSee, []Context{InDisk}, []string{"t"}, "treemap", "show the images as blocks, as large as what only they hold"},
		{ViewMode, groupSee, []Context{InTreemap}, []string{"t"}, "list", "show the images as a list"},
		{Details, groupSee, []Context{InImages}, []string{"enter", "i"}, "details", "show everything known of the row, or fold and unfold its group"},
		{Details, groupSee, []Context{InPlan}, []string{"i"}, "details", "show everything known of the image"},
		{Details, groupSee, []Context{InRestore}, []string{"i"}, "details", "go to the image, when it is there"},
		{Details, groupSee, []Context{InContainers}, []string{"enter", "i"}, "image", "go to the image that the container holds down"},
		{Details, groupSee, []Context{InVolumes}, []string{"enter", "i"}, "details", "show everything known of the volume"},
		{Details, groupSee, []Context{InCache}, []string{"enter", "i"}, "details", "show everything known of the record, what it was built on, and what was built on it"},
		{Details, groupSee, []Context{InDisk}, []string{"enter", "i"}, "show", "go to the image or container of the row"},
		{Details, groupSee, []Context{InTreemap}, []string{"enter", "i"}, "open", "zoom into the block, or go to its image"},
		{Blockers, groupSee, []Context{InImages, InDetails}, []string{"b"}, "blockers", "show what blocks the removal"},
		{Layers, groupSee, []Context{InImages, InDetails}, []string{"L"}, "layers", "show the layers and what made them"},
		{Copy, groupSee, inPanes(anyPane, InTreemap, InDetails, InPlan, InJob, InRestore), []string{"y"}, "copy", "copy the row's name to the clipboard"},
		{Copy, groupSee, []Context{InRecovery}, []string{"y"}, "copy ID", "copy the removal's ID to the clipboard, for the command restore"},
		{Pager, groupSee, []Context{InDetails}, []string{"o"}, "pager", "show all that the engine tells of the image, as JSON, in $PAGER"},
		{RawText, groupSee, []Context{InJob, InStart}, []string{"e"}, "engine's text", "show the engine's own words"},
	}
}

func actBindings() []binding {
	return []binding{
		{Plan, groupAct, []Context{InImages, InDetails, InContainers, InVolumes, InCache}, []string{"d"}, "plan", "plan the removal of all that is marked, or of the row; nothing is removed yet"},
		{RemovePlatform, groupAct, []Context{InImages, InDetails}, []string{"O"}, "remove platform", "plan the removal of one platform of the image, which stays; nothing is removed yet"},
		{Pin, groupAct, []Context{InImages, InDetails}, []string{"p"}, "pin", "protect the row from every removal, or no longer"},
		{Pin, groupAct, []Context{InContainers, InVolumes, InCache}, []string{"p"}, "pin", "say how to protect such things from every removal"},
		{Policies, groupAct, []Context{Everywhere}, []string{"P"}, "policies", "show the policies, and plan what one would remove now"},
		{Plan, groupAct, []Context{InTreemap}, []string{"d"}, "plan", "plan the removal of all that is marked, or of the block; nothing is removed yet"},
		{BackUp, groupAct, []Context{InPlan}, []string{"b"}, "back up", "save images before they are removed: what no registry is known to have, all, or none"},
		{AskRegistry, groupAct, []Context{InPlan}, []string{"R"}, "ask registries", "ask the registries whether they still have what is to be deleted"},
		{Confirm, groupAct, []Context{InPlan}, []string{"enter"}, "remove", "carry out the plan as it is shown"},
		{Confirm, groupAct, []Context{InRecovery}, []string{"enter"}, "open", "show what the removal took away, and how each of it comes back"},
		{Confirm, groupAct, []Context{InRestore}, []string{"enter"}, "bring back", "bring back what is marked, or all that can come back; nothing is removed"},
		{Confirm, groupAct, []Context{InJob}, []string{"enter"}, "details", "show the step's result in full"},
		{Confirm, groupAct, []Context{InDialog}, []string{"enter"}, "choose", "take the choice or the text"},
		{Confirm, groupAct, []Context{InInput}, []string{"enter"}, "choose", "take the choice or the text"},
		{JobPanel, groupAct, []Context{Everywhere}, []string{"J"}, "removal", "show or hide the removal"},
		{CancelJob, groupAct, []Context{Everywhere}, []string{"X"}, "cancel", "cancel the removal's steps that have not started, or what is being brought back"},
		{Recovery, groupAct, inPanes(anyPane, InTreemap, InDetails, InJob), []string{"z"}, "recovery", "list what was removed, and bring it back"},
		{Recovery, groupAct, []Context{InRecovery, InRestore}, []string{"z"}, "close", "close the recovery; what is being brought back goes on"},
		{Dismiss, groupAct, []Context{InJob}, []string{"x"}, "dismiss", "put the ended removal away"},
	}
}

func remedyBindings() []binding {
	where := []Context{InPlan, InJob}
	return []binding{
		{RemoveStopped, groupRemedy, where, []string{"c"}, "remove containers", "remove the stopped containers that hold it"},
		{StopRemove, groupRemedy, where, []string{"C"}, "stop containers", "stop the running containers and remove them; asked twice"},
		{MarkDescendants, groupRemedy, where, []string{"D"}, "descendants too", "remove what was built on it too"},
		{MarkReferences, groupRemedy, where, []string{"o"}, "other tags too", "remove the image's other references too"},
		{UntagOnly, groupRemedy, where, []string{"u"}, "untag only", "take only the references away; the bytes stay"},
		{Force, groupRemedy, where, []string{"f"}, "force", "ask the engine to force it; the plan says what that does"},
		{Skip, groupRemedy, []Context{InPlan}, []string{"x"}, "skip", "leave it alone"},
		{WithoutBackup, groupRemedy, []Context{InPlan}, []string{"B"}, "without backup", "remove the volumes of this plan WITHOUT a backup, or back them up after all; asked twice"},
		{ApplyAll, groupRemedy, []Context{InPlan}, []string{"A"}, "for all like it", "take the remedies of this step for every step that is blocked like it"},
	}
}

func generalBindings() []binding {
	general := []binding{
		{Refresh, groupGeneral, []Context{Everywhere}, []string{"r"}, "refresh", "load everything anew, or try again what failed"},
		{Refresh, groupGeneral, []Context{InStart}, []string{"r", "enter"}, "retry", "try to reach the engine again"},
		{Demo, groupGeneral, []Context{InStart}, []string{"d"}, "demo", "open the demo, which needs no engine"},
		{Complete, groupGeneral, []Context{InInput}, []string{"tab"}, "complete", "complete the word"},
		{Help, groupGeneral, []Context{Everywhere}, []string{"?"}, "help", "show the keys"},
		{Help, groupGeneral, []Context{InDialog}, []string{"?"}, "close", "close the keys"},
		{Back, groupGeneral, []Context{Everywhere}, []string{"esc"}, "back", "close what is open, or clear the filter"},
		{Back, groupGeneral, []Context{InInput}, []string{"esc"}, "back", "close what is open, or clear the filter"},
		{Back, groupGeneral, []Context{InTreemap}, []string{"esc"}, "back", "zoom out, or clear the filter"},
		{Back, groupGeneral, []Context{InDialog}, []string{"esc", "q"}, "close", "close the dialog"},
		{Suspend, groupGeneral, []Context{Everywhere, InDialog, InInput}, []string{"ctrl+z"}, "suspend", "go back to the shell; its fg returns here"},
		{Quit, groupGeneral, []Context{Everywhere}, []string{"q"}, "quit", "quit; asks while something is removed or brought back"},
	}
	if runtime.GOOS == "windows" { // its shells have no job control
		general = slices.DeleteFunc(general, func(b binding) bool { return b.action == Suspend })
	}
	return general
}
