package terminal

import (
	"fmt"
	"io"
	"runtime/debug"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// painter is a model around another that draws it after each message, or a
// little later when the last frame was drawn just now. All that is written goes
// through it, from the goroutine of the program.
type painter struct {
	model  tea.Model
	screen *uv.TerminalScreen // the terminal's modes; it has no cells of its own
	canvas canvas
	ask    bool   // the terminal understands being asked what it can
	leave  func() // gives the terminal back

	now         func() time.Time
	pause       time.Duration // between two frames at least
	drawn       time.Time     // when the last frame was
	due         bool          // a frame is waiting for its time
	height      int           // of the terminal; 0 until it is known
	graphemes   bool          // the terminal was told to measure as we do
	fixedColors bool
	shown       tea.View // what the terminal shows
}

// frameDueMsg says that a frame that had to wait can be drawn.
type frameDueMsg struct{}

// writeMsg is a sequence for the terminal itself.
type writeMsg struct{ sequence string }

// panickedMsg is the end of a command.
type panickedMsg struct{ words string }

// WriteCmd sends a sequence to the terminal that draws nothing: a question, or
// text for the clipboard.
func WriteCmd(sequence string) tea.Cmd {
	return func() tea.Msg { return writeMsg{sequence} }
}

func newPainter(model tea.Model, out io.Writer, env []string, pause time.Duration) *painter {
	// The screen draws nothing, and need not find out once more which colors the
	// terminal has, which may start a program.
	screen := uv.NewTerminalScreen(out, append(append([]string(nil), env...), "NO_COLOR=1"))
	return &painter{
		model: model, screen: screen, canvas: newCanvas(env), ask: asks(env), pause: pause, now: time.Now, leave: func() {},
	}
}

// asks reports whether a terminal can be asked for its modes (DECRQM). Some
// print the question (Apple's), and some are too far away to say which they are.
func asks(env []string) bool {
	environ := uv.Environ(env)
	_, remote := environ.LookupEnv("SSH_TTY")
	return !remote && environ.Getenv("TERM_PROGRAM") != "Apple_Terminal"
}

// Init sets the terminal up and starts the model.
func (p *painter) Init() tea.Cmd {
	defer p.recover()
	p.screen.EnterAltScreen()
	p.screen.EnableBracketedPaste()
	sequence := ansi.SetModifyOtherKeys2 + ansi.PushKittyKeyboard(ansi.KittyDisambiguateEscapeCodes)
	if p.ask {
		sequence += ansi.RequestModeSynchronizedOutput + ansi.RequestModeUnicodeCore
	}
	_ = p.write(sequence) // a terminal that is gone is noticed at the first frame
	return p.guard(p.model.Init())
}

// reset takes back what Init and frames did to the terminal.
func (p *painter) reset() error {
	sequence := ansi.ResetModifyOtherKeys + ansi.PopKittyKeyboard(1)
	if p.graphemes {
		sequence += ansi.ResetModeUnicodeCore
	}
	// A terminal without a second screen goes on below what it shows.
	sequence += ansi.CursorPosition(1, p.height)
	_, _ = p.screen.WriteString(sequence) // to a buffer
	p.screen.Reset()
	return p.screen.Flush()
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
		return p, quitOn(p.write(msg.sequence))
	case panickedMsg:
		panic(msg.words)
	case tea.WindowSizeMsg:
		p.canvas.resize(msg.Width, msg.Height)
		p.height, p.shown.Content = msg.Height, ""
	case tea.ModeReportMsg:
		cmd = p.learn(msg)
	case tea.ColorProfileMsg:
		if p.fixedColors {
			return p, nil
		}
		p.canvas.color(msg.Profile)
	}
	model, next := p.model.Update(msg)
	p.model = model
	return p, tea.Batch(cmd, p.guard(next), p.frame())
}

// learn takes in what the terminal says that it can.
func (p *painter) learn(msg tea.ModeReportMsg) tea.Cmd {
	switch {
	case msg.Mode == ansi.ModeSynchronizedOutput && msg.Value == ansi.ModeReset:
		p.screen.SetSynchronizedUpdates(true)
	case msg.Mode == ansi.ModeUnicodeCore && msg.Value == ansi.ModeReset:
		p.graphemes = true
		p.canvas.measure(ansi.GraphemeWidth)
		return quitOn(p.write(ansi.SetModeUnicodeCore))
	case msg.Mode == ansi.ModeUnicodeCore && msg.Value.IsSet():
		p.canvas.measure(ansi.GraphemeWidth)
	}
	return nil
}

// View is not asked for: Bubble Tea draws nothing.
func (p *painter) View() tea.View { return tea.View{} }

// frame draws now, or says when.
func (p *painter) frame() tea.Cmd {
	if p.due {
		return nil
	}
	wait := p.pause - p.now().Sub(p.drawn)
	if wait <= 0 {
		return p.draw()
	}
	p.due = true
	return tea.Tick(wait, func(time.Time) tea.Msg { return frameDueMsg{} })
}

// draw writes what differs from the frame before.
func (p *painter) draw() tea.Cmd {
	if p.height == 0 {
		return nil
	}
	view, before := p.model.View(), p.shown
	if view.WindowTitle != before.WindowTitle {
		p.screen.SetWindowTitle(view.WindowTitle)
	}
	if view.MouseMode != before.MouseMode {
		p.setMouse(view.MouseMode)
	}
	if bar(view) != bar(before) {
		progress := bar(view)
		p.screen.SetProgressBar(&progress)
	}
	if view.Content != before.Content {
		_, _ = p.screen.Write(p.canvas.draw(view.Content)) // to a buffer
	}
	p.shown, p.drawn = view, p.now()
	return quitOn(p.screen.Flush())
}

// quitOn ends the program when its terminal can't be written to: it is gone.
func quitOn(err error) tea.Cmd {
	if err != nil {
		return tea.Quit
	}
	return nil
}

func (p *painter) setMouse(mode tea.MouseMode) {
	switch mode {
	case tea.MouseModeNone:
		p.screen.SetMouseMode(uv.MouseModeNone)
	case tea.MouseModeCellMotion:
		p.screen.SetMouseMode(uv.MouseModeDrag)
	case tea.MouseModeAllMotion:
		p.screen.SetMouseMode(uv.MouseModeMotion)
	}
	p.screen.SetMouseEncoding(uv.MouseEncodingSGR)
}

func bar(view tea.View) uv.ProgressBar {
	if view.ProgressBar == nil {
		return uv.ProgressBar{}
	}
	return uv.ProgressBar{State: uv.ProgressBarState(view.ProgressBar.State), Value: view.ProgressBar.Value}
}

func (p *painter) write(sequence string) error {
	_, _ = p.screen.WriteString(sequence) // to a buffer
	return p.screen.Flush()
}

// recover gives the terminal back before the words of a panic are written.
func (p *painter) recover() {
	if words := recover(); words != nil {
		p.leave()
		panic(words)
	}
}

// guard makes a panic of a command, which runs beside the program, one of the
// program.
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
