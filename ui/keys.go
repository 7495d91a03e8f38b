package ui

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/details"
	"jettison/ui/dialog"
	"jettison/ui/terminal"
)

// press routes a key: a dialog first, then an open line, then what means the
// same everywhere, then what has the focus.
func (m *Model) press(msg tea.KeyPressMsg) tea.Cmd {
	if d, ok := m.top(); ok {
		return m.pressDialog(d, msg)
	}
	if m.filter.open {
		return m.pressFilter(msg)
	}
	action, ok := m.opts.Keys.Resolve(m.context(), msg.String())
	if !ok {
		return nil
	}
	if m.opts.ReadOnly != "" && keymap.Changes(m.context(), action) {
		return m.sayReadOnly()
	}
	if cmd, done := m.doEverywhere(action); done {
		return cmd
	}
	switch m.context() {
	case keymap.InStart:
		return m.doStart(action)
	case keymap.InPlan:
		return m.doPlan(action)
	case keymap.InJob:
		return m.doJob(action)
	case keymap.InRecovery, keymap.InRestore:
		return m.doRecovery(action)
	case keymap.InDetails:
		return m.doDetails(action)
	case keymap.InContainers:
		return m.doContainers(action)
	case keymap.InDisk, keymap.InTreemap:
		return m.doDisk(action)
	case keymap.InTrends:
		return m.doTrends(action)
	default:
		return m.doImages(action)
	}
}

func (m *Model) doEverywhere(action keymap.Action) (tea.Cmd, bool) {
	switch action {
	case keymap.Quit:
		return m.quit(), true
	case keymap.Help:
		m.openDialog(dialog.NewHelp(m.styles, m.opts.Keys, m.context()), nil)
		return nil, true
	case keymap.CancelJob:
		return m.cancelJob(), true
	case keymap.JobPanel:
		return m.toggleJob(), true
	case keymap.Recovery:
		m.toggleRecovery()
		return nil, true
	default:
	}
	if m.session == nil || m.plan != nil {
		return nil, false
	}
	switch action {
	case keymap.Policies:
		return m.askPolicies(), true
	case keymap.NextPane:
		m.goTo(m.at + 1)
	case keymap.PrevPane:
		m.goTo(m.at + placeCount - 1)
	case keymap.Pane1:
		m.goTo(placeImages)
	case keymap.Pane2:
		m.goTo(placeContainers)
	case keymap.Pane3:
		m.goTo(placeDisk)
	case keymap.Pane4:
		m.goTo(placeTrends)
	default:
		return nil, false
	}
	return nil, true
}

func (m *Model) cancelJob() tea.Cmd {
	if m.recovery.running() {
		m.recovery.job.Cancel()
		return m.say("Cancelled: what has come back stays.")
	}
	if !m.removal.running() {
		return m.say("Nothing is being removed or brought back.")
	}
	m.removal.job.Cancel()
	return m.say("Cancelled: the steps under way finish, nothing more starts.")
}

// doList is what means the same in every list.
func (m *Model) doList(action keymap.Action) (tea.Cmd, bool) {
	switch action {
	case keymap.Filter:
		return m.openFilter(), true
	case keymap.QuickFilter:
		m.openQuickMenu()
	case keymap.SortMenu:
		m.openSortMenu()
	case keymap.Refresh:
		m.session.Reload()
		m.retryDetails()
		return m.say("Loading everything anew."), true
	case keymap.Back:
		m.back()
	default:
		return nil, false
	}
	return nil, true
}

