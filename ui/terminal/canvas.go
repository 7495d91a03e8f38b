package terminal

import (
	"bytes"
	"runtime"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// canvas turns frames into what has to be written to get from one to the next.
// Ultraviolet's own screen keeps the cells once more, which at 200×50 is a
// megabyte to touch before the first frame is out.
type canvas struct {
	cells    uv.ScreenBuffer
	renderer *uv.TerminalRenderer
	out      *bytes.Buffer
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
	if c.cells.Width() != width || c.cells.Height() != height {
		c.cells.Touched = nil
		c.cells.Resize(width, height)
		c.renderer.Resize(width, height)
	}
	c.renderer.Erase()
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
	c.cells.Clear()
	uv.NewStyledString(content).Draw(c.cells, c.cells.Bounds())
	c.renderer.Render(c.cells.RenderBuffer)
	_ = c.renderer.Flush() // to a buffer
	return c.out.Bytes()
}
