// Package plugin implements docker's protocol for CLI plugins, for jettison as the command
// "docker jettison" (docker/cli, cli-plugins).
package plugin

import (
	"encoding/json"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const (
	file    = "docker-jettison" // the file name under which docker finds a plugin
	command = "jettison"        // the name of the subcommand of docker
	// MetadataCommand is the argument with which docker asks a plugin for its metadata.
	MetadataCommand = "docker-cli-plugin-metadata"
	// DisplayName is the whole command as the user types it.
	DisplayName = "docker " + command
)

// metadata is the plugin's metadata in version 0.1.0 of docker's protocol.
type metadata struct {
	SchemaVersion    string
	Vendor           string
	Version          string
	ShortDescription string
}

// Is reports whether the program was started under a plugin's name.
func Is(program string) bool {
	return strings.TrimSuffix(filepath.Base(program), ".exe") == file
}

// AsCalled rewrites the commands in an advice to the plugin's form.
func AsCalled(advice string) string {
	return strings.ReplaceAll(advice, command+" ", DisplayName+" ")
}

// NameExamples rewrites the examples of a command and its subcommands to the plugin's form.
func NameExamples(of *cobra.Command) {
	lines := strings.Split(of.Example, "\n")
	for i, line := range lines {
		if rest, ok := strings.CutPrefix(line, command); ok {
			lines[i] = DisplayName + rest
		}
	}
	of.Example = strings.Join(lines, "\n")
	for _, below := range of.Commands() {
		NameExamples(below)
	}
}

// WriteMetadata writes the answer to MetadataCommand.
func WriteMetadata(w io.Writer, version, about string) error {
	return json.NewEncoder(w).Encode(metadata{
		SchemaVersion: "0.1.0", Vendor: "The jettison authors", Version: version, ShortDescription: about,
	})
}

// Error names a flag of docker that the plugin can't honor.
type Error struct{ What, Advice string }

// Error returns the whole explanation, one sentence a line.
func (e *Error) Error() string { return e.What + "\n" + e.Advice }

// CommandLine is a command line that docker passed to its plugin.
type CommandLine struct {
	Args []string          // for the program itself
	Env  map[string]string // docker's own flags as environment variables of the program
}

// Parse removes docker's own flags and the command's name from a command line that docker
// passed on whole, such as -H tcp://… jettison ls. The error is an *Error or one of pflag.
func Parse(args []string) (CommandLine, error) {
	var docker dockerFlags
	rest, err := docker.parse(args)
	if err != nil {
		return CommandLine{}, err
	}
	var before []string // what cobra wants before the name: help or __complete
	if len(rest) > 1 && slices.Contains([]string{"help", cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd}, rest[0]) {
		before = rest[:1]
		if rest, err = docker.parse(rest[1:]); err != nil {
			return CommandLine{}, err
		}
	}
	if len(rest) > 0 && rest[0] == command {
		rest = rest[1:]
	}
	line := CommandLine{Env: docker.env(), Args: slices.Clone(before)}
	if !slices.Contains(before, "help") {
		line.Args = append(line.Args, docker.own()...)
	}
	line.Args = append(line.Args, rest...)
	return line, nil
}

// dockerFlags holds docker's own flags, which precede the name of a command (docker/cli,
// cli/flags).
type dockerFlags struct {
	config, context, logLevel, ca, cert, key string
	hosts                                    []string
	debug, tls, verify                       bool
}

// parse parses flags up to the first word that isn't one.
func (d *dockerFlags) parse(args []string) (rest []string, err error) {
	set := pflag.NewFlagSet("docker", pflag.ContinueOnError)
	set.SetInterspersed(false)
	set.SetOutput(io.Discard)
	set.StringVar(&d.config, "config", d.config, "")
	set.StringVarP(&d.context, "context", "c", d.context, "")
	set.StringArrayVarP(&d.hosts, "host", "H", d.hosts, "")
	set.BoolVarP(&d.debug, "debug", "D", d.debug, "")
	set.StringVarP(&d.logLevel, "log-level", "l", d.logLevel, "")
	set.BoolVar(&d.tls, "tls", d.tls, "")
	set.BoolVar(&d.verify, "tlsverify", d.verify, "")
	set.StringVar(&d.ca, "tlscacert", d.ca, "")
	set.StringVar(&d.cert, "tlscert", d.cert, "")
	set.StringVar(&d.key, "tlskey", d.key, "")
	if err := set.Parse(args); err != nil {
		return nil, err
	}
	switch {
	case len(d.hosts) > 1:
		return nil, &Error{"docker's --host was given more than once.", "Give one engine."}
	case d.ca != "" || d.cert != "" || d.key != "":
		return nil, &Error{
			"docker's flags for TLS files are not understood by jettison.", "Set DOCKER_CERT_PATH to the folder of the files, or use a docker context.",
		}
	}
	return set.Args(), nil
}

// own returns the flags as the program's own flags.
func (d *dockerFlags) own() []string {
	var args []string
	if len(d.hosts) > 0 {
		args = append(args, "--host="+d.hosts[0])
	}
	if d.context != "" {
		args = append(args, "--context="+d.context)
	}
	return args
}

// env returns the flags as environment variables that the program reads.
func (d *dockerFlags) env() map[string]string {
	env := map[string]string{}
	if d.config != "" {
		env["DOCKER_CONFIG"] = d.config
	}
	if d.tls || d.verify {
		env["DOCKER_TLS_VERIFY"] = "1"
	}
	return env
}
