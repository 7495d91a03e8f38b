package terminal

import (
	"fmt"
	"os"
	"runtime/debug"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// painter wraps a model and draws it after each message, or a little later when
// the last frame was drawn just now. Everything is written through it, on the
// program's goroutine.
type painter struct {
	model  tea.Model
	device *device
	canvas canvas
	jobs   *jobControl
	kinds  messageKinds
	lend   func(lent bool) // see Options.Lend
	// interrupts takes the signals that are meant for another program, and is not
	// read.
	interrupts chan os.Signal

	now         func() time.Time
	pause       time.Duration // between two frames, on average
	rested      time.Time     // when frames are as few again as if none had been drawn
	due         bool          // a frame waits for its time
	fixedColors bool
	shown       tea.View // what the terminal shows
}

// frameDueMsg says that a frame that had to wait can be drawn.
type frameDueMsg struct{}

// panickedMsg carries the words of a panic in a command.
type panickedMsg struct{ words string }

func newPainter(model tea.Model, console uv.Console, pause time.Duration) *painter {
	return &painter{
		model: model, device: newDevice(console), canvas: newCanvas(console.Environ()), jobs: newJobControl(),
		kinds: newMessageKinds(), lend: func(bool) {}, interrupts: make(chan os.Signal, 1), pause: pause, now: time.Now,
	}
}

// Init sets the terminal up and starts the model.
func (p *painter) Init() tea.Cmd {
	defer p.recover()
	_ = p.device.open() // a terminal that is gone is noticed at the first frame
	return p.guard(p.model.Init())
}

// Update hands a message on and draws what came of it.
func (p *painter) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	defer p.recover()
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case frameDueMsg:
		p.due = false
		return p, p.draw()
	case writeMsg:
		return p, quitOn(p.device.write(msg.sequence))
	case suspendMsg:
		return p, p.suspend()
	case continuedMsg:
		return p, p.takeBack()
	case panickedMsg:
		panic(msg.words)
	case tea.WindowSizeMsg:
		p.canvas.resize(msg.Width, msg.Height)
		p.device.height, p.shown.Content = msg.Height, ""
	case tea.ModeReportMsg:
		cmd = p.learn(msg)
	case tea.ColorProfileMsg:
		if p.fixedColors {
			return p, nil
		}
		p.canvas.color(msg.Profile)
	default:
		if p.kinds.runsProgram(msg) { // it has run
			cmd = p.endLoan()
		}
	}
	model, next := p.model.Update(msg)
	p.model = model
	return p, tea.Batch(cmd, p.guard(next), p.frame())
}

// learn takes in which modes the terminal knows.
func (p *painter) learn(msg tea.ModeReportMsg) tea.Cmd {
	switch {
	case msg.Mode == ansi.ModeSynchronizedOutput && msg.Value == ansi.ModeReset:
		p.device.screen.SetSynchronizedUpdates(true)
	case msg.Mode == ansi.ModeUnicodeCore && msg.Value == ansi.ModeReset:
		p.canvas.measure(ansi.GraphemeWidth)
		return quitOn(p.device.measureGraphemes())
	case msg.Mode == ansi.ModeUnicodeCore && msg.Value.IsSet():
		p.canvas.measure(ansi.GraphemeWidth)
	}
	return nil
}

// View is not asked for: Bubble Tea draws nothing.
func (p *painter) View() tea.View { return tea.View{} }

// burst is how many frames may follow one at once after a rest. A start draws so many before there
// are rows.
const burst = 2

// frame draws now, or says when.
func (p *painter) frame() tea.Cmd {
	if p.due {
		return nil
	}
	wait := p.rested.Sub(p.now().Add(burst * p.pause))
	if wait <= 0 {
		return p.draw()
	}
	p.due = true
	return tea.Tick(wait, func(time.Time) tea.Msg { return frameDueMsg{} })
}

// draw writes what differs from the frame before.
func (p *painter) draw() tea.Cmd {
	if p.device.height == 0 || p.device.released {
		return nil
	}
	view, before := p.model.View(), p.shown
	screen := p.device.screen
	if view.WindowTitle != before.WindowTitle {
		screen.SetWindowTitle(view.WindowTitle)
	}
	if view.MouseMode != before.MouseMode {
		p.device.setMouse(view.MouseMode)
	}
	if progressBar(view) != progressBar(before) {
		progress := progressBar(view)
		screen.SetProgressBar(&progress)
	}
	if view.Content != before.Content {
		_, _ = screen.Write(p.canvas.draw(view.Content)) // to a buffer
	}
	now := p.now()
	p.shown = view
	if p.rested.Before(now) {
		p.rested = now
	}
	p.rested = p.rested.Add(p.pause)
	return quitOn(screen.Flush())
}

// quitOn ends the program when its terminal can't be written to: it is gone.
func quitOn(err error) tea.Cmd {
	if err != nil {
		return tea.Quit
	}
	return nil
}

func progressBar(view tea.View) uv.ProgressBar {
	if view.ProgressBar == nil {
		return uv.ProgressBar{}
	}
	return uv.ProgressBar{State: uv.ProgressBarState(view.ProgressBar.State), Value: view.ProgressBar.Value}
}

// recover gives the terminal back before the words of a panic are written.
func (p *painter) recover() {
	if words := recover(); words != nil {
		_ = p.device.release() // the panic tells more
		panic(words)
	}
}

// guard turns a panic of a command, which runs on a goroutine of its own, into
// one of the program.
func (p *painter) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if words := recover(); words != nil {
				msg = panickedMsg{fmt.Sprintf("%v\n%s", words, debug.Stack())}
			}
		}()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i, one := range batch {
				batch[i] = p.guard(one)
			}
		}
		return msg
	}
}
