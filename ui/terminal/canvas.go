package terminal

import (
	"bytes"
	"runtime"
	"strings"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// canvas turns frames into what has to be written to get from one to the next.
// Ultraviolet's own screen keeps the cells once more, which at 200×50 is a
// megabyte to touch before the first frame is out.
type canvas struct {
	cells         uv.ScreenBuffer
	renderer      *uv.TerminalRenderer
	out           *bytes.Buffer
	profile       colorprofile.Profile
	width, height int  // of the terminal, in cells
	begun         bool // a frame was drawn
}

func newCanvas(env []string) canvas {
	out := &bytes.Buffer{}
	renderer := uv.NewTerminalRenderer(out, env)
	renderer.SetFullscreen(true)
	renderer.SetRelativeCursor(false)
	renderer.SetMapNewline(false)
	renderer.SetScrollOptim(runtime.GOOS != "windows") // whose terminal scrolls too much
	return canvas{cells: uv.NewScreenBuffer(0, 0), renderer: renderer, out: out}
}

// resize takes the terminal's size in cells; the next frame is drawn whole.
func (c *canvas) resize(width, height int) {
	if c.width != width || c.height != height {
		c.width, c.height = width, height
		c.renderer.Resize(width, height)
	}
	c.renderer.Erase()
}

// color sets which colors the terminal has.
func (c *canvas) color(profile colorprofile.Profile) {
	c.profile = profile
	c.renderer.SetColorProfile(profile)
}

// measure sets how wide the terminal takes characters to be.
func (c *canvas) measure(method ansi.Method) {
	c.cells.Method = method
	c.renderer.SetWidthMethod(method)
}

// draw returns the bytes that bring a frame onto the terminal. They are valid
// until the next call.
func (c *canvas) draw(content string) []byte {
	c.out.Reset()
	if !c.begun {
		c.begun = true
		return c.first(content)
	}
	if c.cells.Width() != c.width || c.cells.Height() != c.height {
		c.cells.Touched = nil
		c.cells.Resize(c.width, c.height)
	}
	c.cells.Clear()
	uv.NewStyledString(content).Draw(c.cells, c.cells.Bounds())
	c.renderer.Render(c.cells.RenderBuffer)
	_ = c.renderer.Flush() // to a buffer
	return c.out.Bytes()
}

// first writes a frame onto the empty terminal line by line. Cells for it, for
// what the terminal shows and the tables of character widths are 5 MiB to touch,
// which takes longer than all else before the first frame; for the next one they
// are touched while the engine is at work.
func (c *canvas) first(content string) []byte {
	colors := colorprofile.Writer{Forward: c.out, Profile: c.profile}
	c.out.WriteString(ansi.ResetModeAutoWrap)
	row := 0
	for line := range strings.Lines(content) {
		if row++; row > c.height {
			break
		}
		c.out.WriteString(ansi.CursorPosition(1, row))
		_, _ = colors.WriteString(ansi.Truncate(strings.TrimRight(line, " \n"), c.width, "")) // to a buffer
	}
	c.out.WriteString(ansi.ResetStyle + ansi.SetModeAutoWrap)
	c.renderer.Erase()
	return c.out.Bytes()
}
