package terminal

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Sequence is what a keyboard sends for a key, which is named as Bubble Tea names it: "j",
// "enter", "ctrl+c". A program takes escape followed at once by another key for alt.
func Sequence(key string) (string, error) {
	named := map[string]string{
		"enter": "\r", "esc": "\x1b", "tab": "\t", "space": " ", "backspace": "\x7f", "shift+tab": "\x1b[Z",
		"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
		"home": "\x1b[H", "end": "\x1b[F", "pgup": "\x1b[5~", "pgdown": "\x1b[6~",
	}
	if sequence, ok := named[key]; ok {
		return sequence, nil
	}
	if letter, ok := strings.CutPrefix(key, "ctrl+"); ok && len(letter) == 1 && letter >= "a" && letter <= "z" {
		const control = 0x1f
		return string(rune(letter[0] & control)), nil
	}
	if utf8.RuneCountInString(key) != 1 {
		return "", fmt.Errorf("unknown key %q", key)
	}
	return key, nil
}

// click is what a terminal sends for a click at a cell, in the SGR encoding of xterm.
func click(x, y int) string {
	return fmt.Sprintf("\x1b[<0;%d;%dM\x1b[<0;%d;%dm", x+1, y+1, x+1, y+1)
}
