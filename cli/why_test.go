package cli

import (
	"strings"
	"testing"

	"jettison/dockerx/sim"
	"jettison/model"
)

func TestWhy(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	tests := []struct {
		name, ref string
		want      []string
	}{
		{"free", "acme/api:1.1", []string{"131 MB, built 2 weeks ago", "Nothing blocks it.", "frees 31 MB; 100 MB of 131 MB stay"}},
		{"running", "acme/api:1.2", []string{
			"also named acme/api:dev", "removing acme/api:1.2 alone: the image stays as acme/api:dev",
			"used by the running container api-1 (running for 3 hours)",
			"--stop-running      stop and remove its containers first", "--force             this engine only takes the name away",
			"With --stop-running, removing it frees ≈ 32 MB",
		}},
		{"stopped", "acme/worker:old", []string{
			"used by the stopped container worker-9 (exited 2 weeks ago)", "--remove-stopped    remove the stopped container first", "frees 55 MB.",
		}},
		{"parent", "legacy:base", []string{
			"parent of legacy:app, which stays", "--with-descendants", "(on the screen)",
			"frees 10 MB together with 1 image built on it, 1 untagged parent included.",
		}},
		{"latest is meant", "alpine", []string{"alpine:latest\n", "also named alpine:3.22", "frees 0 B"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := b.succeeds("why", tt.ref)
			for _, want := range tt.want {
				if !strings.Contains(got, want) {
					t.Errorf("no %q in\n%s", want, got)
				}
			}
		})
	}
}

func TestWhyJSON(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	id, err := b.engine.ImageID("acme/worker:old")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"acme/worker:old", id.Short(), string(id)} {
		var document struct {
			Schema   int
			Kind     string
			Image    model.ImageID
			Blocked  bool
			Blockers []struct {
				Kind       string
				Containers []struct{ Name string }
				Remedies   []struct{ Remedy, Flag string }
			}
			Reclaim struct{ Min, Max int64 }
			Images  int
		}
		b.reads(&document, "why", "--json", name)
		if document.Schema != 1 || document.Kind != "why" || document.Image != id || !document.Blocked || len(document.Blockers) != 1 {
			t.Fatalf("%s: %+v", name, document)
		}
		blocker := document.Blockers[0]
		if blocker.Kind != "stopped-container" || blocker.Containers[0].Name != "worker-9" || blocker.Remedies[0].Flag != "--remove-stopped" {
			t.Errorf("%s: %+v", name, blocker)
		}
		if document.Reclaim.Min != 55e6 || document.Images != 1 {
			t.Errorf("%s: frees %+v by %d images", name, document.Reclaim, document.Images)
		}
	}
}

func TestWhyErrors(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	tests := []struct {
		name string
		args []string
		code Code
		want string
	}{
		{"none", nil, CodeUsage, "why needs one reference"},
		{"two", []string{"a", "b"}, CodeUsage, "why needs one reference"},
		{"unknown", []string{"acme/ap:1.1"}, CodeUsage, "Near to it: acme/api"},
		{"unlike everything", []string{"\x1b[2Jzzz"}, CodeUsage, `There is no image "[2Jzzz" on this engine.`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if r := b.run(append([]string{"why"}, tt.args...)...); r.code != tt.code || r.out != "" || !strings.Contains(r.errs, tt.want) {
				t.Errorf("code %d, prints %q, explains %q", r.code, r.out, r.errs)
			}
		})
	}
	if got := b.succeeds("__complete", "why", "acme/w"); got != "acme/worker:old\n:4\n" {
		t.Errorf("completions %q", got)
	}
}
