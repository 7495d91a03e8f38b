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
	opts.Now, opts.Theme = clock, ui.AppearanceDark
	p := &person{t: t, msgs: make(chan tea.Msg, 64)}
	p.screen = ui.New(t.Context(), opts)
	p.run(p.screen.Init())
	p.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	p.waits("2 of 2")
	reverse := regexp.MustCompile(`\x1b\[(\d+;)*7(;\d+)*m`)
	for profile, want := range map[colorprofile.Profile]bool{
		colorprofile.TrueColor: false, colorprofile.ANSI256: false, colorprofile.ANSI: true,
	} {
		p.send(tea.ColorProfileMsg{Profile: profile})
		if got := reverse.MatchString(p.screen.View().Content); got != want {
			t.Errorf("%v: the cursor's row is drawn in reverse: %v, want %v", profile, got, want)
		}
	}
}
