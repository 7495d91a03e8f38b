package config

// Setting is one line of the effective configuration.
type Setting struct {
	Name   string
	Value  any
	Origin Origin
}

// Settings are everything in force: first what always has a value, then keys
// and policies as they are configured.
func (c *Config) Settings() []Setting {
	all := []Setting{
		{"host", c.Host.Value, c.Host.Origin},
		{"context", c.Context.Value, c.Context.Origin},
		{"data_root", c.DataRoot.Value, c.DataRoot.Origin},
		{"jobs", c.Jobs.Value, c.Jobs.Origin},
		{"ui.theme", c.Theme.Value, c.Theme.Origin},
		{"ui.ascii", c.ASCII.Value, c.ASCII.Origin},
		{"ui.mouse", c.Mouse.Value, c.Mouse.Origin},
		{"ui.fps", c.FPS.Value, c.FPS.Origin},
	}
	for _, b := range c.Keys {
		all = append(all, Setting{tableKeys + "." + b.Action, b.Keys.Value, b.Keys.Origin})
	}
	for _, p := range c.Policies {
		for _, e := range p.Entries {
			all = append(all, Setting{tablePolicy + "." + p.Name + "." + e.Name, e.Value.Value, e.Origin})
		}
	}
	return all
}
