package cli

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// parse parses args and returns the flags with which the screen would open.
func parse(t *testing.T, args ...string) (*flags, error) {
	t.Helper()
	var opened *flags
	root, err := newRoot(func(_ *cobra.Command, f *flags) error {
		opened = f
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	root.SetArgs(args)
	root.SetOut(io.Discard)
	err = root.ExecuteContext(t.Context())
	return opened, err
}

func TestFlags(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		args string
		want flags
	}{
		{"none", "", flags{theme: "auto", seed: 1}},
		{"host", "-H tcp://build-7:2375", flags{host: "tcp://build-7:2375", theme: "auto", seed: 1}},
		{"context", "--context build", flags{context: "build", theme: "auto", seed: 1}},
		{"demo", "--demo --demo-images 10000 --seed 7", flags{demo: true, demoImages: 10000, seed: 7, theme: "auto"}},
		{
			"look", "--theme dark --ascii --no-mouse --fps 30 --jobs 4",
			flags{theme: "dark", ascii: true, noMouse: true, fps: 30, jobs: 4, seed: 1},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := parse(t, strings.Fields(tt.args)...)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(*got, tt.want) {
				t.Errorf("flags = %+v, want %+v", *got, tt.want)
			}
		})
	}
}

func TestBadUsage(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, args, want string }{
		{"unknown flag", "--hots x", "Unknown flag: --hots."},
		{"unknown command", "iamges", `There is no command "iamges".`},
		{"flag without its value", "--host", "Flag needs an argument: --host."},
		{"no number", "--jobs many", `--jobs can't be "many": it is no whole number.`},
		{"vast number", "--jobs 99999999999999999999", `--jobs can't be "99999999999999999999": the number is too large.`},
		{"two engines", "--host a --context b", "--host and --context both say where the engine is."},
		{"demo elsewhere", "--demo --host a", "The demo has its own engine and connects to no other."},
		{"seed of no demo", "--seed 3", "--demo-images and --seed are about the demo."},
		{"theme", "--theme blue", `--theme can't be "blue".`},
		{"negative jobs", "--jobs -1", "--jobs can't be -1."},
		{"too many frames", "--fps 1000", "--fps can't be 1000."},
		{"negative demo", "--demo --demo-images -5", "--demo-images can't be -5."},
		{"escape sequence", "\x1b[2Jx", `There is no command "[2Jx".`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			opened, err := parse(t, strings.Fields(tt.args)...)
			if opened != nil {
				t.Error("the screen was opened")
			}
			var usage *UsageError
			if !errors.As(err, &usage) {
				t.Fatalf("error = %v, want a UsageError", err)
			}
			if usage.What != tt.want {
				t.Errorf("what = %q, want %q", usage.What, tt.want)
			}
			if usage.Advice == "" {
				t.Error("no advice")
			}
			if code := CodeOf(err); code != CodeUsage {
				t.Errorf("code = %d, want %d", code, CodeUsage)
			}
		})
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	root, err := newRoot(func(*cobra.Command, *flags) error { return errors.New("the screen was opened") })
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	root.SetOut(&out)
	root.SetArgs([]string{"--version"})
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.HasPrefix(got, "jettison ") || strings.Count(got, "\n") != 1 {
		t.Errorf("--version prints %q", got)
	}
}

func TestCompletions(t *testing.T) {
	t.Parallel()
	root, err := newRoot(func(*cobra.Command, *flags) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	root.SetOut(&out)
	root.SetErr(io.Discard)
	root.SetArgs([]string{"__complete", "--theme", ""})
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "auto\nlight\ndark\n:4\n"; got != want {
		t.Errorf("completions = %q, want %q", got, want)
	}
}

func TestPrinted(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, args string
		want       []string
	}{
		{"help", "--help", []string{"--host", "--demo-images", "Exit codes: 0 done", "jettison --host ssh://"}},
		{"help command", "help", []string{"--host", "ls [QUERY...]", "df ", "why REF", "rm QUERY...", "completion"}},
		{"language", "rm --help", []string{"docs/query.md"}},
		{"directions of an order", "ls --help", []string{":asc or :desc", "a minus before it"}},
		{"help of a command", "help rm", []string{"--dry-run", "--remove-stopped", "--host", "removal without one"}},
		{"help flag of a command", "why --help", []string{"REF is a reference", "--json"}},
		{"commands in the man page", "man", []string{`\fBls\fP`, `\fBdf\fP`, `\fBwhy\fP`, `\fBrm\fP`, `\fB--with-descendants\fP`}},
		{"man page", "man", []string{".TH JETTISON 1", `\fB-H, --host\fP`, ".SH EXIT STATUS", ".SH ENVIRONMENT"}},
		{"bash completion", "completion bash", []string{"__start_jettison"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			root, err := newRoot(func(*cobra.Command, *flags) error { return errors.New("the screen was opened") })
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			root.SetOut(&out)
			root.SetArgs(strings.Fields(tt.args))
			if err := root.ExecuteContext(t.Context()); err != nil {
				t.Fatal(err)
			}
			for _, want := range tt.want {
				if !strings.Contains(out.String(), want) {
					t.Errorf("no %q in:\n%s", want, out.String())
				}
			}
		})
	}
}
