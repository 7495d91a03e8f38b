package ui

import (
	"context"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/images"
	"jettison/ui/plan"
	"jettison/ui/theme"
)

// Model is the root of the screen. It routes messages, lays the panes out and
// is the only one to start I/O.
type Model struct {
	opts   Options
	ctx    context.Context //nolint:containedctx // the program's life, which every command ends with
	styles *theme.Styles

	width, height int

	// generation counts sessions: replies of an earlier one are dropped.
	generation int
	session    Session
	demo       bool
	problem    *model.Problem // why there is no session; nil while connecting
	snapshot   model.Snapshot

	images *images.Pane
	plan   *plan.Pane // nil while no plan is open

	input    textinput.Model
	entering entry
	filter   string
	inputErr string

	job      Job
	progress *model.Progress // of the job under way or the last one; nil for none
	failures []failure
	showJob  bool
	usage    int64 // bytes that the engine's layers took when the job began, or model.Unknown
	quitting bool  // the person was asked whether to quit while a job runs

	help   bool
	notice string
	serial int // of the notice
}

// entry is what the input line is open for.
type entry uint8

const (
	entryNone entry = iota
	entryFilter
	entryRule
)

// failure is a step that did not do what it should.
type failure struct {
	step    int
	refusal *model.Refusal
}

// New returns the screen, connecting.
func New(ctx context.Context, opts Options) *Model {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Keys == nil {
		opts.Keys = keymap.Default()
	}
	m := &Model{opts: opts, ctx: ctx, usage: model.Unknown, generation: 1}
	m.styles = theme.New(theme.Options{Dark: opts.Theme != AppearanceLight, NoColor: opts.NoColor, ASCII: opts.ASCII})
	m.snapshot.Inventory = model.NewInventory(model.Engine{}, time.Time{}, nil, nil, nil)
	m.images = images.New(m.styles)
	m.input = textinput.New()
	m.input.Prompt = ""
	return m
}

// Init opens the session and asks for the terminal's background.
func (m *Model) Init() tea.Cmd {
	open := openSessionCmd(m.ctx, m.opts.Connect, false, m.generation)
	if m.opts.Theme == AppearanceAuto && !m.opts.NoColor {
		return tea.Batch(open, tea.RequestBackgroundColor)
	}
	return open
}

func (m *Model) setDark(dark bool) {
	m.styles = theme.New(theme.Options{Dark: dark, NoColor: m.opts.NoColor, ASCII: m.opts.ASCII})
	m.images.SetStyles(m.styles)
	if m.plan != nil {
		m.plan.SetStyles(m.styles)
	}
}

// running reports whether a job is under way.
func (m *Model) running() bool { return m.job != nil }

func (m *Model) context() keymap.Context {
	switch {
	case m.session == nil:
		return keymap.InStart
	case m.plan != nil:
		return keymap.InPlan
	case m.showJob:
		return keymap.InJob
	}
	return keymap.InImages
}

func (m *Model) say(text string) tea.Cmd {
	m.serial++
	m.notice = text
	return expireNoticeCmd(m.serial)
}
