package keymap

import "slices"

// interrupt quits in every context and can't be rebound, so that a configuration can't lock
// the user in.
const interrupt = "ctrl+c"

// Map holds the bindings in force. It is safe for concurrent use as long as Override is not
// called.
type Map struct {
	bindings []binding
	actions  [contextCount]map[string]Action
	readOnly bool // see ReadOnly
}

// Default returns the default bindings.
func Default() *Map {
	m := &Map{bindings: bindings()}
	m.index()
	return m
}

func (m *Map) index() {
	for c := range contextCount {
		m.actions[c] = map[string]Action{interrupt: Quit}
	}
	for _, b := range m.bindings {
		for _, c := range b.contexts {
			for _, key := range b.keys {
				m.actions[c][key] = b.action
			}
		}
	}
}

// Resolve returns the action of a key in a context. The key has the form of Bubble Tea's
// KeyPressMsg.String: "j", "G", "space", "ctrl+d", "shift+tab".
func (m *Map) Resolve(ctx Context, key string) (Action, bool) {
	if ctx >= contextCount {
		return "", false
	}
	if action, ok := m.actions[ctx][key]; ok {
		return action, true
	}
	if ctx.closed() {
		return "", false
	}
	action, ok := m.actions[Everywhere][key]
	return action, ok
}

// Keys returns the keys of an action in a context, the one to display first. It returns none
// if the context shadows or lacks the action, or if the map is read-only and the action
// changes something.
func (m *Map) Keys(ctx Context, action Action) []string {
	if m.readOnly && Changes(ctx, action) {
		return nil
	}
	b := m.find(ctx, action)
	if b == nil {
		return nil
	}
	keys := make([]string, 0, len(b.keys))
	for _, key := range b.keys {
		if got, ok := m.Resolve(ctx, key); ok && got == action {
			keys = append(keys, key)
		}
	}
	return keys
}

// Hint returns the key to display for an action in a context, and the action's label, as in a
// footer. ok is false if no key has that meaning there.
func (m *Map) Hint(ctx Context, action Action) (key, label string, ok bool) {
	keys := m.Keys(ctx, action)
	if len(keys) == 0 {
		return "", "", false
	}
	return Symbol(keys[0]), m.find(ctx, action).label, true
}

// Sign returns the key to display for an action regardless of context, or an empty string if
// there is none.
func (m *Map) Sign(action Action) string {
	for i := range m.bindings {
		if b := &m.bindings[i]; b.action == action && len(b.keys) > 0 {
			return Symbol(b.keys[0])
		}
	}
	return ""
}

// Offer says what the key of an action does, such as "r tries again". It returns an empty
// string if no key means the action in the context.
func (m *Map) Offer(ctx Context, action Action, does string) string {
	key, _, ok := m.Hint(ctx, action)
	if !ok {
		return ""
	}
	return key + " " + does
}

// find returns the binding of an action that applies in a context.
func (m *Map) find(ctx Context, action Action) *binding {
	if b := m.bindingIn(ctx, action); b != nil || ctx.closed() {
		return b
	}
	return m.bindingIn(Everywhere, action)
}

func (m *Map) bindingIn(ctx Context, action Action) *binding {
	for i := range m.bindings {
		b := &m.bindings[i]
		if b.action == action && slices.Contains(b.contexts, ctx) {
			return b
		}
	}
	return nil
}
