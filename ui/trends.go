package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"jettison/model"
	"jettison/model/trend"
	"jettison/ui/trends"
)

// Trends are the samples of disk usage over time. All functions may block.
type Trends struct {
	// Record saves a sample of an inventory with measured disk usage, unless one was
	// saved within the last hour; nil saves none.
	Record func(inv *model.Inventory, now time.Time) error
	// Load reads the samples of an engine; nil when there is no place for them.
	Load func(engine model.Engine) (trend.History, error)
	// Demo makes up samples for the demo; nil makes up none. IsDemo tells that Connect
	// opens the demo, too.
	Demo   func(inv *model.Inventory, now time.Time) trend.History
	IsDemo bool
}

// sampling tells which samples of the session were recorded and read.
type sampling struct {
	recorded bool // or it was tried
	read     bool // or it is under way
}

// forgetTrends drops the samples of the engine before.
func (m *Model) forgetTrends() {
	m.sampling = sampling{}
	m.trends.SetContent(nil)
}

// recordSample saves a sample once the disk usage is known, even if layers could not
// be read.
func (m *Model) recordSample() tea.Cmd {
	if m.sampling.recorded || m.demo || m.opts.Trends.Record == nil || m.snapshot.Inventory.Usage == nil {
		return nil
	}
	for _, fact := range []model.Fact{model.FactEngine, model.FactImages, model.FactContainers, model.FactUsage} {
		if m.snapshot.Facts[fact].Status != model.StatusReady {
			return nil
		}
	}
	if status := m.snapshot.Facts[model.FactLayers].Status; status != model.StatusReady && status != model.StatusFailed {
		return nil
	}
	m.sampling.recorded = true
	return recordSampleCmd(m.opts.Trends.Record, m.snapshot.Inventory, m.opts.Now(), m.generation)
}

func recordSampleCmd(record func(*model.Inventory, time.Time) error, inv *model.Inventory, now time.Time, generation int) tea.Cmd {
	return func() tea.Msg { return sampleRecordedMsg{generation, record(inv, now)} }
}

// readTrends reads the samples, once a session. In the demo they are made up from the
// inventory, and wait for it.
func (m *Model) readTrends() tea.Cmd {
	if m.sampling.read || m.session == nil || m.snapshot.Facts[model.FactEngine].At.IsZero() {
		return nil
	}
	inv := m.snapshot.Inventory
	load := m.opts.Trends.Load
	if m.demo || m.opts.Trends.IsDemo {
		if m.opts.Trends.Demo == nil || inv.Usage == nil || m.snapshot.Facts[model.FactLayers].At.IsZero() {
			return nil
		}
		past, now := m.opts.Trends.Demo, m.opts.Now()
		load = func(model.Engine) (trend.History, error) { return past(inv, now), nil }
	}
	m.sampling.read = true
	if load == nil {
		m.trends.SetContent(&trends.Content{Nowhere: true})
		return nil
	}
	return readTrendsCmd(load, inv.Engine, m.opts.Now(), m.generation)
}

// readTrendsCmd also evaluates the samples, which takes too long for Update when there
// is a year of them.
func readTrendsCmd(load func(model.Engine) (trend.History, error), engine model.Engine, now time.Time, generation int) tea.Cmd {
	return func() tea.Msg {
		history, err := load(engine)
		content := trends.NewContent(&history, now)
		content.Problem = err
		return trendsReadMsg{generation, content}
	}
}

func (m *Model) receiveTrends(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case sampleRecordedMsg:
		if msg.generation != m.generation {
			return nil
		}
		m.sampling.read = false // there is one more
		if msg.err != nil {
			return tea.Batch(m.want(), m.say("The sample for the trends could not be kept: "+model.Clean(msg.err.Error())))
		}
		return m.want()
	case trendsReadMsg:
		if msg.generation == m.generation {
			m.trends.SetContent(msg.content)
		}
	}
	return nil
}

func (m *Model) rereadTrends() tea.Cmd {
	m.session.Reload()
	m.sampling.read = false
	return m.say("Reading the samples anew.")
}
