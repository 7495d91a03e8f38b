package terminal

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"
)

const canvasWidth, canvasHeight = 20, 4

func newTestCanvas(profile colorprofile.Profile) canvas {
	c := newCanvas([]string{"TERM=xterm-256color"})
	c.color(profile)
	c.resize(canvasWidth, canvasHeight)
	return c
}

// screenOf is what a terminal shows after some output.
func screenOf(t *testing.T, written ...[]byte) string {
	t.Helper()
	terminal := vt.NewEmulator(canvasWidth, canvasHeight)
	defer func() {
		if err := terminal.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, bytes := range written {
		if _, err := terminal.Write(bytes); err != nil {
			t.Fatal(err)
		}
	}
	return terminal.Render()
}

// The first frame is not drawn by cells; it has to look as if it were.
func TestFirstFrameLooksLikeAnyOther(t *testing.T) {
	frames := map[string]string{
		"plain":         "one\n\n  two   \nthree",
		"colored":       "\x1b[38;2;250;100;10mred\x1b[m and \x1b[1mbold\x1b[m\n\x1b[7mreversed\x1b[m",
		"beyond Latin":  "┌──────┐\n│ … 漢 │\n└──────┘",
		"full rows":     strings.Repeat(strings.Repeat("x", canvasWidth)+"\n", canvasHeight-1) + strings.Repeat("y", canvasWidth),
		"too wide":      strings.Repeat("too wide ", canvasWidth) + "\nnext",
		"too many rows": "1\n2\n3\n4\n5\n6",
		"empty":         "",
	}
	for name, frame := range frames {
		for _, profile := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI, colorprofile.ASCII} {
			first := newTestCanvas(profile)
			other := newTestCanvas(profile)
			before := append([]byte(nil), other.draw("what was\nthere\nbefore\nit")...)
			want := screenOf(t, before, other.draw(frame))
			if got := screenOf(t, first.draw(frame)); got != want {
				t.Errorf("%s, %v: the first frame shows\n%q\nas any other it would show\n%q", name, profile, got, want)
			}
		}
	}
}

func TestNothingIsLeftOfTheFirstFrame(t *testing.T) {
	c := newTestCanvas(colorprofile.TrueColor)
	first := append([]byte(nil), c.draw("aaaaaaaaaa\nbbbbbbbbbb\ncccccccccc")...)
	if got := strings.Join(strings.Fields(screenOf(t, first, c.draw("a\n\nc"))), " "); got != "a c" {
		t.Errorf("the terminal shows %q", got)
	}
}
