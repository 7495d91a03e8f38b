package ui_test

import (
	"regexp"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"jettison/ui"
)

// A terminal of 16 colors has no shade that would tell the row under the
// cursor from the others.
func TestSixteenColors(t *testing.T) {
	opts := open(t, small(t, "aa:1", "bb:1"))
	opts.Theme = ui.AppearanceDark
	p := inColor(t, opts, 80, 24)
	p.Sees("2 of 2")
	reverse := regexp.MustCompile(`\x1b\[(\d+;)*7(;\d+)*m`)
	for profile, want := range map[colorprofile.Profile]bool{
		colorprofile.TrueColor: false, colorprofile.ANSI256: false, colorprofile.ANSI: true,
	} {
		p.Model.Send(tea.ColorProfileMsg{Profile: profile})
		if got := reverse.MatchString(p.Model.View().Content); got != want {
			t.Errorf("%v: the cursor's row is drawn in reverse: %v, want %v", profile, got, want)
		}
	}
}
