package cli

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"jettison/cli/config"
)

// configFile writes a configuration and returns its path.
func configFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func given(names ...string) func(string) bool {
	return func(name string) bool { return slices.Contains(names, name) }
}

func TestSettle(t *testing.T) {
	t.Parallel()
	const text = "jobs = 2\nhost = 'tcp://file:1'\n[ui]\ntheme = 'light'\nascii = true\nmouse = false\nfps = 20\n"
	tests := []struct {
		name  string
		flags flags
		given []string
		env   map[string]string
		want  flags
		from  string // the source of jobs
	}{
		{
			"the file",
			flags{theme: "auto"},
			nil, nil,
			flags{host: "tcp://file:1", jobs: 2, theme: "light", ascii: true, noMouse: true, fps: 20},
			"file",
		},
		{
			"the environment wins",
			flags{theme: "auto"},
			nil,
			map[string]string{"JETTISON_JOBS": "3", "JETTISON_THEME": "dark", "JETTISON_ASCII": "0", "JETTISON_MOUSE": "true", "JETTISON_FPS": "40"},
			flags{host: "tcp://file:1", jobs: 3, theme: "dark", fps: 40},
			"environment",
		},
		{
			"flags win",
			flags{theme: "auto", jobs: 0, fps: 9, ascii: false, noMouse: false},
			[]string{"theme", "jobs", "fps", "ascii", "no-mouse"},
			map[string]string{"JETTISON_JOBS": "3"},
			flags{host: "tcp://file:1", theme: "auto", fps: 9},
			"flag",
		},
		{
			"a context of the flags",
			flags{theme: "auto", context: "build"},
			[]string{"context"},
			nil,
			flags{context: "build", jobs: 2, theme: "light", ascii: true, noMouse: true, fps: 20},
			"file",
		},
		{
			"docker's own variables are left to docker's rules",
			flags{theme: "auto"},
			nil,
			map[string]string{"DOCKER_HOST": "tcp://env:1"},
			flags{jobs: 2, theme: "light", ascii: true, noMouse: true, fps: 20},
			"file",
		},
		{
			"the demo connects to nothing",
			flags{theme: "auto", demo: true},
			[]string{"demo"},
			nil,
			flags{demo: true, jobs: 2, theme: "light", ascii: true, noMouse: true, fps: 20},
			"file",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := tt.flags
			f.config = configFile(t, text)
			c, err := f.applyConfig(given(tt.given...), func(name string) string { return tt.env[name] })
			if err != nil {
				t.Fatal(err)
			}
			if f.config = ""; !reflect.DeepEqual(f, tt.want) {
				t.Errorf("flags %+v, want %+v", f, tt.want)
			}
			if got := c.Jobs.Origin.Source.String(); got != tt.from {
				t.Errorf("jobs come from %s, want %s", got, tt.from)
			}
		})
	}
}

func TestBadConfiguration(t *testing.T) {
	t.Parallel()
	f := flags{config: configFile(t, "jbos = 2")}
	_, err := f.applyConfig(given(), func(string) string { return "" })
	if CodeOf(err) != CodeUsage || !strings.Contains(err.Error(), "did you mean `jobs`?") {
		t.Errorf("error %v, code %d", err, CodeOf(err))
	}
}

func TestConfigured(t *testing.T) {
	t.Parallel()
	if got := configured(config.Value[string]{Value: "a", Origin: config.Origin{Source: config.SourceEnvironment}}); got != "" {
		t.Errorf("docker's variable was taken as a flag: %q", got)
	}
}
