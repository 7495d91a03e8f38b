package config

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"jettison/keymap"
	"jettison/model/policy"
	"jettison/model/query"
	"jettison/store/files"
)

// The largest values accepted.
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

// Themes returns the values of theme.
func Themes() []string { return []string{ThemeAuto, ThemeLight, ThemeDark} }

// Config is the configuration in force, with the origin of each value.
type Config struct {
	// File is the path of the file that was read, or empty.
	File string

	// Host and Context locate the engine. At most one of them is set.
	Host, Context Value[string]
	// DataRoot is the folder on this machine where the engine keeps its data. Budgets of free
	// space need it. It is empty if not configured.
	DataRoot Value[string]
	// BackupFolder is where backups are kept. If it is empty, they are kept in the state
	// folder.
	BackupFolder Value[string]
	Jobs         Value[int]
	// ReadOnly forbids every change, to images, containers and pins alike.
	ReadOnly Value[bool]
	// Pins are queries that protect what they match, in addition to the pins set by hand.
	Pins Value[[]*query.Query]

	Theme Value[string]
	ASCII Value[bool]
	Mouse Value[bool]
	FPS   Value[int]

	Keys     []Binding
	Policies []Policy // in file order
}

// Binding replaces the default keys of an action.
type Binding struct {
	Action string
	Keys   Value[[]string]
}

// Policy is a policy and its place in the file.
type Policy struct {
	*policy.Policy
	Origin  Origin
	Entries []Entry // its entries, in file order
}

// Entry is one entry of a policy in the file.
type Entry struct {
	Name string
	Value[any]
}

// Options tell Load where to look.
type Options struct {
	File string // named by the user; empty for the default
	Env  Env
}

// maxFile is the size limit of a configuration file, in bytes. No file written by hand comes
// near it.
const maxFile = 1 << 20

// Load reads the configuration. If the file or a variable has invalid contents, the error is
// an Errors that holds every problem.
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

// Parse reads a configuration from a text, as if it were a file with the given name. It
// ignores the environment.
func Parse(file string, source []byte) (*Config, error) {
	c := &Config{File: file}
	c.Theme.Value, c.Mouse.Value = ThemeAuto, true
	if problems := c.take(file, source); len(problems) > 0 {
		return nil, problems
	}
	return c, nil
}

// read reads the file in force. source is nil if there is none.
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
	if named == "" {
		if source, err = files.Read(file, maxFile); err != nil && files.IsNull(file) {
			source, err = []byte{}, nil
		}
	} else {
		source, err = files.ReadNamed(file, maxFile)
	}
	switch {
	case err == nil:
		return file, source, nil
	case errors.Is(err, fs.ErrNotExist) && named == "":
		return "", nil, nil
	case errors.Is(err, fs.ErrNotExist):
		return "", nil, fmt.Errorf("there is no configuration %s, which %s names", file, named)
	}
	return "", nil, unreadable(err)
}

// ReadFile reads a configuration from a file that a user named, ignoring the environment. It
// may be a pipe.
func ReadFile(file string) (*Config, error) {
	source, err := files.ReadNamed(file, maxFile)
	if err != nil {
		return nil, unreadable(err)
	}
	return Parse(file, source)
}

func unreadable(err error) error { return fmt.Errorf("the configuration can't be read: %w", err) }

// Keymap returns the default keys, overridden by the configured ones.
func (c *Config) Keymap() (*keymap.Map, error) {
	m := keymap.Default()
	keys := make(map[string][]string, len(c.Keys))
	for _, b := range c.Keys {
		keys[b.Action] = b.Keys.Value
	}
	return m, m.Override(keys)
}

// Policy returns the policy with the given name.
func (c *Config) Policy(name string) (*Policy, bool) {
	for i := range c.Policies {
		if c.Policies[i].Name == name {
			return &c.Policies[i], true
		}
	}
	return nil, false
}

// Names returns the names of the policies, in file order.
func (c *Config) Names() []string {
	var names []string
	for _, p := range c.Policies {
		names = append(names, p.Name)
	}
	return names
}

// oneOf lists the accepted values in words.
func oneOf(values []string) string { return "it is one of " + strings.Join(values, ", ") }
