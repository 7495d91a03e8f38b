package config

import (
	"strconv"
	"strings"

	"jettison/model"
	"jettison/model/query"
)

// Setting is one line of the configuration in force.
type Setting struct {
	Name   string // dotted key, quoted where TOML requires it
	Value  any
	Origin Origin
}

// Settings returns everything in force: first the settings that always have a value, then keys
// and policies in file order. It is meant for display, so addresses have their credentials
// removed.
func (c *Config) Settings() []Setting {
	all := []Setting{
		{"host", model.HideAddress(c.Host.Value), c.Host.Origin},
		{"context", c.Context.Value, c.Context.Origin},
		{"data_root", c.DataRoot.Value, c.DataRoot.Origin},
		{"backup_folder", c.BackupFolder.Value, c.BackupFolder.Origin},
		{"jobs", c.Jobs.Value, c.Jobs.Origin},
		{"read_only", c.ReadOnly.Value, c.ReadOnly.Origin},
		{"pins", queryTexts(c.Pins.Value), c.Pins.Origin},
		{"ui.theme", c.Theme.Value, c.Theme.Origin},
		{"ui.ascii", c.ASCII.Value, c.ASCII.Origin},
		{"ui.mouse", c.Mouse.Value, c.Mouse.Origin},
		{"ui.fps", c.FPS.Value, c.FPS.Origin},
	}
	for _, b := range c.Keys {
		all = append(all, Setting{tableKeys + "." + quoteKey(b.Action), b.Keys.Value, b.Keys.Origin})
	}
	for _, p := range c.Policies {
		for _, e := range p.Entries {
			all = append(all, Setting{tablePolicy + "." + quoteKey(p.Name) + "." + e.Name, e.Value.Value, e.Origin})
		}
	}
	return all
}

func queryTexts(queries []*query.Query) []string {
	texts := make([]string, 0, len(queries))
	for _, q := range queries {
		texts = append(texts, q.Text())
	}
	return texts
}

// quoteKey quotes a key as TOML does.
func quoteKey(key string) string {
	bare := key != "" && strings.IndexFunc(key, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
	}) < 0
	if bare {
		return key
	}
	return strconv.Quote(key)
}
