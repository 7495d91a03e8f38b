package keymap

import "strings"

// Entry is one line of the help.
type Entry struct {
	Action Action
	Keys   []string // as returned by Symbol
	Label  string   // one or two words
	Text   string   // what it does, without a full stop
}

// Group is a heading of the help and the entries below it.
type Group struct {
	Title   string
	Entries []Entry
}

// Help returns the bindings of a context, including those of Everywhere if the context allows
// them.
func (m *Map) Help(ctx Context) []Group {
	var out []Group
	for _, title := range groups() {
		group := Group{Title: title}
		for i := range m.bindings {
			b := &m.bindings[i]
			if b.group != title || m.find(ctx, b.action) != b {
				continue
			}
			keys := m.Keys(ctx, b.action)
			if b.action == Quit {
				keys = append(keys, interrupt)
			}
			if len(keys) == 0 {
				continue
			}
			entry := Entry{Action: b.action, Label: b.label, Text: b.text}
			for _, key := range keys {
				entry.Keys = append(entry.Keys, Symbol(key))
			}
			group.Entries = append(group.Entries, entry)
		}
		if len(group.Entries) > 0 {
			out = append(out, group)
		}
	}
	return out
}

// Symbol returns a key in its short form for display: an arrow for an arrow key, and short
// names for others.
func Symbol(key string) string {
	prefix, name := "", key
	if i := strings.LastIndexByte(key, '+'); i > 0 && i < len(key)-1 {
		prefix, name = key[:i+1], key[i+1:]
	}
	switch name {
	case "up":
		name = "↑"
	case "down":
		name = "↓"
	case "left":
		name = "←"
	case "right":
		name = "→"
	case "pgdown":
		name = "pgdn"
	}
	return prefix + name
}
