package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// tokens are the colors that styles are made of, by what they say. nil leaves a
// color as the terminal has it.
type tokens struct {
	accent   color.Color // where one is, what is chosen
	dim      color.Color // what matters less
	faint    color.Color // what only structures
	good     color.Color // done, live
	warn     color.Color // blocked, stale
	bad      color.Color // failed, dangerous
	third    color.Color // a bar's second segment
	selected color.Color // behind the row under the cursor
	ranged   color.Color // behind rows of a range
}

func newTokens(o Options) tokens {
	if o.NoColor {
		return tokens{}
	}
	choose := lipgloss.LightDark(o.Dark)
	token := func(light, dark string) color.Color { return choose(lipgloss.Color(light), lipgloss.Color(dark)) }
	return tokens{
		accent:   token("#0b7285", "#5fc1c9"),
		dim:      token("#5b6570", "#97a3ad"),
		faint:    token("#a8b0b8", "#55616b"),
		good:     token("#2f7d32", "#8cc284"),
		warn:     token("#9a6200", "#e0af60"),
		bad:      token("#b92c26", "#ea7d76"),
		third:    token("#3f5fa8", "#86a5db"),
		selected: token("#d6eaee", "#24363e"),
		ranged:   token("#e8f2f4", "#1e2a30"),
	}
}
