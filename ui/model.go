package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/dialog"
	"jettison/ui/images"
	"jettison/ui/pane"
	"jettison/ui/recovery"
	"jettison/ui/start"
	"jettison/ui/theme"
	"jettison/ui/trends"
)

// Model is the root of the screen. It routes messages, lays out the views and alone
// starts I/O.
type Model struct {
	opts   Options
	ctx    context.Context //nolint:containedctx // the program's life, which every command ends with
	looks  theme.Options   // what styles are made of
	styles *theme.Styles

	width, height int

	// generation counts sessions: replies of an earlier one are dropped.
	generation int
	session    Session
	demo       bool
	start      *start.View // seen while there is no session
	snapshot   model.Snapshot

	panes    []tab
	at       int              // the tab that is shown
	images   *images.Pane     // one of the panes, where images are gone to
	trends   *trends.Pane     // another, which gets what was read
	rows     *model.Inventory // of the images; the snapshot's but while they are listed, see rowsOf
	lastList *model.LastList  // that lastRows are of
	lastRows *model.Inventory
	marks    *model.Marks // of the images, on rows
	over     views        // what stands over the pane
	planAsOf time.Time    // up to when the open plan knows the engine
	stale    *stalePlan   // nil unless a plan is to be made anew
	waiting  *waitingPlan // nil unless a plan is to open
	removal  removal
	recovery recovering
	dialogs  []opened // the last one is on top

	everywhere []pane.Action
	ofPanes    []pane.Action

	filter      filterLine
	queries     *dialog.History       // those that were typed, into filters and as rules to mark by
	queryWrites *writeQueue[[]string] // of queries

	sampling  sampling
	pins      pinning
	pinWrites *writeQueue[pinChange]
	unkept    bool // a change of the pins could not be kept

	notice string
	serial int // of the notice
}

// New returns the screen while it connects.
func New(ctx context.Context, opts Options) *Model {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Keys == nil {
		opts.Keys = keymap.Default()
	}
	if opts.ReadOnly != "" {
		opts.Keys = opts.Keys.ReadOnly()
	}
	m := &Model{opts: opts, ctx: ctx, generation: 1, queryWrites: newHistoryQueue(opts.Remember), pinWrites: newPinQueue(opts.Pins.Keep)}
	m.pins.set(opts.Pins.Rules)
	m.looks = theme.Options{Dark: opts.Theme != AppearanceLight, NoColor: opts.NoColor, ASCII: opts.ASCII}
	m.styles = theme.New(m.looks)
	m.snapshot.Inventory = emptyInventory()
	m.rows = m.snapshot.Inventory
	m.marks = model.NewMarks(m.rows)
	m.queries = dialog.NewHistory(opts.History)
	m.images = images.New(m.styles, m.opts.Keys, m.marks)
	m.trends = trends.New(m.styles, m.opts.Keys)
	m.panes = m.newPanes()
	m.start = start.New(m.styles, m.opts.Keys, opts.Address, opts.Demo != nil)
	m.recovery.pane = recovery.New(m.styles, m.opts.Keys)
	m.everywhere, m.ofPanes = m.everywhereActions(), m.paneActions()
	m.filter.line = dialog.NewLine(nil, nil)
	return m
}

// Init opens the session and asks for the terminal's background.
func (m *Model) Init() tea.Cmd {
	open := openSessionCmd(m.ctx, m.opts.Connect, false, m.generation)
	if m.opts.Theme == AppearanceAuto && !m.opts.NoColor {
		open = tea.Batch(open, tea.RequestBackgroundColor)
	}
	return tea.Batch(open, tickAgesCmd(m.ctx))
}

// restyle applies changed looks to everything on the screen.
func (m *Model) restyle() {
	m.styles = theme.New(m.looks)
	for _, p := range m.panes {
		p.SetStyles(m.styles)
	}
	m.start.SetStyles(m.styles)
	for _, v := range m.over { // others get them when they are opened
		v.SetStyles(m.styles)
	}
	for _, d := range m.dialogs {
		d.SetStyles(m.styles)
	}
}

// context is where a key is pressed, when no dialog and no line has it.
func (m *Model) context() keymap.Context { return m.view().Context() }

func (m *Model) say(text string) tea.Cmd {
	m.serial++
	m.notice = text
	return expireNoticeCmd(m.serial)
}

// expireNotice removes a notice from the footer, unless a newer one replaced it.
func (m *Model) expireNotice(serial int) {
	if serial == m.serial {
		m.notice = ""
	}
}
