package terminal

import (
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// painter is a model around another that draws it after each message, or a
// little later when the last frame was drawn just now.
type painter struct {
	model  tea.Model
	screen *uv.TerminalScreen // the terminal's modes; it has no cells of its own
	canvas canvas
	leave  func() // gives the terminal back

	now         func() time.Time
	pause       time.Duration // between two frames at least
	drawn       time.Time     // when the last frame was
	due         bool          // a frame is waiting for its time
	sized       bool          // the size of the terminal is known
	fixedColors bool
	shown       tea.View // what the terminal shows
}

// frameDueMsg says that a frame that had to wait can be drawn.
type frameDueMsg struct{}

// writeMsg is a sequence for the terminal itself.
type writeMsg struct{ sequence string }

// WriteCmd sends a sequence to the terminal that draws nothing: a question, or
// text for the clipboard.
func WriteCmd(sequence string) tea.Cmd {
	return func() tea.Msg { return writeMsg{sequence} }
}

func newPainter(model tea.Model, screen *uv.TerminalScreen, env []string, pause time.Duration) *painter {
	return &painter{
		model: model, screen: screen, canvas: newCanvas(env), pause: pause, now: time.Now, leave: func() {},
	}
}

// Init sets the terminal up and starts the model.
func (p *painter) Init() tea.Cmd {
	defer p.recover()
	p.screen.EnterAltScreen()
	p.screen.SetKeyboardEnhancements(uv.NewKeyboardEnhancements(ansi.KittyDisambiguateEscapeCodes))
	p.screen.EnableBracketedPaste()
	p.write(ansi.RequestModeSynchronizedOutput)
	return p.guard(p.model.Init())
}

// Update hands a message on and draws what came of it.
func (p *painter) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	defer p.recover()
	switch msg := msg.(type) {
	case frameDueMsg:
		p.due = false
		p.draw()
		return p, nil
	case writeMsg:
		p.write(msg.sequence)
		return p, nil
	case tea.WindowSizeMsg:
		if msg.Width < 1 || msg.Height < 1 {
			return p, nil // Bubble Tea knows none; the terminal's own comes
		}
		p.canvas.resize(msg.Width, msg.Height)
		p.sized, p.shown.Content = true, ""
	case tea.ModeReportMsg:
		if msg.Mode == ansi.ModeSynchronizedOutput && msg.Value == ansi.ModeReset {
			p.screen.SetSynchronizedUpdates(true)
		}
		p.canvas.measure(p.screen.WidthMethod())
	case tea.ColorProfileMsg:
		if p.fixedColors {
			return p, nil
		}
		p.canvas.renderer.SetColorProfile(msg.Profile)
	}
	var cmd tea.Cmd
	p.model, cmd = p.model.Update(msg)
	return p, tea.Batch(p.guard(cmd), p.frame())
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
		p.draw()
		return nil
	}
	p.due = true
	return tea.Tick(wait, func(time.Time) tea.Msg { return frameDueMsg{} })
}

// draw writes what differs from the frame before. A terminal that can't be
// written to is gone; the end of its input ends the program.
func (p *painter) draw() {
	if !p.sized {
		return
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
	_ = p.screen.Flush()
	p.shown, p.drawn = view, p.now()
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

func (p *painter) write(sequence string) {
	_, _ = p.screen.WriteString(sequence) // to a buffer
	_ = p.screen.Flush()
}

// recover gives the terminal back before the words of a panic are written.
func (p *painter) recover() {
	if words := recover(); words != nil {
		p.leave()
		panic(words)
	}
}

// guard does the same for a command, which runs beside the program.
func (p *painter) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		defer p.recover()
		msg := cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i, one := range batch {
				batch[i] = p.guard(one)
			}
		}
		return msg
	}
}
