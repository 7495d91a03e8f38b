//go:build unix

package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"jettison/dockerx/inventory"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/store"
)

// stateFiles are the files of jettison's folders, as homeAt places them.
func stateFiles() []string {
	return []string{
		"config.toml", "pins", "pins.lock", "journal", "journal.lock", "samples", "samples.lock", "locks", "backups",
		"cache/layers-overlay2.jsonl", "cache/list-*.json",
	}
}

// inPlaceOfFiles puts something in the place of a file.
func inPlaceOfFiles() map[string]func(path string) error {
	return map[string]func(path string) error{
		"a named pipe": func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"a folder":     func(path string) error { return os.Mkdir(path, 0o700) },
		"a link to a pipe": func(path string) error {
			return errors.Join(syscall.Mkfifo(path+".pipe", 0o600), os.Symlink(path+".pipe", path))
		},
		"a link to a folder": func(path string) error {
			return errors.Join(os.Mkdir(path+".folder", 0o700), os.Symlink(path+".folder", path))
		},
		"a link to itself": func(path string) error { return os.Symlink(path, path) },
		"a link nowhere":   func(path string) error { return os.Symlink(path+".none", path) },
		"noise": func(path string) error {
			return os.WriteFile(path, []byte(strings.Repeat("\x00\xff{[\n", 1000)), 0o600)
		},
	}
}

// Whatever is in the place of a file of jettison's, commands end, say what is wrong, and remove
// nothing that was not asked for. What may protect an image is never passed over.
func TestOtherThingsThanFiles(t *testing.T) {
	t.Parallel()
	commands := [][]string{
		{"ls", "layers>0"},
		{"ls", "--cached"},
		{"pin"},
		{"pin", "ref:alpine:latest"},
		{"journal"},
		{"backups"},
		{"trends"},
		{"sample"},
		{"config"},
		{"rm", "--dry-run", "dangling"},
		{"rm", "--yes", "ref:acme/api:1.0"},
		{"restore", "last"},
		{"policy", "list"},
		{"unpin", "ref:alpine:latest"},
	}
	for what, put := range inPlaceOfFiles() {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			for _, name := range stateFiles() {
				b := newHarness(t, shop(), sim.Options{})
				root := b.call.env("HOME")
				b.call.layers = func(model.Engine) inventory.LayerCache {
					return store.OpenLayers(filepath.Join(root, "jettison", "cache"), "overlay2", "")
				}
				if err := os.MkdirAll(filepath.Join(root, "jettison", "cache"), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := put(filepath.Join(root, "jettison", name)); err != nil {
					t.Fatal(err)
				}
				for _, args := range commands {
					r := b.runWithin(args...)
					if len(harmful(r.out+r.errs)) > 0 {
						t.Errorf("%s: %q prints %q", name, args, r.out+r.errs)
					}
					if r.code != CodeDone && args[0] != "rm" && !strings.HasPrefix(r.errs, "jettison: ") {
						t.Errorf("%s: %q ends with %d and no explanation:\n%s", name, args, r.code, r.errs)
					}
					protects := (name == "pins" || name == "config.toml") && what != "a link nowhere"
					if protects && args[0] == "rm" && (r.code != CodeUsage || r.out != "") {
						t.Errorf("%s: %q goes on without what protects images: %d\n%s%s", name, args, r.code, r.out, r.errs)
					}
				}
				b.wants(nil, []string{"alpine:3.22", "acme/api:1.1", "acme/api:1.2"})
				foreign := filepath.Join(root, "jettison", name+".pipe")
				if info, err := os.Lstat(foreign); what == "a link to a pipe" && (err != nil || info.Mode().Type() != os.ModeNamedPipe) {
					t.Errorf("%s leads to something that is not jettison's, and that became %v, %v", name, info, err)
				}
			}
		})
	}
}

// Files may be elsewhere, with links in their places: these stay.
func TestLinkedFiles(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	root, elsewhere := b.call.env("HOME"), t.TempDir()
	names := []string{"pins", "journal", "samples"}
	if err := os.Symlink(elsewhere, filepath.Join(root, "jettison")); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if err := errors.Join(os.WriteFile(filepath.Join(elsewhere, name+".file"), nil, 0o600), os.Symlink(name+".file", filepath.Join(elsewhere, name))); err != nil {
			t.Fatal(err)
		}
	}
	b.succeeds("pin", "ref:alpine:latest")
	b.succeeds("rm", "--yes", "ref:acme/api:1.0")
	b.succeeds("sample")
	for _, name := range names {
		link, err := os.Lstat(filepath.Join(elsewhere, name))
		if err != nil || link.Mode().Type() != os.ModeSymlink {
			t.Errorf("the link %s is %v, %v", name, link, err)
		}
		if file, err := os.Stat(filepath.Join(elsewhere, name)); err != nil || file.Size() == 0 {
			t.Errorf("%s has nothing: %v", name, err)
		}
	}
}

// A signal ends a command that waits for its plan.
func TestPlanThatNeverComes(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	in, out := io.Pipe()
	defer out.Close() //nolint:errcheck // never fails
	b.call.in = in
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ended := make(chan ran, 1)
	go func() { ended <- b.runIn(ctx, "rm", "--yes", "--plan", "-") }()
	select {
	case r := <-ended:
		if r.code == CodeDone {
			t.Errorf("%+v", r)
		}
	case <-time.After(time.Minute):
		t.Error("it does not end")
	}
}

// A plan that has no end takes neither the memory nor the time of the machine, though millions
// of its steps are not ready.
func TestEndlessPlan(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	b.call.in = io.MultiReader(strings.NewReader(`{"schema":1,"kind":"plan","steps":[{}`), &endless{text: `,{"added":"` + strings.Repeat("x", 4000) + `"}`})
	if r := b.runWithin("rm", "--yes", "--plan", "-"); r.code != CodeUsage || !strings.Contains(r.errs, "it is larger than") {
		t.Errorf("%d %s", r.code, r.errs)
	}
}

// endless is a reader of a text that is there over and over.
type endless struct {
	text string
	at   int
}

// Read implements io.Reader.
func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e.text[e.at]
		e.at = (e.at + 1) % len(e.text)
	}
	return len(p), nil
}
