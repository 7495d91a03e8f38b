package uitest

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
)

// KeyFor returns a key that means an action in every context that knows it. When there
// is none, text input is left out, whose keys can't be rebound.
func KeyFor(keys *keymap.Map, action keymap.Action) (string, error) {
	for _, last := range []keymap.Context{keymap.InInput, keymap.InDialog} {
		if common := commonKeys(keys, action, last); len(common) > 0 {
			return common[0], nil
		}
	}
	return "", fmt.Errorf("no key means %s wherever it can be asked for", action)
}

// KeyIn returns the first key that means an action in a context.
func KeyIn(keys *keymap.Map, context keymap.Context, action keymap.Action) (string, error) {
	here := keys.Keys(context, action)
	if len(here) == 0 {
		return "", fmt.Errorf("%s: no key means %s", context, action)
	}
	return here[0], nil
}

// commonKeys are the keys of an action that the contexts up to the last one share, but
// for contexts that lack the action.
func commonKeys(keys *keymap.Map, action keymap.Action, last keymap.Context) []string {
	var common []string
	for context := keymap.Everywhere; context <= last; context++ {
		here := keys.Keys(context, action)
		switch {
		case len(here) == 0:
		case common == nil:
			common = here
		default:
			common = slices.DeleteFunc(common, func(key string) bool { return !slices.Contains(here, key) })
		}
	}
	return common
}

// keyOf names the key that types a character.
func keyOf(r rune) string {
	switch r {
	case ' ':
		return "space"
	case '\n':
		return "enter"
	}
	return string(r)
}

// keyMessage is a key as Bubble Tea tells of it.
func keyMessage(key string) (tea.KeyPressMsg, error) {
	var message tea.KeyPressMsg
	name := key
	for prefix, mod := range map[string]tea.KeyMod{"ctrl+": tea.ModCtrl, "shift+": tea.ModShift} {
		if rest, found := strings.CutPrefix(name, prefix); found {
			name, message.Mod = rest, mod
		}
	}
	named := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace, "backspace": tea.KeyBackspace,
		"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
		"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	}
	code, isNamed := named[name]
	if !isNamed {
		if code, _ = utf8.DecodeRuneInString(name); string(code) != name {
			return message, fmt.Errorf("unknown key %q", key)
		}
	}
	if message.Code = code; message.Mod == 0 && (!isNamed || code == tea.KeySpace) {
		message.Text = string(code)
	}
	return message, nil
}
