package cli

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
	// pluginFile is what the program is called where docker takes it for the
	// command "docker jettison" (docker/cli, cli-plugins/metadata).
	pluginFile     = "docker-jettison"
	pluginCommand  = "jettison"
	pluginMetadata = "docker-cli-plugin-metadata"
)

// metadata is what docker asks a plugin for, in version 0.1.0 of its protocol.
type metadata struct {
	SchemaVersion    string
	Vendor           string
	Version          string
	ShortDescription string
}

// isPlugin reports whether the program was started under a plugin's name.
func isPlugin(program string) bool {
	return strings.TrimSuffix(filepath.Base(program), ".exe") == pluginFile
}

// asCalled is an advice with its commands as a person has to write them.
func (s *surroundings) asCalled(advice string) string {
	if !s.plugin {
		return advice
	}
	return strings.ReplaceAll(advice, "jettison ", "docker jettison ")
}

// nameExamples has the examples of a command, and of those below it, as a person has to
// write them.
func nameExamples(command *cobra.Command) {
	lines := strings.Split(command.Example, "\n")
	for i, line := range lines {
		if rest, ok := strings.CutPrefix(line, pluginCommand); ok {
			lines[i] = "docker " + pluginCommand + rest
		}
	}
	command.Example = strings.Join(lines, "\n")
	for _, below := range command.Commands() {
		nameExamples(below)
	}
}

func writeMetadata(w io.Writer) error {
	return json.NewEncoder(w).Encode(metadata{
		SchemaVersion: "0.1.0", Vendor: "The jettison authors", Version: versionText(), ShortDescription: aboutShort,
	})
}

// asked is what docker was asked to do with its plugin.
type asked struct {
	args []string          // for the program itself
	env  map[string]string // what docker's own flags say that the program reads of its environment
}

// ofPlugin takes docker's own flags and the command's name out of a command line
// that docker handed on: all of its own, such as -H tcp://… jettison ls.
func ofPlugin(args []string) (asked, error) {
	var docker dockerFlags
	rest, err := docker.parse(args)
	if err != nil {
		return asked{}, err
	}
	var before []string // what cobra wants before the name: help, or __complete
	if len(rest) > 1 && slices.Contains([]string{"help", cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd}, rest[0]) {
		before = rest[:1]
		if rest, err = docker.parse(rest[1:]); err != nil {
			return asked{}, err
		}
	}
	if len(rest) > 0 && rest[0] == pluginCommand {
		rest = rest[1:]
	}
	a := asked{env: docker.env(), args: slices.Clone(before)}
	if !slices.Contains(before, "help") {
		a.args = append(a.args, docker.own()...)
	}
	a.args = append(a.args, rest...)
	return a, nil
}

// dockerFlags are docker's own flags, which come before the name of a command
// (docker/cli, cli/flags).
type dockerFlags struct {
	config, context, logLevel, ca, cert, key string
	hosts                                    []string
	debug, tls, verify                       bool
}

// parse takes flags up to the first word that is none.
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
		return nil, &UsageError{sentence(flagError(err)), seeHelp}
	}
	switch {
	case len(d.hosts) > 1:
		return nil, &UsageError{"docker's --host was given more than once.", "Give one engine."}
	case d.ca != "" || d.cert != "" || d.key != "":
		return nil, &UsageError{
			"docker's flags for TLS files are not understood by jettison.", "Set DOCKER_CERT_PATH to the folder of the files, or use a docker context.",
		}
	}
	return set.Args(), nil
}

// own are the flags in the program's own words.
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

// env is what of the flags the program reads of its environment.
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
