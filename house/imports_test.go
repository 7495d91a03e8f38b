package house_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "jettison"

// unit is a package as `go list` describes it.
type unit struct {
	ImportPath string
	Imports    []string // direct imports
	Deps       []string // transitive imports
}

// room is a part of the code base and its import rules.
type room struct {
	path string
	// alone excludes the packages below path, which are rooms of their own.
	alone bool
	// except lists packages below path that are not part of the room, such as programs that
	// measure or take pictures of the whole.
	except []string
	// rooms lists the rooms that it may import, besides itself.
	rooms []string
	// packages lists single packages that it may import, without those below them.
	packages []string
	// reaches lists packages that it must not import even indirectly.
	reaches []string
	// imports lists packages that it must not import directly, but may reach through another
	// room.
	imports []string
	// but lists exceptions to reaches and imports.
	but []string
}

func house() []room {
	screen := []string{"charm.land/bubbletea", "charm.land/bubbles", "charm.land/lipgloss", "github.com/charmbracelet"}
	engine := []string{"github.com/moby", "github.com/docker", "github.com/containerd"}
	network := []string{"net", "net/http", "os/exec"}
	return []room{
		{
			path: "model", reaches: slices.Concat(screen, engine, network, []string{"os/signal", "database/sql", "github.com/spf13"}),
			imports: []string{"os", "syscall", "log", "sync"},
		},
		{path: "model", alone: true, packages: []string{"model/layers", "model/size", "model/reference", "model/version"}},
		{path: "model/layers", packages: []string{"model/size"}},
		{path: "model/size"},
		{path: "model/reference"},
		{path: "model/version"},
		{path: "model", except: []string{"model/words"}, imports: []string{"jettison/model/words", "github.com/dustin/go-humanize"}},
		{path: "keymap", reaches: slices.Concat(engine, []string{"net/http", "charm.land/bubbletea", "charm.land/lipgloss"})},
		{path: "store", rooms: []string{"model"}, reaches: slices.Concat(screen, engine, []string{"net/http"})},
		{path: "store/files"},
		{
			path: "dockerx", except: []string{"dockerx/enginetest/bars"}, rooms: []string{"model"},
			reaches: screen, imports: []string{"github.com/spf13"},
		},
		{path: "dockerx", alone: true, rooms: []string{"model", "dockerx/internal"}},
		{path: "dockerx/internal", rooms: []string{"model"}},
		{path: "dockerx/inventory", rooms: []string{"model", "dockerx/internal"}, packages: []string{"dockerx"}},
		{path: "dockerx/execute", rooms: []string{"model", "dockerx/internal"}, packages: []string{"dockerx", "dockerx/inventory", "dockerx/transfer"}},
		{path: "dockerx/transfer", rooms: []string{"model", "dockerx/internal"}, packages: []string{"dockerx"}},
		{path: "dockerx/sim", rooms: []string{"model"}},
		{
			path: "cleanup", rooms: []string{"dockerx", "store", "model"},
			reaches: screen, imports: slices.Concat(engine, network, []string{"os/signal", "github.com/spf13"}),
		},
		{path: "ui", rooms: []string{"model", "keymap"}, reaches: slices.Concat(engine, []string{"net/http", "github.com/spf13"})},
		{
			path: "cli", rooms: []string{"ui", "keymap", "model", "cleanup", "dockerx", "store"},
			imports: slices.Concat(engine, []string{
				"net/http", "charm.land/bubbletea", "charm.land/bubbles", "charm.land/lipgloss",
				"github.com/charmbracelet/ultraviolet", "github.com/charmbracelet/x/ansi",
			}),
			but: []string{"github.com/docker/cli/templates", "github.com/docker/go-units"}, // formats as docker does
		},
		{
			path: "cli/config", rooms: []string{"keymap", "model"}, packages: []string{"store/files"},
			reaches: slices.Concat(screen, engine, []string{"net/http", "github.com/spf13"}),
		},
	}
}

// violations returns every import in units that breaks the rules.
func violations(rooms []room, units []unit) []string {
	var found []string
	for _, u := range units {
		name, ours := ownPath(u.ImportPath)
		if !ours {
			continue
		}
		if name == "" {
			for _, path := range u.Imports {
				if own, ok := ownPath(path); ok && own != "cli" {
					found = append(found, "main imports "+own)
				}
			}
			continue
		}
		for _, r := range rooms {
			if r.holds(name) {
				found = append(found, r.violations(name, u)...)
			}
		}
	}
	return found
}

