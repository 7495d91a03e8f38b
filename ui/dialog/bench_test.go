package dialog_test

import (
	"strings"
	"testing"

	"jettison/keymap"
	"jettison/ui/dialog"
	"jettison/ui/theme"
)

// The frames of a dialog on a large screen.
func BenchmarkOver(b *testing.B) {
	styles := theme.New(theme.Options{Dark: true})
	line := strings.Repeat(styles.Warn.Render("registry.local")+" "+styles.Dim.Render("3 months")+"  ", 8)
	screen := strings.TrimSuffix(strings.Repeat(line+"\n", 50), "\n")
	for name, d := range map[string]dialog.Dialog{
		"question": dialog.NewQuestion(styles, "A removal is under way", "12 of 40 steps are done.", dialog.Answer{Key: "s", Label: "stay"}),
		"help":     dialog.NewHelp(styles, keymap.Default(), keymap.InImages),
	} {
		b.Run(name, func(b *testing.B) {
			d.SetSize(200, 50)
			for b.Loop() {
				box := d.View()
				x, y := dialog.Place(box, 200, 50)
				_ = dialog.Over(screen, box, x, y)
			}
		})
	}
}
