package ui

import (
	tea "charm.land/bubbletea/v2"

	"jettison/model"
	"jettison/ui/dialog"
	"jettison/ui/images"
	"jettison/ui/job"
	"jettison/ui/pane"
	"jettison/ui/plan"
	"jettison/ui/recovery"
	"jettison/ui/start"
	"jettison/ui/trends"
)

// perform carries out an intent of a view.
func (m *Model) perform(intent pane.Intent) tea.Cmd {
	switch intent := intent.(type) {
	case pane.Say:
		return m.say(intent.Text)
	case pane.ShowText:
		m.openDialog(dialog.NewViewer(m.styles, intent.Title, intent.Text), nil)
	case pane.OpenPager:
		return openPagerCmd(m.ctx, m.opts.Pager, intent.Text)
	case pane.Close:
		m.closeView(m.view())
	case pane.Copy:
		return m.copy(intent.Text)
	case pane.ShowImage:
		return m.showImage(intent.ID)
	case pane.OpenPlan:
		return m.openPlan(intent.Keys)
	case pane.Pin:
		return m.togglePin(intent.Row)
	case pane.ClearMarks:
		m.marks.Clear()
		m.images.StopRange()
	case tea.Cmd:
		return intent
	default:
		return m.performOwn(intent)
	}
	return nil
}

// performOwn carries out an intent that only one view has.
func (m *Model) performOwn(intent pane.Intent) tea.Cmd {
	switch intent := intent.(type) {
	case images.MarkByRule:
		m.openRuleMenu(intent.Row)
	case images.ChoosePlatform:
		m.openPlatformMenu(intent.Image)
	case images.LoadDetails:
		return awaitDetailsCmd(m.generation, intent.ID)
	case trends.Read:
		return m.readTrends()
	case trends.Reread:
		return m.rereadTrends()
	case plan.Confirm:
		return m.confirmPlan()
	case plan.AskRegistries:
		return m.askRegistries()
	case job.Replan:
		return m.replan(intent)
	case job.Dismiss:
		return m.dismiss()
	case recovery.Restore:
		return m.startRestore(intent)
	case recovery.Reread:
		return m.rereadRemovals()
	case start.Retry:
		return m.reopen(m.opts.Connect, false)
	case start.OpenDemo:
		return m.reopen(m.opts.Demo, true)
	}
	return nil
}

// want carries out what the visible pane wants.
func (m *Model) want() tea.Cmd {
	if m.session == nil {
		return nil
	}
	return m.perform(m.pane().Wants())
}

// showImage moves the cursor to an image, and clears the filters if they hide it.
func (m *Model) showImage(id model.ImageID) tea.Cmd {
	if _, ok := m.shownImages().Inventory.Image(id); !ok {
		return m.say("The image is gone.")
	}
	m.goToPane(m.images)
	if m.images.GoTo(id) {
		return nil
	}
	m.images.SetQuick(0)
	m.setFilter("")
	if !m.images.GoTo(id) {
		return m.say("The image is a step of a build: the list shows only what it led to.")
	}
	return m.say("The filters were cleared to show the image.")
}

// copy puts text on the clipboard of the terminal (OSC 52).
func (m *Model) copy(text string) tea.Cmd {
	if text == "" {
		return nil
	}
	return tea.Batch(tea.SetClipboard(text), m.say("Copied "+text))
}
