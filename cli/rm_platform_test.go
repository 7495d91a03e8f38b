package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// ported is an engine with images for two platforms: one alone, one with two names, and one that
// has only the other platform.
func ported() *modeltest.World {
	w := modeltest.New(13, time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC))
	build := func(bytes int64, ownMissing bool, tags ...string) {
		w.Build(modeltest.Recipe{
			Tags: tags, Add: []modeltest.Instruction{modeltest.Run("ADD files /", bytes)}, OwnMissing: ownMissing,
			Platforms: []modeltest.Platform{{Name: "linux/arm64/v8", Size: bytes / 2}},
		})
	}
	build(1e6, false, "app:1")
	build(2e6, false, "shop:1", "shop:prod")
	build(3e6, true, "board:1")
	return w
}

// rm --platform removes one platform and keeps the image, also by a plan that was made earlier; it
// takes nothing of an image of which a name was not matched, nor the last platform.
func TestRemovePlatform(t *testing.T) {
	t.Parallel()
	b := newHarness(t, ported(), sim.Options{Store: model.StoreContainerd, Version: "29.8.1"})
	got := b.succeeds("rm", "-n", "--platform", "linux/arm64", "ref:app:1", "or", "ref:board:1")
	for _, want := range []string{
		"remove", "app:1 linux/arm64/v8", "≈ 500 kB", "blocked", "no other platform of it is here: remove the image instead",
		"It removes 1 platform and frees ≈ 500 kB.", "The disk gets the bytes of platforms back when",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if got := b.succeeds("rm", "--yes", "--platform", "linux/arm64", "tag:prod"); !strings.Contains(got, "Nothing was removed") {
		t.Errorf("of an image with another name went\n%s", got)
	}
	file := filepath.Join(t.TempDir(), "plan.json")
	if err := os.WriteFile(file, []byte(b.succeeds("rm", "-n", "--json", "--platform", "linux/arm64", "ref:app:1", "or", "repo:shop")), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := b.succeeds("rm", "--yes", "--plan", file); !strings.Contains(got, "2 platforms removed: predicted ≈ 1.5 MB, freed 1.5 MB") {
		t.Errorf("by the plan went\n%s", got)
	}
	if got := b.succeeds("ls", "-q", "platform:linux/arm64"); strings.Count(got, "\n") != 1 {
		t.Errorf("the platform is left of\n%s", got)
	}
	if got := b.succeeds("ls", "-q", "platform:linux/amd64"); strings.Count(got, "\n") != 2 {
		t.Errorf("the other platform is left of\n%s", got)
	}
	if got := b.succeeds("rm", "--yes", "--plan", file); !strings.Contains(got, "Nothing was removed") {
		t.Errorf("once more went\n%s", got)
	}
}

// The name of a platform that no image has is told, beside others that some have.
func TestRemovePlatformThatNoImageHas(t *testing.T) {
	t.Parallel()
	b := newHarness(t, ported(), sim.Options{Store: model.StoreContainerd, Version: "29.8.1"})
	const none = "no image that the query matches has the platform "
	for _, tt := range []struct{ platforms, query, want string }{
		{"linux/arm65", "ref:app:1", "linux/arm65"},
		{"linux/arm64,linux/riscv64", "ref:app:1", "linux/riscv64"},
		{"linux/arm64", "ref:app:1", ""},
		{"linux/amd64", "ref:board:1", "linux/amd64"}, // others have it
		{"linux/arm64", "tag:prod", ""},               // it has another name, which is told
		{"linux/arm64", "nosuchname", ""},
	} {
		r := b.run("rm", "--dry-run", "--platform", tt.platforms, tt.query)
		if want := strings.Count(tt.want, "linux"); r.code != CodeDone || strings.Count(r.errs, none) != want || want > 0 && !strings.Contains(r.errs, none+tt.want+"\n") {
			t.Errorf("%s of %s: code %d, %q", tt.platforms, tt.query, r.code, r.errs)
		}
	}
}

// A plan to remove a platform is not carried out for an image that has another name since.
func TestRemovePlatformOfAnImageWithANewName(t *testing.T) {
	t.Parallel()
	b := newHarness(t, ported(), sim.Options{Store: model.StoreContainerd, Version: "29.8.1"})
	file := filepath.Join(t.TempDir(), "plan.json")
	if err := os.WriteFile(file, []byte(b.succeeds("rm", "-n", "--json", "--platform", "linux/arm64", "ref:app:1", "or", "repo:shop")), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := b.engine.Tag("app:1", "keep:1"); err != nil {
		t.Fatal(err)
	}
	got := b.run("rm", "--yes", "--plan", file)
	if !strings.Contains(got.errs, "the image has another name since: keep:1") || !strings.Contains(got.out, "1 platform removed") {
		t.Errorf("%+v", got)
	}
}

// An engine that knows no platforms says so, whatever the query matches.
func TestRemovePlatformElsewhere(t *testing.T) {
	t.Parallel()
	b := newHarness(t, used(), sim.Options{Store: model.StoreGraph, Version: "29.8.1"})
	if got := b.run("rm", "--yes", "--platform", "linux/arm64", "ref:*"); got.code != 2 || !strings.Contains(got.errs, "does not remove single platforms") {
		t.Errorf("%+v", got)
	}
}
