package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jettison/dockerx/sim"
)

const (
	policyAll  = "[policy.all]\nremove = [\"ref:*\"]\n"
	pinnedText = "ref:acme/api:1.1\n"
)

// readOnlyBench is a bench with a configuration, variables and a pin.
func readOnlyBench(t *testing.T, config string, variables map[string]string) (b *harness, pins string) {
	t.Helper()
	b = newHarness(t, shop(), sim.Options{})
	home := b.call.env
	folder := filepath.Join(home("XDG_STATE_HOME"), "jettison")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	pins = filepath.Join(folder, "pins")
	for path, text := range map[string]string{filepath.Join(folder, "config.toml"): config, pins: pinnedText} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b.call.env = func(name string) string {
		if value, ok := variables[name]; ok {
			return value
		}
		return home(name)
	}
	return b, pins
}

// Read-only mode changes nothing and contacts no engine, whatever set it.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		config    string
		variables map[string]string
		flag      string
		why       string
	}{
		"flag":                      {policyAll, nil, "--read-only", "jettison was started with --read-only."},
		"environment":               {policyAll, map[string]string{"JETTISON_READ_ONLY": "1"}, "", "JETTISON_READ_ONLY is set."},
		"file":                      {"read_only = true\n" + policyAll, nil, "", "config.toml:1."},
		"flag over the environment": {policyAll, map[string]string{"JETTISON_READ_ONLY": "false"}, "--read-only", "with --read-only."},
		"environment over the file": {"read_only = false\n" + policyAll, map[string]string{"JETTISON_READ_ONLY": "true"}, "", "READ_ONLY is set."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, pins := readOnlyBench(t, tt.config, tt.variables)
			run := func(args ...string) ran {
				if tt.flag != "" {
					args = append([]string{tt.flag}, args...)
				}
				return b.run(args...)
			}
			for _, args := range [][]string{
				{"rm", "--yes", "dangling"},
				{"rm", "--yes", "--plan", "-"},
				{"policy", "run", "all", "--yes"},
				{"pin", "ref:acme/api:1.0"},
				{"unpin", "ref:acme/api:1.1"},
				{"unpin", "no pin"},
			} {
				r := run(args...)
				if r.code != CodeRefused || !strings.Contains(r.errs, "Nothing was changed, this is read-only: ") || !strings.Contains(r.errs, tt.why) {
					t.Errorf("%q: code %d, %s", args, r.code, r.errs)
				}
			}
			if asked := b.engine.Requests(); len(asked) > 0 {
				t.Errorf("the engine was asked %d times, first %s", len(asked), asked[0].Path)
			}
			for _, args := range [][]string{
				{"rm", "--dry-run", "dangling"},
				{"policy", "run", "all", "--dry-run"},
				{"policy", "list"},
				{"pin"},
				{"ls"},
				{"df"},
				{"why", "acme/api:1.0"},
				{"journal"},
			} {
				if r := run(args...); r.code != CodeDone {
					t.Errorf("%q: code %d, %s", args, r.code, r.errs)
				}
			}
			if text, err := os.ReadFile(pins); err != nil || string(text) != pinnedText {
				t.Errorf("pinned is %q, %v", text, err)
			}
		})
	}
}

// A flag on the command line overrides read-only mode.
func TestReadOnlyTakenBack(t *testing.T) {
	t.Parallel()
	b, _ := readOnlyBench(t, "read_only = true\n"+policyAll, map[string]string{"JETTISON_READ_ONLY": "1"})
	b.succeeds("--read-only=false", "pin", "ref:acme/api:1.0")
	if b.succeeds("rm", "--read-only=false", "--yes", "ref:legacy:app"); b.has("legacy:app") {
		t.Error("the image is still there")
	}
}
