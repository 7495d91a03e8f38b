package terminal

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// Bubble Tea by itself would write these at its next tick.
func TestWhatBubbleTeaWritesIsWrittenAtOnce(t *testing.T) {
	for name, tt := range map[string]struct {
		cmd  tea.Cmd
		want string
	}{
		"clipboard":  {tea.SetClipboard("a"), "\x1b]52;c;YQ==\a"},
		"background": {tea.RequestBackgroundColor, "\x1b]11;?\a"},
		"raw":        {tea.Raw("\x1b[c"), "\x1b[c"},
	} {
		s := newStage()
		s.out.Reset()
		s.send(tt.cmd())
		if s.out.String() != tt.want {
			t.Errorf("%s: wrote %q, want %q", name, s.out.String(), tt.want)
		}
	}
}
