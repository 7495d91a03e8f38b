package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"jettison/keymap"
	"jettison/model/policy"
	"jettison/model/query"
)

// The largest numbers that make sense.
const (
	MaxJobs = 256
	MaxFPS  = 120
)

// The values of theme.
const (
	ThemeAuto  = "auto"
	ThemeLight = "light"
	ThemeDark  = "dark"
)

// Themes are the values of theme.
func Themes() []string { return []string{ThemeAuto, ThemeLight, ThemeDark} }

// Config is what is configured, and by what.
type Config struct {
	// File is what was read; empty when there is none.
	File string

	// Host and Context say where the engine is. At most one of them is set.
	Host, Context Value[string]
	// DataRoot is the folder on this machine where the engine keeps its data, for
	// budgets of free space; empty when it is not told.
	DataRoot Value[string]
	// BackupFolder is where backups are kept; empty for the folder of the state.
	BackupFolder Value[string]
	Jobs         Value[int]
	// ReadOnly is whether nothing may be changed: no image, no container, no pin.
	ReadOnly Value[bool]
	// Pins are queries that protect what they match, beside those kept by hand.
	Pins Value[[]*query.Query]

	Theme Value[string]
	ASCII Value[bool]
	Mouse Value[bool]
	FPS   Value[int]

	Keys     []Binding
	Policies []Policy // in the order of the file
}

// Binding is an action with other keys than the default.
type Binding struct {
	Action string
	Keys   Value[[]string]
}

// Policy is a policy and where it stands.
type Policy struct {
	*policy.Policy
	Origin  Origin
	Entries []Entry // what the file says of it, in its order
}

// Entry is one thing that the file says of a policy.
type Entry struct {
	Name string
	Value[any]
}

// Options say where to look.
type Options struct {
	File string // that a person named; empty for the usual one
	Env  Env
}

// maxFile is more than anybody writes by hand, in bytes.
const maxFile = 1 << 20

// Load reads the configuration. What is wrong with the contents of the file or
// with a variable is Errors; everything that is wrong is among them.
func Load(o Options) (*Config, error) {
	c := &Config{}
	c.Theme.Value, c.Mouse.Value = ThemeAuto, true
	file, source, err := read(o)
	if err != nil {
		return nil, err
	}
	var problems Errors
	if source != nil {
		c.File = file
		problems = c.take(file, source)
	}
	problems = append(problems, c.takeEnvironment(o.Env)...)
	if len(problems) > 0 {
		return nil, problems
	}
	return c, nil
}

// Parse reads a configuration from a text, as if it were a file of that name,
// and nothing else.
func Parse(file string, source []byte) (*Config, error) {
	c := &Config{File: file}
	c.Theme.Value, c.Mouse.Value = ThemeAuto, true
	if problems := c.take(file, source); len(problems) > 0 {
		return nil, problems
	}
	return c, nil
}

// read reads the file that is in force; source is nil when there is none.
func read(o Options) (file string, source []byte, err error) {
	file, named := o.File, "--config"
	if file == "" {
		file, named = o.Env(VariableFile), VariableFile
	}
	if file == "" {
		file, named = DefaultFile(o.Env), ""
	}
	if file == "" {
		return "", nil, nil
	}
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist) && named == "":
		return "", nil, nil
	case errors.Is(err, fs.ErrNotExist):
		return "", nil, fmt.Errorf("there is no configuration %s, which %s names", file, named)
	case err == nil && info.IsDir():
		return "", nil, fmt.Errorf("the configuration %s is a folder", file)
	case err == nil && info.Size() > maxFile:
		return "", nil, fmt.Errorf("the configuration %s is larger than %d bytes", file, maxFile)
	}
	source, err = os.ReadFile(file)
	if err != nil {
		return "", nil, fmt.Errorf("the configuration can't be read: %w", err)
	}
	if source == nil {
		source = []byte{}
	}
	return file, source, nil
}

// Keymap is the default keys with the configured ones in their place.
func (c *Config) Keymap() (*keymap.Map, error) {
	m := keymap.Default()
	keys := make(map[string][]string, len(c.Keys))
	for _, b := range c.Keys {
		keys[b.Action] = b.Keys.Value
	}
	return m, m.Override(keys)
}

// Policy finds a policy by its name.
func (c *Config) Policy(name string) (*Policy, bool) {
	for i := range c.Policies {
		if c.Policies[i].Name == name {
			return &c.Policies[i], true
		}
	}
	return nil, false
}

// Names are the names of the policies, in their order.
func (c *Config) Names() []string {
	var names []string
	for _, p := range c.Policies {
		names = append(names, p.Name)
	}
	return names
}

// oneOf is the list of what a value may be, in words.
func oneOf(values []string) string { return "it is one of " + strings.Join(values, ", ") }