// holds reports whether a package is part of the room.
func (r room) holds(name string) bool {
	if r.alone {
		return name == r.path
	}
	return below(name, r.path) && !slices.ContainsFunc(r.except, func(e string) bool { return below(name, e) })
}

func (r room) violations(name string, u unit) []string {
	var found []string
	for _, path := range u.Imports {
		if own, ok := ownPath(path); ok {
			allowed := r.holds(own) || slices.Contains(r.packages, own) || slices.ContainsFunc(r.rooms, func(a string) bool { return below(own, a) })
			if !allowed || slices.Contains(r.imports, path) {
				found = append(found, name+" imports "+own)
			}
		} else if matches(path, r.imports) && !matches(path, r.but) {
			found = append(found, name+" imports "+path)
		}
	}
	for _, path := range u.Deps {
		if matches(path, r.reaches) {
			found = append(found, name+" reaches "+path)
		}
	}
	return found
}

// matches reports whether a package is in the list. A listed package of another module covers
// all packages below it; one of the standard library covers only itself, because net/url and
// os/user are harmless.
func matches(path string, listed []string) bool {
	return slices.ContainsFunc(listed, func(l string) bool {
		host, _, _ := strings.Cut(l, "/")
		return path == l || strings.Contains(host, ".") && below(path, l)
	})
}

func below(path, root string) bool { return path == root || strings.HasPrefix(path, root+"/") }

// ownPath returns the path of a package within the module; it is empty for the root.
func ownPath(importPath string) (string, bool) {
	if importPath == module {
		return "", true
	}
	return strings.CutPrefix(importPath, module+"/")
}

func TestImportsPointOneWay(t *testing.T) {
	t.Parallel()
	// The release is built for all three, and each has its own files.
	for _, system := range []string{"linux", "darwin", "windows"} {
		t.Run(system, func(t *testing.T) {
			t.Parallel()
			units := list(t, system)
			if len(units) < 2 {
				t.Fatalf("go list found %d packages of %s", len(units), module)
			}
			for _, v := range violations(house(), units) {
				t.Error(v)
			}
		})
	}
}

func list(t *testing.T, system string) []unit {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,Deps", module+"/...")
	command.Env = append(command.Environ(), "GOOS="+system, "CGO_ENABLED=0")
	var complaints strings.Builder
	command.Stderr = &complaints
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, complaints.String())
	}
	var units []unit
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var u unit
		if err := decoder.Decode(&u); errors.Is(err, io.EOF) {
			return units
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		units = append(units, u)
	}
}

