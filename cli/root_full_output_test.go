package cli

import (
	"errors"
	"strings"
	"testing"

	"jettison/dockerx/sim"
)

// fullDisk is an output on which nothing fits.
type fullDisk struct{}

// Write implements io.Writer.
func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// A command whose results are lost fails, says why, and still does what it was told to.
func TestFullOutput(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	b.succeeds("pin", "ref:alpine:latest")
	b.succeeds("rm", "--yes", "--backup", "ref:acme/worker:old or ref:acme/api:1.0")
	b.succeeds("sample")
	for _, line := range []string{
		"ls", "ls --json", "ls -q", "ls --format {{.ID}}", "ls --format table\u00a0{{.ID}}", "df", "df -v", "df --json", "df --format {{.Type}}",
		"why alpine:3.22", "why --json alpine:3.22", "rm --dry-run dangling", "rm --dry-run --json dangling", "journal", "journal --json",
		"backups", "backups --json", "pin", "config", "config --json", "trends", "trends --json", "restore last --dry-run", "completion bash", "man",
		"--version", "--help", "ls --help", "help policy", "rm --yes ref:acme/api:1.1",
	} {
		args := strings.Fields(line)
		for i := range args {
			args[i] = strings.ReplaceAll(args[i], "\u00a0", " ")
		}
		b.call.out = fullDisk{}
		r := b.run(args...)
		if r.code != CodeFailed || !strings.Contains(r.errs, "jettison: no space left on device\n") {
			t.Errorf("%q ends with %d:\n%s", args, r.code, r.errs)
		}
	}
	b.wants([]string{"acme/api:1.1"}, []string{"acme/api:1.2"})
}
