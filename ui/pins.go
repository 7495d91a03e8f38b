package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"jettison/model"
	"jettison/model/pin"
	"jettison/model/query"
	"jettison/model/words"
)

// Pins are what protects images.
type Pins struct {
	Rules []pin.Rule
	// Keep saves that a query is pinned, or no longer; nil saves nothing. Load reads the
	// saved pins, which others may have changed; nil when there are none. Both may block.
	Keep func(q *query.Query, on bool) error
	Load func() ([]pin.Rule, error)
}

// pinning holds the pins and the inventory that they were last applied to.
type pinning struct {
	rules  []pin.Rule
	judged *model.Inventory // without pins
	known  [model.FactCount]bool
	made   *model.Inventory // with them
}

// set replaces the rules.
func (p *pinning) set(rules []pin.Rule) { *p = pinning{rules: rules} }

// apply returns the inventory of a snapshot with its pins. For the same inventory and
// the same known facts it returns the same value.
func (p *pinning) apply(snapshot model.Snapshot, now time.Time) *model.Inventory {
	if len(p.rules) == 0 {
		return snapshot.Inventory
	}
	var known [model.FactCount]bool
	for fact := range known {
		known[fact] = !snapshot.Facts[fact].At.IsZero()
	}
	if p.judged != snapshot.Inventory || p.known != known {
		env := query.Env{Now: now, Inventory: snapshot.Inventory, Known: func(fact model.Fact) bool { return known[fact] }}
		*p = pinning{p.rules, snapshot.Inventory, known, snapshot.Inventory.WithPins(pin.Resolve(p.rules, env))}
	}
	return p.made
}

// togglePin pins a row, or takes its pin away.
func (m *Model) togglePin(row *model.Row) tea.Cmd {
	text := pin.For(row)
	q, err := pin.Parse(text)
	if err != nil {
		return m.say("It can't be pinned: " + model.Clean(err.Error()))
	}
	rules := m.pins.rules
	for i, rule := range rules {
		if !rule.Configured && rule.Query.String() == q.String() {
			left := slices.Delete(slices.Clone(rules), i, i+1)
			return tea.Batch(m.repin(left), m.keepPin(q, false), m.say("No longer pinned: "+text))
		}
	}
	if by, ok := m.shownImages().Inventory.Pin(row.Key()); ok && !by.Undecided {
		return m.say("It is pinned by " + words.Pin(by) + ".")
	}
	added := append(slices.Clone(rules), pin.Rule{Query: q})
	return tea.Batch(m.repin(added), m.keepPin(q, true), m.say("Pinned: "+text))
}

// repin replaces the rules and shows the pins that follow from them.
func (m *Model) repin(rules []pin.Rule) tea.Cmd {
	m.pins.set(rules)
	snapshot := m.snapshot
	snapshot.Inventory = snapshot.Inventory.WithPins(nil)
	snapshot.Inventory = m.pins.apply(snapshot, m.opts.Now())
	_ = m.adopt(snapshot) // what ends are marks of what is pinned now
	m.showSnapshot()
	return m.want()
}

// heedPinsOf applies the pins for a newly opened engine. The demo gets only the
// configured ones, and its own end with it.
func (m *Model) heedPinsOf(demo bool) {
	switch {
	case demo:
		m.pins.set(slices.DeleteFunc(slices.Clone(m.opts.Pins.Rules), func(rule pin.Rule) bool { return !rule.Configured }))
	case m.demo:
		m.pins.set(m.opts.Pins.Rules)
	}
	m.demo = demo
}

// pinChange is a query that is pinned, or no longer.
type pinChange struct {
	query *query.Query
	on    bool
}

// newPinQueue returns a queue that saves changes of the pins.
func newPinQueue(keep func(q *query.Query, on bool) error) *writeQueue[pinChange] {
	if keep == nil {
		return &writeQueue[pinChange]{}
	}
	return &writeQueue[pinChange]{write: func(change pinChange) error { return keep(change.query, change.on) }}
}

// keepPin saves a change of the pins, except in the demo.
func (m *Model) keepPin(q *query.Query, on bool) tea.Cmd {
	if m.demo || m.pinWrites.write == nil {
		return nil
	}
	m.pinWrites.add(pinChange{q, on})
	return keepPinsCmd(m.pinWrites)
}

func keepPinsCmd(q *writeQueue[pinChange]) tea.Cmd {
	return func() tea.Msg {
		if err := q.flush(); err != nil {
			return pinFailedMsg{err}
		}
		return nil
	}
}

// readPins reads the saved pins, so that a plan respects those of others. It reads
// nothing once a pin could not be saved: the file would lack it.
func (m *Model) readPins() tea.Cmd {
	if m.demo || m.opts.Pins.Load == nil || m.unkept {
		return nil
	}
	return readPinsCmd(m.opts.Pins.Load, m.pinWrites, m.generation)
}

func readPinsCmd(load func() ([]pin.Rule, error), queue *writeQueue[pinChange], generation int) tea.Cmd {
	return func() tea.Msg {
		if err := queue.flush(); err != nil {
			return pinFailedMsg{err}
		}
		rules, err := load()
		return pinsReadMsg{generation, rules, err}
	}
}

func (m *Model) receivePins(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pinFailedMsg:
		m.unkept = true
		return m.say("The pin could not be kept, and ends with the program: " + model.Clean(msg.err.Error()))
	case pinsReadMsg:
		return m.takePins(msg)
	}
	return nil
}

// takePins applies the pins that were read, also to an open plan.
func (m *Model) takePins(msg pinsReadMsg) tea.Cmd {
	switch {
	case msg.generation != m.generation || m.session == nil:
		return nil
	case msg.err != nil:
		m.closePlan()
		return m.say("No plan without the pins: " + model.Clean(msg.err.Error()))
	case samePins(m.pins.rules, msg.rules):
		return nil
	}
	cmd := m.repin(msg.rules)
	if p := m.plan(); p != nil {
		p.SetInventory(m.snapshot.Inventory)
		m.planAsOf = m.snapshot.AsOf(m.opts.Now())
	}
	return tea.Batch(cmd, m.say("Pins changed meanwhile; they are in force now."))
}

func samePins(a, b []pin.Rule) bool {
	return slices.EqualFunc(a, b, func(a, b pin.Rule) bool {
		return a.Configured == b.Configured && a.Query.String() == b.Query.String()
	})
}
