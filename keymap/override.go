package keymap

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// OverrideError is an invalid override of keys.
type OverrideError struct {
	// Actions lists the actions at fault: one, or two with the same key.
	Actions []Action
	text    string
}

// Error says what is wrong and, if there is a near match, what may have been meant.
func (e *OverrideError) Error() string { return e.text }

// Override replaces the keys of actions, given by name: {"plan": ["D"]}. An empty list unbinds
// an action. The keys of text inputs and ctrl+c can't be changed. On an error, which is an
// *OverrideError, nothing changes.
func (m *Map) Override(keys map[string][]string) error {
	next := &Map{bindings: slices.Clone(m.bindings), readOnly: m.readOnly}
	for _, name := range slices.Sorted(maps.Keys(keys)) {
		if err := next.rebind(Action(name), keys[name]); err != nil {
			return err
		}
	}
	if err := next.conflict(m.shadows()); err != nil {
		return err
	}
	next.index()
	*m = *next
	return nil
}

func (m *Map) rebind(action Action, keys []string) error {
	for _, key := range keys {
		if err := checkKey(key); err != nil {
			return &OverrideError{[]Action{action}, fmt.Sprintf("keys of %q: %v", action, err)}
		}
	}
	found := false
	for i := range m.bindings {
		b := &m.bindings[i]
		if b.action != action {
			continue
		}
		found = true
		if !slices.Contains(b.contexts, InInput) {
			b.keys = slices.Clone(keys)
		}
	}
	if !found {
		return &OverrideError{[]Action{action}, fmt.Sprintf("keys: there is no action %q%s", action, m.suggest(action))}
	}
	return nil
}

// conflict finds a key with two meanings in one context, or a new binding that shadows one of
// Everywhere.
func (m *Map) conflict(allowed map[shadow]bool) error {
	var taken [contextCount]map[string]Action
	for c := range contextCount {
		taken[c] = map[string]Action{}
	}
	for _, b := range m.bindings {
		for _, c := range b.contexts {
			for _, key := range b.keys {
				if other, ok := taken[c][key]; ok && other != b.action {
					return &OverrideError{
						[]Action{other, b.action},
						fmt.Sprintf("keys: %q means both %q and %q (%s); give one of them another key", key, other, b.action, c),
					}
				}
				taken[c][key] = b.action
			}
		}
	}
	shadows := slices.SortedFunc(maps.Keys(m.shadows()), func(a, b shadow) int {
		return cmp.Or(cmp.Compare(a.ctx, b.ctx), strings.Compare(a.key, b.key))
	})
	for _, s := range shadows {
		if !allowed[s] {
			return &OverrideError{
				[]Action{s.here, s.hidden},
				fmt.Sprintf("keys: %q means %q (%s), but %q everywhere; give one of them another key", s.key, s.here, s.ctx, s.hidden),
			}
		}
	}
	return nil
}

// shadow is a key with different meanings in a context and Everywhere.
type shadow struct {
	ctx          Context
	key          string
	here, hidden Action
}

func (m *Map) shadows() map[shadow]bool {
	everywhere := map[string]Action{}
	for _, b := range m.bindings {
		if slices.Contains(b.contexts, Everywhere) {
			for _, key := range b.keys {
				everywhere[key] = b.action
			}
		}
	}
	found := map[shadow]bool{}
	for _, b := range m.bindings {
		for _, key := range b.keys {
			hidden, ok := everywhere[key]
			if !ok || hidden == b.action {
				continue
			}
			for _, c := range b.contexts {
				if !c.closed() {
					found[shadow{c, key, b.action, hidden}] = true
				}
			}
		}
	}
	return found
}

// suggest returns the action with the nearest name.
func (m *Map) suggest(wrong Action) string {
	for _, b := range m.bindings {
		if strings.EqualFold(strings.NewReplacer("_", "-", " ", "-").Replace(string(wrong)), string(b.action)) {
			return fmt.Sprintf("; did you mean %q?", b.action)
		}
	}
	var names []string
	for _, b := range m.bindings {
		names = append(names, string(b.action))
	}
	slices.Sort(names)
	return "; the actions are " + strings.Join(slices.Compact(names), ", ")
}

// checkKey returns an error if a key, as written, can never be pressed.
func checkKey(key string) error {
	if key == interrupt {
		return fmt.Errorf("%s always quits and can't mean anything else", interrupt)
	}
	modifiers := []string{"ctrl", "alt", "shift", "meta", "hyper", "super"}
	rest, last, modified := key, -1, false
	for {
		name, after, ok := strings.Cut(rest, "+")
		if !ok || name == "" || after == "" {
			break
		}
		place := slices.Index(modifiers, name)
		if place < 0 {
			return fmt.Errorf("%q has the unknown modifier %q; modifiers are %s", key, name, strings.Join(modifiers, ", "))
		}
		if place <= last {
			return fmt.Errorf("%q has its modifiers out of order; the order is %s", key, strings.Join(modifiers, ", "))
		}
		rest, last, modified = after, place, true
	}
	if key == " " {
		return fmt.Errorf("%q is written %q", key, "space")
	}
	if utf8.RuneCountInString(rest) == 1 {
		if modified && last == 2 && key == "shift+"+rest {
			return fmt.Errorf("%q is written %q", key, strings.ToUpper(rest))
		}
		return nil
	}
	if !slices.Contains(keyNames(), rest) {
		return fmt.Errorf("%q is no key; write a character or one of %s", key, strings.Join(keyNames(), ", "))
	}
	return nil
}

// keyNames returns the names of keys that don't print a character.
func keyNames() []string {
	names := []string{
		"enter", "tab", "backspace", "esc", "space", "up", "down", "left", "right",
		"insert", "delete", "pgup", "pgdown", "home", "end",
	}
	for n := 1; n <= 12; n++ {
		names = append(names, fmt.Sprintf("f%d", n))
	}
	return names
}
