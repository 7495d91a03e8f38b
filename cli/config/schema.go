package config

import (
	"errors"
	"slices"
	"strings"

	"jettison/keymap"
	"jettison/model/query"
)

// setting is a key outside the tables of policies and bindings.
type setting struct {
	name string // "ui.theme"
	take func(c *Config, r *reader, value node, origin Origin)
}

func settings() []setting {
	return []setting{
		{"host", func(c *Config, r *reader, value node, origin Origin) { r.text(&c.Host, value, origin) }},
		{"context", func(c *Config, r *reader, value node, origin Origin) { r.text(&c.Context, value, origin) }},
		{"data_root", func(c *Config, r *reader, value node, origin Origin) { r.folder(&c.DataRoot, value, origin) }},
		{"backup_folder", func(c *Config, r *reader, value node, origin Origin) { r.folder(&c.BackupFolder, value, origin) }},
		{"jobs", func(c *Config, r *reader, value node, origin Origin) { r.number(&c.Jobs, MaxJobs, value, origin) }},
		{"read_only", func(c *Config, r *reader, value node, origin Origin) { r.truth(&c.ReadOnly, value, origin) }},
		{"pins", func(c *Config, r *reader, value node, origin Origin) { c.Pins.Set(r.pins(value), origin) }},
		{"ui.theme", func(c *Config, r *reader, value node, origin Origin) { r.choice(&c.Theme, Themes(), value, origin) }},
		{"ui.ascii", func(c *Config, r *reader, value node, origin Origin) { r.truth(&c.ASCII, value, origin) }},
		{"ui.mouse", func(c *Config, r *reader, value node, origin Origin) { r.truth(&c.Mouse, value, origin) }},
		{"ui.fps", func(c *Config, r *reader, value node, origin Origin) { r.number(&c.FPS, MaxFPS, value, origin) }},
	}
}

// The tables whose keys are names chosen by the user.
const (
	tableUI     = "ui"
	tableKeys   = "keys"
	tablePolicy = "policy"
)

// take reads a document into the configuration.
func (c *Config) take(file string, source []byte) Errors {
	d := &document{file: file, source: string(source)}
	entries, ok := d.entries()
	if !ok {
		return d.problems
	}
	r := &reader{document: d}
	policies := &policies{reader: r}
	for i := range entries {
		c.takeEntry(r, policies, &entries[i])
	}
	c.Policies = policies.finish()
	c.checkEngine(r)
	c.checkKeys(r)
	return d.problems.sorted()
}

func (c *Config) takeEntry(r *reader, policies *policies, e *entry) {
	table := e.path[0]
	switch {
	case table == tablePolicy && len(e.path) > 1:
		policies.take(e)
		return
	case table == tableKeys && len(e.path) == 2:
		c.takeBinding(r, e)
		return
	case len(e.path) == 1 && slices.Contains([]string{tableUI, tableKeys, tablePolicy}, table):
		if e.value.kind != kindTable {
			r.report(e.value.at, "%s is a table, written as [%s]", table, heading(table))
		}
		return
	}
	for _, s := range settings() {
		if slices.Equal(strings.Split(s.name, "."), e.path) {
			s.take(c, r, e.value, r.origin(e.at()))
			return
		}
	}
	r.unknownKey(e)
}

// heading returns the heading of a table.
func heading(table string) string {
	if table == tablePolicy {
		return tablePolicy + ".NAME"
	}
	return table
}

// unknownKey records an unknown key and suggests the nearest one.
func (r *reader) unknownKey(e *entry) {
	name := strings.Join(e.path, ".")
	var known []string
	for _, s := range settings() {
		known = append(known, s.name)
	}
	dotted := slices.IndexFunc(e.path, func(part string) bool { return strings.Contains(part, ".") })
	switch {
	case dotted >= 0:
		r.report(e.keys[dotted], "unknown key %#q: within quotes a dot is part of the name; write it without quotes", e.path[dotted])
	case e.path[0] == tableUI && len(e.path) == 2:
		r.unknown(e.at(), "key", e.path[1], below(known, tableUI))
	case len(e.path) == 1 && slices.Contains(below(known, tableUI), name):
		r.report(e.at(), "unknown key %#q; did you mean %#q?", name, tableUI+"."+name)
	case e.path[0] == tableUI || e.path[0] == tableKeys:
		r.report(e.at(), "unknown key %#q", name)
	default:
		top := slices.DeleteFunc(known, func(k string) bool { return strings.Contains(k, ".") })
		r.unknown(e.keys[0], "key", e.path[0], append(top, tableUI, tableKeys, tablePolicy))
	}
}

// below returns the keys of a table.
func below(names []string, table string) []string {
	var found []string
	for _, name := range names {
		if rest, ok := strings.CutPrefix(name, table+"."); ok {
			found = append(found, rest)
		}
	}
	return found
}

// unknown records an unknown name and suggests the nearest of the known ones.
func (r *reader) unknown(at span, what, name string, known []string) {
	spelled := strings.ToLower(strings.NewReplacer("-", "_", " ", "_").Replace(name))
	near := query.Nearest(spelled, known)
	if slices.Contains(known, spelled) {
		near = spelled
	}
	if near != "" {
		r.report(at, "unknown %s %#q; did you mean %#q?", what, name, near)
		return
	}
	r.report(at, "unknown %s %#q; the keys are %s", what, name, strings.Join(known, ", "))
}

// takeBinding reads the keys of an action.
func (c *Config) takeBinding(r *reader, e *entry) {
	texts, ok := r.texts(e.value)
	if !ok {
		return
	}
	keys := []string{}
	for _, text := range texts {
		keys = append(keys, text.text)
	}
	c.Keys = append(c.Keys, Binding{Action: e.path[1], Keys: Value[[]string]{keys, r.origin(e.at())}})
	r.bindings = append(r.bindings, e.at())
}

// checkKeys checks the bindings against the rules of the keymap.
func (c *Config) checkKeys(r *reader) {
	_, err := c.Keymap()
	if err == nil {
		return
	}
	at := 0
	if wrong, ok := errors.AsType[*keymap.OverrideError](err); ok {
		at = max(0, slices.IndexFunc(c.Keys, func(b Binding) bool { return slices.Contains(wrong.Actions, keymap.Action(b.Action)) }))
	}
	r.report(r.bindings[at], "%s", err)
}

// checkEngine reports a document that names both a host and a context.
func (c *Config) checkEngine(r *reader) {
	if c.Host.Value != "" && c.Context.Value != "" {
		r.report(r.spanOfLine(c.Context.Origin.Line), "host and context both say where the engine is; give one of them")
	}
}
