package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/spf13/cobra"

	"jettison/cli/config"
	"jettison/cli/output"
	"jettison/model"
)

// newConfig makes the command that shows the configuration in force.
func newConfig(f *flags) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "config",
		Short: "Show the configuration in force, and where each value comes from",
		Long: "Show the configuration in force, and where each value comes from: a flag, the environment, a line of the file, or the default. " +
			"The file is --config, JETTISON_CONFIG, or jettison/config.toml in $XDG_CONFIG_HOME or your system's folder for configuration. " +
			"What it prints can be used as a file.",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			changed := command.Flags().Changed
			if err := f.check(changed); err != nil {
				return err
			}
			c, err := f.applyConfig(changed, environment)
			if err != nil {
				return err
			}
			if asJSON {
				return writeConfigJSON(command.OutOrStdout(), c)
			}
			return writeConfig(command.OutOrStdout(), c)
		},
	}
	f.registerScreen(command.Flags())
	command.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return command
}

// writeConfig writes the configuration as TOML, with the origin of each value as a comment.
func writeConfig(w io.Writer, c *config.Config) error {
	file := c.File
	if file == "" {
		file = "none; " + config.DefaultFile(environment) + " would be read"
	}
	lines := []string{"# file: " + model.Clean(file)}
	width := 0
	settings := c.Settings()
	texts := make([]string, len(settings))
	for i, s := range settings {
		value, err := toml.Marshal(map[string]any{"v": s.Value})
		if err != nil {
			return fmt.Errorf("write %s: %w", s.Name, err)
		}
		texts[i] = model.Clean(s.Name + strings.TrimRight(strings.TrimPrefix(string(value), "v"), "\n"))
		width = max(width, min(len(texts[i]), maxAligned))
	}
	for i, s := range settings {
		lines = append(lines, fmt.Sprintf("%-*s  # %s", width, texts[i], model.Clean(s.Origin.String())))
	}
	_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
	return err
}

// maxAligned is the greatest width, in columns, at which comments are still aligned.
const maxAligned = 48

// configLine is one value in the output of `jettison config --json`.
type configLine struct {
	Name   string `json:"name"`
	Value  any    `json:"value"`
	Source string `json:"source"`         // default, file, environment or flag
	From   string `json:"from,omitempty"` // file, variable or flag
	Line   int    `json:"line,omitempty"` // line in the file
}

func writeConfigJSON(w io.Writer, c *config.Config) error {
	answer := struct {
		File     string       `json:"file,omitempty"`
		Settings []configLine `json:"settings"`
	}{File: c.File}
	for _, s := range c.Settings() {
		answer.Settings = append(answer.Settings, configLine{s.Name, s.Value, s.Origin.Source.String(), s.Origin.Name, s.Origin.Line})
	}
	return output.WriteJSON(w, answer)
}
