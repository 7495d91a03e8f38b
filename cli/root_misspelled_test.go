package cli

import (
	"strings"
	"testing"

	"jettison/dockerx/sim"
)

func TestMisspelledWords(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	const hint = "`unusde` is looked for in names, and none has it; did you mean `unused`?"
	for _, args := range []string{"ls unusde", "ls -q unusde", "rm --dry-run unusde", "rm --yes --json unusde"} {
		r := b.run(strings.Fields(args)...)
		if r.code != CodeDone || strings.Count(r.errs, hint) != 1 || strings.Contains(r.out, "did you mean") {
			t.Errorf("%s: code %d\n%s\n%s", args, r.code, r.errs, r.out)
		}
	}
	if r := b.run("ls", "unused", "api", `"unusde"`); r.errs != "" {
		t.Errorf("names are taken for mistakes: %s", r.errs)
	}
	if r := b.run("pin", "danglng"); !strings.Contains(r.errs, "`danglng` is looked for in names; did you mean `dangling`?") {
		t.Errorf("pin says %q", r.errs)
	}

	file := configFile(t, "pins = \"-pinnd\"\n[policy.nightly]\nremove = [\"unused\", \"danglng\"]\nkeep = \"leav\"\n")
	r := b.run("policy", "check", file)
	for _, want := range []string{
		"policy nightly: `danglng` is looked for in names; did you mean `dangling`?", "policy nightly: `leav`", "pins: `pinnd`", "did you mean `leaf`?",
	} {
		if r.code != CodeDone || !strings.Contains(r.errs, want) {
			t.Errorf("code %d, no %q in\n%s", r.code, want, r.errs)
		}
	}
	r = b.run("policy", "run", "nightly", "--dry-run", "--config", configFile(t, "[policy.nightly]\nremove = \"danglng\"\n"))
	if r.code != CodeDone || !strings.Contains(r.errs, "did you mean `dangling`?") {
		t.Errorf("a run says, with code %d, %q", r.code, r.errs)
	}
}
