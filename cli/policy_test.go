package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"jettison/cli/config"
)

// printed runs a command and returns its output.
func printed(t *testing.T, args ...string) (string, error) {
	t.Helper()
	root, err := newRoot(func(*cobra.Command, *flags) error { return errors.New("the screen was opened") })
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	root.SetOut(&out)
	root.SetErr(&out)
	root.SetArgs(args)
	err = root.ExecuteContext(t.Context())
	return out.String(), err
}

const policies = `
[ui]
fps = 20
[keys]
plan = ["D", "delete"]
[policy.nightly]
remove = "dangling"
[policy."on friday"]
remove = ["tag:dev age>7d", 'unused "a b"']
keep = "label:keep"
max_total = "20GB"
stopped_older_than = "1w"
batch = 3
`

// The output of the command is a valid configuration with the same meaning.
func TestConfigPrintsAConfiguration(t *testing.T) {
	t.Parallel()
	file := configFile(t, policies)
	text, err := printed(t, "config", "--config", file, "--jobs", "5")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# file: " + file, "# --jobs", "# default", "# " + file + ":3"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	again, err := config.Parse("again", []byte(text))
	if err != nil {
		t.Fatalf("it can't be used: %v\n%s", err, text)
	}
	values := func(c *config.Config) map[string]any {
		all := map[string]any{}
		for _, s := range c.Settings() {
			all[s.Name] = s.Value
		}
		return all
	}
	first, err := config.Parse(file, []byte(policies))
	if err != nil {
		t.Fatal(err)
	}
	want := values(first)
	want["jobs"] = 5
	if got := values(again); !reflect.DeepEqual(got, want) {
		t.Errorf("it means\n%v, want\n%v", got, want)
	}
}

func TestConfigJSON(t *testing.T) {
	t.Parallel()
	file := configFile(t, policies)
	text, err := printed(t, "config", "--json", "--config", file)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		File     string
		Settings []struct {
			Name, Source, From string
			Value              any
			Line               int
		}
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		t.Fatal(err)
	}
	for _, s := range answer.Settings {
		if s.Name == "policy.nightly.remove" && (s.Line != 7 || s.From != file || s.Source != "file" || !reflect.DeepEqual(s.Value, []any{"dangling"})) {
			t.Errorf("%+v", s)
		}
	}
	if len(answer.Settings) != 11+1+1+5 || answer.File != file {
		t.Errorf("%d settings of %s", len(answer.Settings), answer.File)
	}
}

func TestPolicyList(t *testing.T) {
	t.Parallel()
	file := configFile(t, policies)
	text, err := printed(t, "policy", "list", "--config", file)
	if err != nil {
		t.Fatal(err)
	}
	want := "nightly  # " + file + `:6
  remove              dangling
on friday  # ` + file + `:8
  remove              tag:dev age>7d
  remove              unused "a b"
  keep                label:keep
  max_total           20GB
  stopped_older_than  1w
  batch               3
`
	if text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

// dockerConfig writes docker's own configuration for a test.
func dockerConfig(t *testing.T, text string) {
	t.Helper()
	folder := t.TempDir()
	t.Setenv("DOCKER_CONFIG", folder)
	if err := os.WriteFile(filepath.Join(folder, "config.json"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestPolicyCheck(t *testing.T) {
	dockerConfig(t, `{"pruneFilters": ["label!=keep"]}`)
	good, bad := configFile(t, policies), configFile(t, "[policy.x]\nremoves = 'dangling'")
	text, err := printed(t, "policy", "check", good)
	if want := good + ": 2 policies, nothing wrong; docker's pruneFilters keep by 1 rule\n"; err != nil || text != want {
		t.Errorf("printed %q, %v; want %q", text, err, want)
	}
	for args, want := range map[string]string{
		bad:               bad + ":2:1: unknown key `removes`",
		good + "x":        "no such file",
		"--config " + bad: bad + ":2:1: unknown key `removes`",
	} {
		_, err = printed(t, append([]string{"policy", "check"}, strings.Fields(args)...)...)
		if CodeOf(err) != CodeUsage || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", args, err, want)
		}
	}
	dockerConfig(t, `{"pruneFilters": ["dangling=true"]}`)
	if _, err = printed(t, "policy", "check", good); CodeOf(err) != CodeUsage || !strings.Contains(err.Error(), "pruneFilters") {
		t.Errorf("error %v", err)
	}
}

func TestPolicyUsage(t *testing.T) {
	t.Parallel()
	file := configFile(t, policies)
	tests := []struct{ args, want string }{
		{"policy", "policy needs to know what to do."},
		{"policy rum", `There is no command "policy rum".`},
		{"policy run", "policy run needs the name of one policy."},
		{"policy run nihgtly --dry-run", `There is no policy "nihgtly".`},
		{"policy list all", "jettison policy list takes no arguments."},
		{"policy run nightly --seed 3 --dry-run", "--demo-images and --seed are about the demo."},
	}
	for _, tt := range tests {
		t.Run(tt.args, func(t *testing.T) {
			t.Parallel()
			_, err := printed(t, append(strings.Fields(tt.args), "--config", file)...)
			wrong, ok := errors.AsType[*UsageError](err)
			if !ok || wrong.What != tt.want || wrong.Advice == "" {
				t.Errorf("error %v, want %q with advice", err, tt.want)
			}
		})
	}
}
