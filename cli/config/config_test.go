package config_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"jettison/cli/config"
	"jettison/keymap"
)

const day = 24 * time.Hour

// environment is an Env made of pairs "NAME=value".
func environment(pairs ...string) config.Env {
	return func(name string) string {
		for _, pair := range pairs {
			if value, ok := strings.CutPrefix(pair, name+"="); ok {
				return value
			}
		}
		return ""
	}
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func parse(t *testing.T, text string) *config.Config {
	t.Helper()
	c, err := config.Parse("jettison.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const whole = `# everything
jobs = 1_0
host = "ssh://deploy@build-7"
data_root = "/srv/docker"
pins = ["repo:acme/*", "label:keep or tag:lts"]
[ui]
theme = 'dark'
ascii = true
mouse = false
fps = 30

[keys]
plan = ["D", "delete"]
refresh = "ctrl+r"

[policy.nightly]
remove = [
  "dangling", # a comment
  'repo:"acme/*" age>30d',
]
keep = "label:keep"
min_free = "20GB"
max_total = "1.5TiB"
stopped_older_than = "1w3d"
batch = 50

[policy]
"on friday".remove = "unused"
inline = { remove = ["dangling"], batch = 2 }
`

func TestParse(t *testing.T) {
	t.Parallel()
	c := parse(t, whole)
	at := func(line int) config.Origin {
		return config.Origin{Source: config.SourceFile, Name: "jettison.toml", Line: line}
	}
	for name, is := range map[string]bool{
		"jobs":      c.Jobs == config.Value[int]{Value: 10, Origin: at(2)},
		"host":      c.Host == config.Value[string]{Value: "ssh://deploy@build-7", Origin: at(3)},
		"context":   c.Context == config.Value[string]{},
		"data_root": c.DataRoot == config.Value[string]{Value: "/srv/docker", Origin: at(4)},
		"pins":      len(c.Pins.Value) == 2 && c.Pins.Value[1].Text() == "label:keep or tag:lts" && c.Pins.Origin == at(5),
		"theme":     c.Theme == config.Value[string]{Value: "dark", Origin: at(7)},
		"ascii":     c.ASCII == config.Value[bool]{Value: true, Origin: at(8)},
		"mouse":     c.Mouse == config.Value[bool]{Value: false, Origin: at(9)},
		"fps":       c.FPS == config.Value[int]{Value: 30, Origin: at(10)},
	} {
		if !is {
			t.Errorf("%s: %+v", name, c)
		}
	}
	keys, err := c.Keymap()
	if err != nil {
		t.Fatal(err)
	}
	if action, _ := keys.Resolve(keymap.InImages, "delete"); action != keymap.Plan {
		t.Errorf("delete means %q", action)
	}
	if got, want := c.Names(), []string{"nightly", "on friday", "inline"}; !reflect.DeepEqual(got, want) {
		t.Fatalf("policies %q, want %q", got, want)
	}
	p := c.Policies[0]
	var texts []string
	for _, q := range append(p.Remove, p.Keep...) {
		texts = append(texts, q.Text())
	}
	if want := []string{"dangling", `repo:"acme/*" age>30d`, "label:keep"}; !reflect.DeepEqual(texts, want) {
		t.Errorf("queries %q, want %q", texts, want)
	}
	if p.MinFree != 20e9 || p.MaxTotal != 3<<39 || p.StoppedOlderThan != 10*day || p.Batch != 50 || p.Origin != at(16) {
		t.Errorf("policy %+v, %+v", p, p.Policy)
	}
	if inline := c.Policies[2]; inline.Batch != 2 || len(inline.Remove) != 1 || inline.Origin != at(29) {
		t.Errorf("policy %+v, %+v", inline, inline.Policy)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	c := parse(t, "[ui]\nfps = 9\n[keys]\nplan = \"D\"\n[policy.p]\nremove = \"unused\"\nbatch = 1\n")
	got := map[string]string{}
	for _, s := range c.Settings() {
		got[s.Name] = s.Origin.String()
	}
	want := map[string]string{
		"host": "default", "context": "default", "data_root": "default", "backup_folder": "default", "jobs": "default", "read_only": "default", "pins": "default", "ui.theme": "default",
		"ui.ascii": "default", "ui.mouse": "default", "ui.fps": "jettison.toml:2", "keys.plan": "jettison.toml:4",
		"policy.p.remove": "jettison.toml:6", "policy.p.batch": "jettison.toml:7",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("origins\n%v, want\n%v", got, want)
	}
}

// Each problem is reported with its place and, if there is a near match, a suggestion.
func TestProblems(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"unknown key", "jbos = 3", "1:1: unknown key `jbos`; did you mean `jobs`?\n    jbos = 3\n    ^^^^"},
		{"unknown key of a table", "[ui]\n  Theme = 'dark'", "2:3: unknown key `Theme`; did you mean `theme`?\n      Theme = 'dark'\n      ^^^^^"},
		{"key of another table", "theme = 'dark'", "1:1: unknown key `theme`; did you mean `ui.theme`?\n    theme = 'dark'\n    ^^^^^"},
		{
			"dot within quotes", "jobs = 2\n\"ui.theme\" = 'dark'",
			"2:1: unknown key `ui.theme`: within quotes a dot is part of the name; write it without quotes\n    \"ui.theme\" = 'dark'\n    ^^^^^^^^^^",
		},
		{"table with a dot within quotes", "['policy.nightly']\nremove = 'unused'", "1:2: unknown key `policy.nightly`: within quotes a dot"},
		{"unknown table", "[polices.x]\nremove = 'unused'", "1:2: unknown key `polices`; did you mean `policy`?\n    [polices.x]\n     ^^^^^^^"},
		{"nothing near", "kolor = 1", "1:1: unknown key `kolor`; the keys are host, context, data_root, backup_folder, jobs, read_only, pins, ui, keys, policy"},
		{"key of a policy", "[policy.x]\nremove = 'unused'\nmin-free = '1GB'", "3:1: unknown key `min-free`; did you mean `min_free`?\n    min-free = '1GB'\n    ^^^^^^^^"},
		{"dotted key", "policy.x.removes = 'unused'", "1:10: unknown key `removes`; did you mean `remove`?"},
		{
			"bad query", "[policy.x]\nremove = [\"dangling\",\n  \"repo:a agee>3d\"]",
			"3:11: unknown field `agee`; did you mean `age`?\n      \"repo:a agee>3d\"]\n              ^^^^",
		},
		{"query with escapes", `policy.x.remove = "repo:\u0061 agee>3d"`, "1:19: column 8: unknown field `agee`; did you mean `age`?"},
		{"bad query after wide letters", "policy.x.remove = 'repo:ä agee>3d'", "1:27: unknown field `agee`"},
		{"empty query", "policy.x.remove = ''", "1:19: this query is empty, and would match every image"},
		{"no remove", "[policy.x]\nkeep = 'unused'", "1:9: the policy `x` has no remove, and so removes nothing\n    [policy.x]\n            ^"},
		{"empty remove", "policy.x.remove = []", "1:8: the policy `x` has no remove"},
		{"bytes", "[policy.x]\nremove='unused'\nmax_total = '20 gigs'", "3:16: unknown unit ` gigs`"},
		{"bytes without quotes", "[policy.x]\nremove='unused'\nmax_total = 20", "3:13: this is a whole number, but must be a number of bytes in quotes, such as \"20GB\""},
		{"no bytes", "[policy.x]\nremove='unused'\nmin_free = '0GB'", "3:12: a budget of nothing means nothing"},
		{"duration", "[policy.x]\nremove='unused'\nstopped_older_than = '7 days'", "3:24: unknown unit ` days`"},
		{"duration without a unit", "[policy.x]\nremove='unused'\nstopped_older_than = '7'", "3:23: `7` has no unit of time: s, m (minutes), h, d, w, mo or y; did you mean `7d`?"},
		{"batch", "[policy.x]\nremove='unused'\nbatch = 0", "3:9: it can't be 0; it is a number from 1 to"},
		{"number too large", "jobs = 999", "1:8: it can't be 999; it is a number from 0 to 256"},
		{"text for a number", "jobs = '4'", "1:8: this is a text in quotes, but must be a whole number"},
		{"choice", "ui.theme = 'blue'", "1:12: it can't be `blue`; it is one of auto, light, dark"},
		{"truth", "ui.mouse = 'no'", "1:12: this is a text in quotes, but must be true or false"},
		{"list member", "policy.x.remove = ['unused', 3]", "1:30: this is a whole number, but must be a text in quotes"},
		{"policy of a mark", "[policy.p]\nremove = 'marked age>1d'", "2:10: `marked` means nothing in a policy: only the screen has marks"},
		{"empty pin", "pins = ['tag:1', '']", "1:18: an empty query would protect every image; what matches every image is `dangling or -dangling`"},
		{"pin of a mark", "pins = 'marked'", "1:8: `pinned` and `marked` mean nothing in a pin"},
		{"pin of nonsense", "pins = ['sise>1']", "1:10: unknown field `sise`; did you mean `size`?"},
		{"relative folder", "data_root = 'docker'", "1:13: `docker` is no absolute path"},
		{"unknown action", "[keys]\nplan = 'D'\nfly = 'F'", "3:1: keys: there is no action \"fly\""},
		{"key that is taken", "[keys]\nplan = 'space'", "2:1: keys: \"space\" means both \"mark\" and \"plan\""},
		{"key called like an action", "[keys]\npin = 'P'\nplan = 'pin'", "3:1: keys of \"plan\": \"pin\" is no key"},
		{"two engines", "host = 'a'\ncontext = 'b'", "2:1: host and context both say where the engine is"},
		{"table as a value", "ui = 3", "1:6: ui is a table, written as [ui]"},
		{"policy as a value", "policy.x = 3", "1:12: a policy is a table, written as [policy.x]"},
		{"list of policies", "[[policy.x]]\nremove = 'unused'", "1:10: a policy is a table"},
		{"syntax", "jobs = \n", "1:8: this is no TOML: "},
		{"key given twice", "jobs = 1\njobs = 2", "2:1: this is no TOML: "},
		{"name of a policy", "[policy.\"a\\u001bb\"]\nremove = 'unused'", "1:9: \"a\\x1bb\" can't be the name of a policy"},
		{"several at once", "jbos = 1\nui.fsp = 2", "2:4: unknown key `fsp`; did you mean `fps`?"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := config.Parse("f.toml", []byte(tt.text))
			if err == nil {
				t.Fatal("no error")
			}
			if got := err.Error(); !strings.Contains(got, "f.toml:"+tt.want) {
				t.Errorf("got\n%s\nwant\nf.toml:%s", got, tt.want)
			}
		})
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	usual := write(t, filepath.Join(folder, "jettison", "config.toml"), "jobs = 1")
	other := write(t, filepath.Join(folder, "other.toml"), "jobs = 2\ncontext = 'build'")
	home := "XDG_CONFIG_HOME=" + folder
	tests := []struct {
		name   string
		file   string
		env    []string
		loaded string
		jobs   int
		origin string
	}{
		{"the usual file", "", []string{home}, usual, 1, usual + ":1"},
		{"the variable's", "", []string{home, "JETTISON_CONFIG=" + other}, other, 2, other + ":1"},
		{"the flag's", usual, []string{home, "JETTISON_CONFIG=" + other}, usual, 1, usual + ":1"},
		{"none", "", []string{"XDG_CONFIG_HOME=" + filepath.Join(folder, "none")}, "", 0, "default"},
		{"the environment wins", "", []string{home, "JETTISON_JOBS=7"}, usual, 7, "JETTISON_JOBS"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := config.Load(config.Options{File: tt.file, Env: environment(tt.env...)})
			if err != nil {
				t.Fatal(err)
			}
			if c.File != tt.loaded || c.Jobs.Value != tt.jobs || c.Jobs.Origin.String() != tt.origin {
				t.Errorf("file %q, jobs %+v", c.File, c.Jobs)
			}
		})
	}
	t.Run("docker's variables say where the engine is", func(t *testing.T) {
		t.Parallel()
		c, err := config.Load(config.Options{File: other, Env: environment("DOCKER_HOST=tcp://a:1")})
		if err != nil {
			t.Fatal(err)
		}
		if c.Host.Value != "tcp://a:1" || c.Host.Origin.String() != "DOCKER_HOST" || c.Context.Value != "" {
			t.Errorf("host %+v, context %+v", c.Host, c.Context)
		}
		c.SetContext("flagged", config.Origin{Source: config.SourceFlag, Name: "--context"})
		if c.Host.Value != "" || c.Context.Value != "flagged" {
			t.Errorf("after a flag: host %+v, context %+v", c.Host, c.Context)
		}
	})
}

func TestLoadErrors(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	bad := write(t, filepath.Join(folder, "bad.toml"), "jbos = 1")
	tests := []struct {
		name string
		file string
		env  []string
		want []string
	}{
		{"missing", filepath.Join(folder, "none.toml"), nil, []string{"there is no configuration", "--config"}},
		{"missing, by variable", "", []string{"JETTISON_CONFIG=" + folder + "/none"}, []string{"there is no configuration", "JETTISON_CONFIG"}},
		{"folder", folder, nil, []string{"is a folder"}},
		{"file and variables at once", bad, []string{"JETTISON_FPS=many", "JETTISON_THEME=blue", "JETTISON_ASCII=so"}, []string{
			bad + ":1:1: unknown key `jbos`", `JETTISON_FPS: it can't be "many"`, `JETTISON_THEME: it can't be "blue"`, `JETTISON_ASCII: it can't be "so"`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := config.Load(config.Options{File: tt.file, Env: environment(tt.env...)})
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("no %q in %q", want, err)
				}
			}
		})
	}
}

func TestPruneFilters(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	env := environment("DOCKER_CONFIG=" + folder)
	if filters, err := config.PruneFilters(env, time.Time{}); err != nil || len(filters) > 0 {
		t.Errorf("without a file: %v, %v", filters, err)
	}
	file := filepath.Join(folder, "config.json")
	write(t, file, `{"auths": {}, "pruneFilters": ["label!=keep", "nonsense", "until=24h"]}`)
	filters, err := config.PruneFilters(env, time.Time{})
	if err != nil || len(filters) != 2 || filters[0].Text != "label!=keep" {
		t.Errorf("filters %v, %v", filters, err)
	}
	for _, text := range []string{`{"pruneFilters": [`, `{"pruneFilters": ["dangling=true"]}`} {
		write(t, file, text)
		if _, err := config.PruneFilters(env, time.Time{}); err == nil || !strings.Contains(err.Error(), "pruneFilters") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
