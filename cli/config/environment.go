package config

import (
	"slices"
	"strconv"
)

// variable is an environment variable that sets a value. Docker's variables are only recorded
// here; the client reads them when it connects.
type variable struct {
	name string
	take func(c *Config, text string, origin Origin) string // returns what is wrong, or an empty string
}

func variables() []variable {
	number := func(to func(c *Config) *Value[int], most int) func(*Config, string, Origin) string {
		return func(c *Config, text string, origin Origin) string {
			n, err := strconv.Atoi(text)
			if err != nil || n < 0 || n > most {
				return "it can't be " + strconv.Quote(text) + "; it is a number from 0 to " + strconv.Itoa(most)
			}
			to(c).Set(n, origin)
			return ""
		}
	}
	truth := func(to func(c *Config) *Value[bool]) func(*Config, string, Origin) string {
		return func(c *Config, text string, origin Origin) string {
			is, err := strconv.ParseBool(text)
			if err != nil {
				return "it can't be " + strconv.Quote(text) + "; it is true or false"
			}
			to(c).Set(is, origin)
			return ""
		}
	}
	return []variable{
		{"JETTISON_THEME", func(c *Config, text string, origin Origin) string {
			if !slices.Contains(Themes(), text) {
				return "it can't be " + strconv.Quote(text) + "; " + oneOf(Themes())
			}
			c.Theme.Set(text, origin)
			return ""
		}},
		{"JETTISON_ASCII", truth(func(c *Config) *Value[bool] { return &c.ASCII })},
		{"JETTISON_MOUSE", truth(func(c *Config) *Value[bool] { return &c.Mouse })},
		{"JETTISON_FPS", number(func(c *Config) *Value[int] { return &c.FPS }, MaxFPS)},
		{"JETTISON_JOBS", number(func(c *Config) *Value[int] { return &c.Jobs }, MaxJobs)},
		{"JETTISON_READ_ONLY", truth(func(c *Config) *Value[bool] { return &c.ReadOnly })},
		{"DOCKER_CONTEXT", func(c *Config, text string, origin Origin) string {
			c.SetContext(text, origin)
			return ""
		}},
		{"DOCKER_HOST", func(c *Config, text string, origin Origin) string { // docker gives it precedence too
			c.SetHost(text, origin)
			return ""
		}},
	}
}

func (c *Config) takeEnvironment(env Env) Errors {
	var problems Errors
	for _, v := range variables() {
		text := env(v.name)
		if text == "" {
			continue
		}
		if wrong := v.take(c, text, Origin{Source: SourceEnvironment, Name: v.name}); wrong != "" {
			problems = append(problems, &Error{Place: v.name, Text: wrong})
		}
	}
	return problems
}

// SetHost sets the engine's address and clears a context of lower precedence.
func (c *Config) SetHost(host string, origin Origin) {
	c.Host.Set(host, origin)
	if c.Context.Origin.Source <= origin.Source {
		c.Context = Value[string]{}
	}
}

// SetContext sets the engine's context and clears a host of lower precedence.
func (c *Config) SetContext(context string, origin Origin) {
	c.Context.Set(context, origin)
	if c.Host.Origin.Source <= origin.Source {
		c.Host = Value[string]{}
	}
}