func TestViolations(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		unit unit
		want []string
	}{
		{"main may call cli", unit{ImportPath: module, Imports: []string{"os", "jettison/cli"}}, nil},
		{"main knows nothing else", unit{ImportPath: module, Imports: []string{"jettison/model"}}, []string{"main imports model"}},
		{"model may use its own", unit{ImportPath: "jettison/model/query", Imports: []string{"jettison/model"}, Deps: []string{"net/url", "netip"}}, nil},
		{"model reaches the network", unit{ImportPath: "jettison/model/query", Deps: []string{"net"}}, []string{"model/query reaches net"}},
		{"model reaches an engine", unit{ImportPath: "jettison/model", Deps: []string{"github.com/moby/moby/api"}}, []string{"model reaches github.com/moby/moby/api"}},
		{"model knows words", unit{ImportPath: "jettison/model/policy", Imports: []string{"jettison/model/words"}}, []string{"model/policy imports model/words"}},
		{"words know the model", unit{ImportPath: "jettison/model/words", Imports: []string{"jettison/model", "github.com/dustin/go-humanize"}}, nil},
		{"the inventory has layers", unit{ImportPath: "jettison/model", Imports: []string{"jettison/model/layers", "jettison/model/size"}}, nil},
		{"the inventory knows queries", unit{ImportPath: "jettison/model", Imports: []string{"jettison/model/query"}}, []string{"model imports model/query"}},
		{"layers know the inventory", unit{ImportPath: "jettison/model/layers", Imports: []string{"jettison/model", "jettison/model/size"}}, []string{"model/layers imports model"}},
		{"model reads files", unit{ImportPath: "jettison/model", Imports: []string{"os"}}, []string{"model imports os"}},
		{"a library of model's may know os", unit{ImportPath: "jettison/model", Deps: []string{"os"}}, nil},
		{"a name that only begins alike", unit{ImportPath: "jettison/modeling", Deps: []string{"net"}}, nil},
		{"ui knows dockerx", unit{ImportPath: "jettison/ui/table", Imports: []string{"jettison/dockerx/sim"}}, []string{"ui/table imports dockerx/sim"}},
		{"keymap knows the model", unit{ImportPath: "jettison/keymap", Imports: []string{"jettison/model"}}, []string{"keymap imports model"}},
		{"dockerx draws", unit{ImportPath: "jettison/dockerx", Deps: []string{"charm.land/lipgloss/v2"}}, []string{"dockerx reaches charm.land/lipgloss/v2"}},
		{"a clean-up draws", unit{ImportPath: "jettison/cleanup", Deps: []string{"charm.land/lipgloss/v2"}}, []string{"cleanup reaches charm.land/lipgloss/v2"}},
		{"a clean-up knows flags", unit{ImportPath: "jettison/cleanup", Imports: []string{"jettison/cli/config", "github.com/spf13/pflag"}}, []string{"cleanup imports cli/config", "cleanup imports github.com/spf13/pflag"}},
		{"a clean-up works through dockerx", unit{ImportPath: "jettison/cleanup/backup", Imports: []string{"jettison/dockerx", "github.com/moby/moby/client"}}, []string{"cleanup/backup imports github.com/moby/moby/client"}},
		{"the screen knows clean-ups by its session", unit{ImportPath: "jettison/ui", Imports: []string{"jettison/cleanup"}}, []string{"ui imports cleanup"}},
		{"the measuring program may know all", unit{ImportPath: "jettison/dockerx/enginetest/bars", Imports: []string{"charm.land/bubbletea/v2"}}, nil},
		{"the inventory is loaded by a connection", unit{ImportPath: "jettison/dockerx/inventory", Imports: []string{"jettison/dockerx", "jettison/dockerx/internal/wire"}}, nil},
		{"the connection loads nothing", unit{ImportPath: "jettison/dockerx", Imports: []string{"jettison/dockerx/inventory"}}, []string{"dockerx imports dockerx/inventory"}},
		{"the inventory executes steps", unit{ImportPath: "jettison/dockerx/inventory", Imports: []string{"jettison/dockerx/execute"}}, []string{"dockerx/inventory imports dockerx/execute"}},
		{"steps may ask the inventory", unit{ImportPath: "jettison/dockerx/execute", Imports: []string{"jettison/dockerx/inventory"}}, nil},
		{"moving images executes steps", unit{ImportPath: "jettison/dockerx/transfer", Imports: []string{"jettison/dockerx/execute"}}, []string{"dockerx/transfer imports dockerx/execute"}},
		{"the embedded engine knows its client", unit{ImportPath: "jettison/dockerx/sim", Imports: []string{"jettison/dockerx"}}, []string{"dockerx/sim imports dockerx"}},
		{"cli may reach the screen through ui", unit{ImportPath: "jettison/cli", Imports: []string{"jettison/ui"}, Deps: []string{"charm.land/lipgloss/v2"}}, nil},
		{"cli talks to an engine", unit{ImportPath: "jettison/cli/output", Imports: []string{"github.com/docker/cli/cli"}}, []string{"cli/output imports github.com/docker/cli/cli"}},
		{"cli writes as docker does", unit{ImportPath: "jettison/cli/output", Imports: []string{"github.com/docker/cli/templates"}}, nil},
		{"cli draws", unit{ImportPath: "jettison/cli", Imports: []string{"charm.land/lipgloss/v2"}}, []string{"cli imports charm.land/lipgloss/v2"}},
		{"the configuration knows an engine", unit{ImportPath: "jettison/cli/config", Imports: []string{"jettison/dockerx"}}, []string{"cli/config imports dockerx"}},
		{"the configuration knows policies", unit{ImportPath: "jettison/cli/config", Imports: []string{"jettison/model/policy", "jettison/keymap"}}, nil},
		{"others' packages are their own affair", unit{ImportPath: "charm.land/fang/v2", Deps: []string{"net"}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := violations(house(), []unit{tt.unit}); !slices.Equal(got, tt.want) {
				t.Errorf("violations = %q, want %q", got, tt.want)
			}
		})
	}
}
