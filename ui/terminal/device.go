package terminal

import (
	"errors"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// device is the terminal and its modes: raw input, the alternate screen, the
// mouse, how keys are reported. It can be released to others and taken back.
type device struct {
	console   uv.Console
	screen    *uv.TerminalScreen // knows the modes; it has no cells
	height    int                // in cells; 0 until it is known
	ask       bool               // the terminal understands being asked for its modes
	graphemes bool               // the terminal was told to measure as we do
	released  bool
}

func newDevice(console uv.Console) *device {
	// The screen draws nothing, and need not find out once more which colors the
	// terminal has, which may start a program.
	env := append(append([]string(nil), console.Environ()...), "NO_COLOR=1")
	return &device{console: console, screen: uv.NewTerminalScreen(console.Writer(), env), ask: understandsQueries(console)}
}

// understandsQueries reports whether a terminal can be asked for its modes
// (DECRQM). Some print the question (Apple's), and some are too far away to say
// which they are.
func understandsQueries(console uv.Console) bool {
	_, remote := console.LookupEnv("SSH_TTY")
	return !remote && console.Getenv("TERM_PROGRAM") != "Apple_Terminal"
}

// reportKeys is the sequence after which the terminal tells keys apart that it
// otherwise reports alike, such as tab and ctrl+i.
func reportKeys() string {
	return ansi.SetModifyOtherKeys2 + ansi.PushKittyKeyboard(ansi.KittyDisambiguateEscapeCodes)
}

// open sets the modes for the first time; the terminal is raw by then.
func (d *device) open() error {
	d.screen.EnterAltScreen()
	d.screen.EnableBracketedPaste()
	sequence := reportKeys()
	if d.ask {
		sequence += ansi.RequestModeSynchronizedOutput + ansi.RequestModeUnicodeCore
	}
	return d.write(sequence)
}

// release gives the terminal back as it was found. It does nothing on a
// released one.
func (d *device) release() error {
	if d.released {
		return nil
	}
	d.released = true
	sequence := ansi.ResetModifyOtherKeys + ansi.PopKittyKeyboard(1)
	if d.graphemes {
		sequence += ansi.ResetModeUnicodeCore
	}
	// A terminal without an alternate screen goes on below what it shows.
	sequence += ansi.CursorPosition(1, d.height)
	_, _ = d.screen.WriteString(sequence) // to a buffer
	d.screen.Reset()
	return errors.Join(d.screen.Flush(), d.console.Restore())
}

// takeBack makes the terminal ours again and clears it. On one that was not
// released it undoes what others did to it meanwhile.
func (d *device) takeBack() error {
	d.released = false
	// MakeRaw keeps the state that it finds as the one to go back to.
	if err := d.console.Restore(); err != nil {
		return err
	}
	if _, err := d.console.MakeRaw(); err != nil {
		return err
	}
	d.screen.Restore()
	sequence := ansi.ResetStyle + ansi.EraseEntireScreen + reportKeys()
	if d.graphemes {
		sequence += ansi.SetModeUnicodeCore
	}
	return d.write(sequence)
}

// measureGraphemes makes the terminal take characters to be as wide as we do.
func (d *device) measureGraphemes() error {
	d.graphemes = true
	return d.write(ansi.SetModeUnicodeCore)
}

func (d *device) setMouse(mode tea.MouseMode) {
	switch mode {
	case tea.MouseModeNone:
		d.screen.SetMouseMode(uv.MouseModeNone)
	case tea.MouseModeCellMotion:
		d.screen.SetMouseMode(uv.MouseModeDrag)
	case tea.MouseModeAllMotion:
		d.screen.SetMouseMode(uv.MouseModeMotion)
	}
	d.screen.SetMouseEncoding(uv.MouseEncodingSGR)
}

func (d *device) write(sequence string) error {
	_, _ = d.screen.WriteString(sequence) // to a buffer
	return d.screen.Flush()
}
