package cli

import (
	"strings"
	"testing"

	"jettison/dockerx/sim"
)

func TestNearFlagsAndCommands(t *testing.T) {
	t.Parallel()
	const minus = "A term of the query that begins with a minus comes after --"
	for _, tt := range []struct{ args, want, plugin string }{
		{"ls --jsn", "Did you mean --json?", ""},
		{"ls -json", "Did you mean --json?", ""},
		{"ls --hots x", "Did you mean --host?", ""},
		{"ls --unused", minus, "docker jettison ls not running"},
		{"ls -running", minus, ""},
		{"ls --sort", "See 'jettison --help'.", "See 'docker jettison --help'."},
		{"rm --dryrun x", "Did you mean --dry-run?", ""},
		{"policy run nightly --yse", "Did you mean --yes?", ""},
		{"df --nosuchthing", "See 'jettison --help'.", "See 'docker jettison --help'."},
		{"lst", "Did you mean 'jettison ls'?", "Did you mean 'docker jettison ls'?"},
		{"tredns", "Did you mean 'jettison trends'?", ""},
		{"prune", "Did you mean 'jettison rm'?", ""},
		{"undo", "Did you mean 'jettison restore'?", ""},
		{"help jornal", "Did you mean 'jettison journal'?", ""},
		{"policy chek", "Did you mean 'jettison policy check'?", "Did you mean 'docker jettison policy check'?"},
		{"policy banana", "It is one of list, check and run.", ""},
		{"banana", "See 'jettison --help'.", "See 'docker jettison --help'."},
		{"why", "Such as: jettison why acme/api:1.4", "Such as: docker jettison why acme/api:1.4"},
		{"rm ref:*", "Add --yes", ""},
	} {
		b := newHarness(t, shop(), sim.Options{})
		if r := b.run(strings.Fields(tt.args)...); r.code != CodeUsage && r.code != CodeRefused || !strings.Contains(r.errs, tt.want) {
			t.Errorf("%s: code %d, %q, want %q", tt.args, r.code, r.errs, tt.want)
		}
		b.call.plugin = true
		r := b.run(strings.Fields(tt.args)...)
		if !strings.Contains(r.errs, tt.plugin) || strings.Contains(r.errs, strings.Repeat("docker ", 2)) {
			t.Errorf("docker jettison %s: %q, want %q", tt.args, r.errs, tt.plugin)
		}
	}
}