func (m *Model) doImages(action keymap.Action) tea.Cmd {
	if cmd, done := m.doList(action); done {
		return cmd
	}
	switch action {
	case keymap.Plan:
		return m.openPlan(m.images.Chosen())
	case keymap.MarkByRule:
		m.openRuleMenu()
	case keymap.Pin:
		return m.togglePin()
	case keymap.Mark:
		why := m.sayPinned()
		m.images.Do(action)
		return why
	case keymap.Details:
		if m.images.Foldable() {
			m.images.ToggleFold()
			return nil
		}
		m.toggleDetails()
	case keymap.Blockers:
		return m.jump(details.SectionBlockers)
	case keymap.Layers:
		return m.jump(details.SectionLayers)
	case keymap.Copy:
		if row, ok := m.images.Current(); ok {
			if row.Ref == "" {
				return m.copy(string(row.Image.ID))
			}
			return m.copy(row.Ref)
		}
	default:
		m.images.Do(action)
	}
	return nil
}

func (m *Model) doDetails(action keymap.Action) tea.Cmd {
	in := &m.inspector
	switch action {
	case keymap.Back:
		in.focused = false
		if !m.wide() {
			in.open = false
		}
		m.layout()
	case keymap.Details:
		m.toggleDetails()
	case keymap.Plan:
		return m.openPlan(m.images.Chosen())
	case keymap.Pin:
		return m.togglePin()
	case keymap.Mark:
		why := m.sayPinned()
		m.images.Do(action)
		return why
	case keymap.Blockers:
		return m.jump(details.SectionBlockers)
	case keymap.Layers:
		return m.jump(details.SectionLayers)
	case keymap.Copy:
		return m.copy(in.pane.CopyText())
	case keymap.Refresh:
		m.retryDetails()
		return m.inspect()
	default:
		in.pane.Do(action)
	}
	return nil
}

func (m *Model) doContainers(action keymap.Action) tea.Cmd {
	if cmd, done := m.doList(action); done {
		return cmd
	}
	current, ok := m.containers.Current()
	switch action {
	case keymap.Details:
		if ok {
			return m.showImage(current.Image)
		}
	case keymap.Copy:
		if ok {
			return m.copy(current.Name)
		}
	default:
		m.containers.Do(action)
	}
	return nil
}

func (m *Model) doDisk(action keymap.Action) tea.Cmd {
	if cmd, done := m.doList(action); done {
		return cmd
	}
	switch action {
	case keymap.Details:
		if m.disk.ZoomIn() {
			return nil
		}
		if id, ok := m.disk.CurrentImage(); ok {
			return m.showImage(id)
		}
	case keymap.Mark:
		if !m.images.Toggle(m.disk.CurrentKeys()) {
			return m.say(onlyImages)
		}
	case keymap.ClearMarks:
		m.images.Do(action)
	case keymap.Plan:
		return m.planBlock()
	case keymap.Copy:
		return m.copy(m.disk.CopyText())
	default:
		m.disk.Do(action)
	}
	return nil
}

// onlyImages is said where a block of shared bytes is to be marked or planned.
const onlyImages = "Only images can be marked: shared bytes go with the last image that has them."

// planBlock opens the plan of the marks or of the treemap's block.
func (m *Model) planBlock() tea.Cmd {
	keys := m.disk.CurrentKeys()
	if marks := m.images.Marks(); marks.Len() > 0 {
		keys = marks.Keys()
	}
	if len(keys) == 0 {
		return m.say(onlyImages)
	}
	return m.openPlan(keys)
}

// showImage goes to an image in the list, through the filters if need be.
func (m *Model) showImage(id model.ImageID) tea.Cmd {
	if _, ok := m.snapshot.Inventory.Image(id); !ok {
		return m.say("The image is gone.")
	}
	m.goTo(placeImages)
	if m.images.GoTo(id) {
		return m.inspect()
	}
	m.images.SetQuick(0)
	m.setFilter("")
	if !m.images.GoTo(id) {
		return m.say("The image is a step of a build: the list shows only what it led to.")
	}
	return tea.Batch(m.inspect(), m.say("The filters were cleared to show the image."))
}

// copy puts text on the clipboard of the terminal (OSC 52).
func (m *Model) copy(text string) tea.Cmd {
	if text == "" {
		return nil
	}
	return tea.Batch(terminal.WriteCmd(ansi.SetSystemClipboard(text)), m.say("Copied "+text))
}
