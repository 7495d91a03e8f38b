package cli

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"jettison/dockerx/sim"
)

// fenced returns the code blocks in docs/scheduling.md with the given language.
func fenced(t *testing.T, kind string) []string {
	t.Helper()
	text, err := os.ReadFile("../docs/scheduling.md")
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for _, found := range regexp.MustCompile("(?s)```"+kind+"\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		blocks = append(blocks, found[1])
	}
	if len(blocks) == 0 {
		t.Fatalf("there is no block of %s", kind)
	}
	return blocks
}

// scheduled returns the shell lines with which cron, CI and systemd start jettison.
func scheduled(t *testing.T) []string {
	t.Helper()
	var lines []string
	take := func(text, pattern string) {
		found := regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1)
		if len(found) == 0 {
			t.Errorf("nothing is started by\n%s", text)
		}
		for _, one := range found {
			lines = append(lines, one[1])
		}
	}
	for _, block := range fenced(t, "cron") {
		take(block, `(?m)^(?:[\d*]+ ){5}root (jettison .*)$`)
	}
	for _, block := range fenced(t, "yaml") {
		take(block, `(?m)^  - run: (jettison .*)$`)
	}
	unit, err := os.ReadFile("../packaging/systemd/jettison@.service")
	if err != nil {
		t.Fatal(err)
	}
	take(strings.ReplaceAll(string(unit), "%I", "nightly"), `(?m)^ExecStart=/usr/bin/(jettison .*)$`)
	return lines
}

// arguments returns the arguments that a shell line passes to jettison, and the destination of
// its output.
func arguments(t *testing.T, line string) []string {
	t.Helper()
	shell := exec.CommandContext(t.Context(), "sh", "-c", `jettison() { printf '%s\n' "$@" >&3; }; `+line)
	shell.Dir = t.TempDir() // for its output files
	shell.Env = []string{"PATH=" + os.Getenv("PATH"), "CI_JOB_ID=7", "CI_COMMIT_SHA=c0ffee"}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	shell.ExtraFiles = []*os.File{write}
	if out, err := shell.CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("%s: %v %s", line, err, out)
	}
	if err := write.Close(); err != nil {
		t.Fatal(err)
	}
	var args []string
	for lines := bufio.NewScanner(read); lines.Scan(); {
		args = append(args, lines.Text())
	}
	return args
}

// The commands in the documentation and the units work without a terminal.
func TestScheduledCommands(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no shell")
	}
	folder := t.TempDir()
	configured := filepath.Join(folder, "config.toml")
	text := strings.Join(fenced(t, "toml"), "\n") + "\n[policy.nightly]\nremove = 'dangling'\n"
	// Free space can be measured only for an engine on this machine.
	text = strings.Replace(text, `min_free = "20GB"`, `max_total = "20GB"`, 1)
	if err := os.WriteFile(configured, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	plan := ""
	for _, line := range scheduled(t) {
		b := newHarness(t, shop(), sim.Options{})
		args := arguments(t, line)
		for i, arg := range args {
			switch {
			case strings.HasSuffix(arg, ".toml"):
				args[i] = configured
			case arg == "plan.json":
				args[i] = plan
			}
		}
		out := b.succeeds(args...)
		if strings.HasSuffix(line, "> plan.json") {
			plan = filepath.Join(folder, "plan.json")
			if err := os.WriteFile(plan, []byte(out), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if plan == "" {
		t.Error("no plan was made")
	}
}

// The packages contain every unit for scheduling.
func TestUnitsArePackaged(t *testing.T) {
	t.Parallel()
	release, err := os.ReadFile("../.goreleaser.yaml")
	if err != nil {
		t.Fatal(err)
	}
	units, err := os.ReadDir("../packaging/systemd")
	if err != nil {
		t.Fatal(err)
	}
	for _, unit := range units {
		if want := "{ src: packaging/systemd/" + unit.Name() + ", dst: /usr/lib/systemd/system/" + unit.Name() + " }"; !strings.Contains(string(release), want) {
			t.Errorf("the packages lack %s", unit.Name())
		}
	}
}
